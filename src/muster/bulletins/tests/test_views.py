"""The pages, for each of the cast. Views act now; the operation began in 2020."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from muster.bulletins import checking, commands
from muster.bulletins.models import Bulletin, State
from muster.kernel.actor import system_actor
from muster.operations.models import MobilisedUnit
from muster.people.models import Person

pytestmark = pytest.mark.django_db
EVERYONE = ("chief", "officer", "member", "auditor", "stranger", "nobody")
LOG_IN, OK, GONE = 302, 200, 404

# GET, for a bulletin of the city: its draft, and a published one.
READ = {
    "list": (200, 200, 200, 200, 200, 302),
    "new": (200, 200, 403, 403, 200, 302),
    "phrases": (200, 404, 404, 200, 404, 302),
    "number": (200, 404, 404, 200, 404, 302),
    "draft bulletin": (200, 404, 404, 404, 404, 302),
    "draft edit": (200, 404, 404, 404, 404, 302),
    "draft publish": (200, 404, 404, 404, 404, 302),
    "draft withdraw": (409, 404, 404, 404, 404, 302),
    "draft markdown": (200, 404, 404, 404, 404, 302),
    "published bulletin": (200, 200, 200, 200, 200, 302),
    "published edit": (409, 403, 403, 403, 403, 302),
    "published publish": (409, 403, 403, 403, 403, 302),
    "published withdraw": (200, 403, 403, 403, 403, 302),
    "published markdown": (200, 200, 200, 200, 200, 302),
    "published statement": (200, 200, 200, 200, 200, 302),
    "public_list": (200, 200, 200, 200, 200, 200),
    "published public": (200, 200, 200, 200, 200, 200),
    "published public_statement": (200, 200, 200, 200, 200, 200),
    "draft public": (404, 404, 404, 404, 404, 404),
    "draft public_statement": (404, 404, 404, 404, 404, 404),
}
WRITE = {
    "check": (200, 404, 404, 200, 404, 302),
    "insert": (200, 404, 404, 200, 404, 302),
    "new": (302, 422, 403, 403, 422, 302),
    "draft edit": (302, 404, 404, 404, 404, 302),
    "draft publish": (302, 404, 404, 404, 404, 302),
    "published publish": (302, 403, 403, 403, 403, 302),
    "published withdraw": (302, 403, 403, 403, 403, 302),
}
NOW_TRUE = "动员基层党组织6个。另送口罩300只。"


@pytest.fixture
def city(operation, drafted, published, tree):
    return {
        "draft": drafted(NOW_TRUE),
        "published": published(NOW_TRUE),
        "unit": tree.city,
        "operation": operation,
    }


def address(city, page):
    which, _, name = page.rpartition(" ")
    bulletin = city.get(which)
    start = bulletin.text.index("6") if bulletin else 0
    if name.startswith("public"):
        if name == "public_list":
            return reverse("bulletins:public_list")
        if name in ("public", "public_statement"):
            extra = [start] if name == "public_statement" else []
            return reverse(f"bulletins:{name}", args=[bulletin.token, *extra])
    arguments = [
        city["operation"].pk,
        *([bulletin.pk] if bulletin else []),
        *([start] if name == "statement" else []),
    ]
    url = reverse(f"bulletins:{name}", args=arguments)
    query = {
        "phrases": f"?unit={city['unit'].pk}",
        "number": f"?unit={city['unit'].pk}&figure=units.mobilised&as_of=2020-01-28&text=6&verdict=green",
    }
    return url + query.get(name, "")


@pytest.mark.parametrize("who", EVERYONE)
def test_who_reads_what(who, city, log_in):
    client = log_in(who)
    got = {page: client.get(address(city, page)).status_code for page in READ}
    assert got == {page: statuses[EVERYONE.index(who)] for page, statuses in READ.items()}


@pytest.mark.parametrize("page", WRITE)
@pytest.mark.parametrize("who", EVERYONE)
def test_who_writes_what(who, page, city, log_in):
    typed = {
        "unit": city["unit"].pk,
        "kind": "first",
        "title": "T",
        "text": NOW_TRUE,
        "revision": 1 if "edit" in page else 0,
        "figure": "units.mobilised",
        "reason": "wrong day",
    }
    assert log_in(who).post(address(city, page), typed).status_code == WRITE[page][EVERYONE.index(who)]


def test_a_bulletin_is_found_under_its_own_operation_only(city, log_in, chief, tree):
    from muster.operations.commands import activate_operation

    other = activate_operation(chief, unit_id=tree.city.pk, template="flood")
    url = reverse("bulletins:bulletin", args=[other.pk, city["draft"].pk])
    assert log_in("chief").get(url).status_code == GONE


def test_the_editor_checks_while_one_types_and_keeps_what_was_typed(city, log_in):
    page = log_in("chief").get(address(city, "draft edit")).content.decode()
    assert f'data-draft="bulletin-{city["draft"].pk}"' in page
    assert f'hx-post="{address(city, "check")}"' in page
    assert NOW_TRUE in page


def test_the_check_colours_each_number(city, log_in):
    asked = {"unit": city["unit"].pk, "text": "基层党组织7个,超过5个基层党组织,口罩300只,基层党组织6个"}
    page = log_in("chief").post(address(city, "check"), asked).content.decode()
    for verdict in ("exact", "rounded", "wrong", "unknown"):
        assert f'class="number number-{verdict}" href=' in page


def test_markup_in_a_text_is_shown_not_obeyed(city, log_in, drafted, chief):
    text = '<script>alert(1)</script>基层党组织6个<img src=x onerror="alert(2)">'
    asked = {"unit": city["unit"].pk, "text": text}
    client = log_in("chief")
    page = client.post(address(city, "check"), asked).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(<a" in page
    assert ">6<span" in page
    bulletin = drafted("<b>基层党组织6个</b>", title="<i>title</i>")
    commands.publish_bulletin(chief, bulletin_id=bulletin.pk)
    for url in (
        reverse("bulletins:bulletin", args=[bulletin.operation_id, bulletin.pk]),
        reverse("bulletins:public", args=[bulletin.token]),
        reverse("bulletins:public_list"),
    ):
        shown = client.get(url).content.decode()
        assert "<b>基" not in shown
        assert "<i>title" not in shown


def test_a_text_too_long_is_refused_where_it_was_typed_and_stays_there(city, log_in):
    client = log_in("chief")
    long = "长" * (checking.LONGEST + 1)
    asked = {"unit": city["unit"].pk, "text": long, "title": "T", "kind": "first", "revision": 0}
    checked = client.post(address(city, "check"), asked, headers={"HX-Request": "true"})
    assert checked.status_code == 422
    assert "100000" in checked.content.decode()
    kept = client.post(address(city, "new"), asked)
    assert kept.status_code == 422
    assert long in kept.content.decode()


def test_a_request_that_no_page_made_is_a_bad_one(city, log_in):
    client = log_in("chief")
    assert client.post(address(city, "check"), {"unit": "x"}).status_code == 400
    assert client.get(reverse("bulletins:number", args=[city["operation"].pk])).status_code == 400


def test_two_writers_notice_each_other_and_nothing_typed_is_lost(city, log_in):
    client = log_in("chief")
    url = address(city, "draft edit")
    typed = {"unit": city["unit"].pk, "kind": "first", "title": "T", "text": "theirs", "revision": 1}
    assert client.post(url, typed).status_code == 302
    second = client.post(url, typed | {"text": "mine"})
    page = second.content.decode()
    assert second.status_code == 422
    assert "mine" in page
    assert 'name="revision" value="2"' in page
    assert client.post(url, typed | {"text": "mine", "revision": 2}).status_code == 302
    assert Bulletin.objects.get(pk=city["draft"].pk).text == "mine"


def test_a_wrong_number_shows_red_and_is_not_published(city, log_in, drafted):
    bulletin = drafted("基层党组织7479个")
    client = log_in("chief")
    url = reverse("bulletins:publish", args=[bulletin.operation_id, bulletin.pk])
    preview = client.get(url).content.decode()
    assert "number-wrong" in preview
    assert f'action="{url}"' not in preview
    refused = client.post(url)
    assert refused.status_code == 422
    assert "7479" in refused.content.decode()
    bulletin.refresh_from_db()
    assert bulletin.state == State.DRAFT


def test_the_preview_names_what_no_figure_proves(city, log_in, drafted):
    bulletin = drafted("基层党组织6个;已签收0份;" + "口罩300只;" * 25)
    page = (
        log_in("chief")
        .get(reverse("bulletins:publish", args=[bulletin.operation_id, bulletin.pk]))
        .content.decode()
    )
    assert "300、300" in page
    assert "300…" in page
    assert page.count('<p class="message message-warning">') == 3  # the third waits in every page's templates


def test_a_number_opens_beside_the_text_or_on_a_page_of_its_own(city, log_in):
    client = log_in("chief")
    alone = client.get(address(city, "number")).content.decode()
    beside = client.get(address(city, "number"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" in alone
    assert "<html" not in beside
    assert f"/figures/units.mobilised/?unit={city['unit'].pk}&amp;as_of=2020-01-28" in beside
    unknown = f"?unit={city['unit'].pk}&as_of=2020-01-28&text=300"
    nothing = client.get(reverse("bulletins:number", args=[city["operation"].pk]) + unknown)
    assert "<dl" not in nothing.content.decode()


def test_rows_are_offered_to_those_who_see_the_unit(city, log_in):
    rows = "/figures/units.mobilised/?"
    assert rows in log_in("auditor").get(address(city, "published statement")).content.decode()


def test_a_member_reads_the_sum_without_its_rows(city, log_in):
    page = log_in("member").get(address(city, "published statement")).content.decode()
    assert "/figures/" not in page


def test_inserting_gives_the_text_back_with_the_phrase(city, log_in):
    asked = {"unit": city["unit"].pk, "text": "a<b\n", "figure": "units.mobilised"}
    got = log_in("chief").post(address(city, "insert"), asked)
    assert "a&lt;b\n" in got.content.decode()
    assert "6" in got.content.decode()
    assert got.headers["HX-Trigger-After-Swap"] == "input"


def test_withdrawing_takes_a_reason_and_the_public_page_is_gone(city, log_in):
    client = log_in("chief")
    url = address(city, "published withdraw")
    assert client.post(url, {}).status_code == 422
    client.post(url, {"reason": "wrong day"})
    assert client.get(address(city, "published public")).status_code == GONE
    assert "wrong day" in client.get(address(city, "published bulletin")).content.decode()
    assert "wrong day" not in client.get(reverse("bulletins:public_list")).content.decode()


def test_markdown_says_that_its_data_are_a_demonstration(city, log_in, operation):
    client = log_in("chief")
    got = client.get(address(city, "published markdown"))
    assert got.headers["Content-Disposition"] == 'attachment; filename="bulletin-1.md"'
    assert "演示数据" in got.content.decode()
    assert NOW_TRUE in got.content.decode()
    operation.is_demo, operation.is_drill = False, True
    operation.save()
    again = client.get(address(city, "draft markdown"))
    assert "演示数据" not in again.content.decode()
    assert "演练数据" in again.content.decode()
    assert "bulletin-draft.md" in again.headers["Content-Disposition"]


# For everybody


def test_a_public_page_needs_no_cookie_and_may_be_kept_a_minute(city, client):
    got = client.get(address(city, "published public"))
    assert "max-age=60" in got.headers["Cache-Control"]
    assert "Cookie" in got.headers["Vary"]
    assert settings.SESSION_COOKIE_NAME not in got.cookies
    page = got.content.decode()
    assert "演示数据" in page
    assert "number-exact" in page
    assert "number-unknown" in page


def test_a_public_page_names_no_person(city, client):
    for name, person in (("riverside1", "ZHAO"), ("chief", "QIAN"), ("officer", "SUN")):
        Person.objects.filter(name=name).update(name=f"{person}-{name}")
    pages = [address(city, f"published {name}") for name in ("public", "public_statement")]
    pages.append(reverse("bulletins:public_list"))
    for page in pages:
        for headers in ({}, {"HX-Request": "true"}):
            shown = client.get(page, headers=headers).content.decode()
            assert not [name for name in Person.objects.values_list("name", flat=True) if name in shown]


def test_public_parts_under_five_are_not_shown(city, client):
    page = client.get(address(city, "published public_statement")).content.decode()
    assert "county党组织" in page
    assert '<td class="num-cell">5</td>' not in page  # it would tell that the other is 1
    assert '<td class="num-cell">1</td>' not in page


def test_errata_stand_on_the_public_page(city, client, tree, operation, log_in):
    bulletin = city["published"]
    MobilisedUnit.objects.filter(unit=tree.hospital).delete()
    late = system_actor("errata", now=datetime(2020, 2, 1, tzinfo=UTC), powers=["issue"])
    assert commands.raise_errata(late, operation_id=operation.pk)
    page = client.get(address(city, "published public")).content.decode()
    assert 'id="errata"' in page
    assert "<del>6</del>" in page
    assert "<ins>5</ins>" in page
    opened = client.get(address(city, "published public_statement"), headers={"HX-Request": "true"})
    assert "message-warning" in opened.content.decode()
    assert bulletin.published_at + timedelta(days=3) < late.now
    for page in (reverse("bulletins:public_list"), address(city, "list")):
        assert (
            "badge tone-warn"
            in log_in("chief" if page.startswith("/o/") else "nobody").get(page).content.decode()
        )


def test_a_figure_that_is_not_public_does_not_open(client, published):
    bulletin = published("基层党组织6个;已签收0份")
    page = client.get(reverse("bulletins:public", args=[bulletin.token])).content.decode()
    assert page.count("data-number") == 1
    hidden = bulletin.text.index("0")
    for start in (hidden, 9999):
        url = reverse("bulletins:public_statement", args=[bulletin.token, start])
        assert client.get(url).status_code == GONE


def test_an_unknown_bulletin_is_not_found_and_asks_nobody_to_log_in(client, db):
    assert client.get(reverse("bulletins:public", args=["nothing-here"])).status_code == GONE


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_speak_both_languages(city, log_in, language):
    client = log_in("chief")
    page = client.get(address(city, "list"), headers={"Accept-Language": language}).content.decode()
    assert ("写简报" if language == "zh-hans" else "Write a bulletin") in page


def test_the_first_page_of_an_operation_without_bulletins_offers_the_first_step(log_in, operation):
    page = log_in("chief").get(reverse("bulletins:list", args=[operation.pk])).content.decode()
    assert reverse("bulletins:new", args=[operation.pk]) in page


def test_nobody_is_shown_an_empty_public_list_without_reason(client, db):
    assert 'class="empty-state"' in client.get(reverse("bulletins:public_list")).content.decode()
