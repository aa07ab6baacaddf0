from dataclasses import replace
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation

from muster.directives import commands
from muster.directives.models import Delivery, Directive, Receipt, Reminder, Report, ReviewNote
from muster.people.models import Account, Role

UNSEEN = "00000000-0000-7000-8000-000000000000"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def browser_of(client, people, tree):
    """`browser_of("officer")`: a client that has logged in as one of the cast, with the role they have in tests."""
    roles = {"chief": tree.city, "officer": tree.north, "auditor": tree.city, "stranger": tree.south}

    def log_in(who):
        person = getattr(people, who)
        account, _ = Account.objects.get_or_create(username=who, person=person)
        if who in roles:
            name = "officer" if who == "stranger" else who
            Role.objects.get_or_create(person=person, unit=roles[who], name=name, during=("2015-01-01", None))
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return log_in


def url(name, operation, *args):
    return reverse(f"directives:{name}", args=[operation.pk, *(getattr(arg, "pk", arg) for arg in args)])


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def typed(tree, **changes):
    return {
        "kind": "notice",
        "purpose": "for_action",
        "urgency": "urgent",
        "series": "演组发",
        "issuing_unit": str(tree.city.pk),
        "title": "Keep the gates",
        "body": "Every branch keeps its gate.",
        "addressees": [str(tree.county.pk)],
        "due_on": "2020-02-01",
    } | changes


# Who gets which answer.


@pytest.mark.parametrize(
    ("who", "status"),
    [("chief", 200), ("officer", 200), ("auditor", 200), ("stranger", 404), ("member", 200)],
)
def test_who_opens_a_directive(browser_of, operation, issued, tree, who, status):
    directive = issued(addressee_ids=[tree.north.pk])
    assert browser_of(who).get(url("directive", operation, directive)).status_code == status
    assert browser_of(who).get(url("waiting", operation, directive)).status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [("chief", 200), ("officer", 200), ("auditor", 200), ("stranger", 404), ("member", 404)],
)
def test_who_opens_a_units_copy(browser_of, operation, notice, tree, who, status):
    assert browser_of(who).get(url("delivery", operation, notice, tree.riverside)).status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [("chief", 200), ("officer", 200), ("auditor", 200), ("stranger", 200), ("member", 200)],
)
def test_who_opens_the_list(browser_of, operation, notice, who, status):
    response = browser_of(who).get(url("list", operation))
    assert response.status_code == status
    assert notice.title in words(response)


def test_nobody_is_asked_to_log_in(client, operation, notice):
    for name in ("list", "new"):
        assert client.get(url(name, operation)).status_code == 302
    assert client.get(url("directive", operation, notice)).status_code == 302


def test_an_operation_that_nobody_knows_has_no_list(browser_of, operation):
    response = browser_of("member").get(reverse("directives:list", args=[UNSEEN]))
    assert response.status_code == 404


def test_a_directive_is_not_found_under_another_operation(browser_of, notice):
    other = reverse("directives:directive", args=[UNSEEN, notice.pk])
    assert browser_of("chief").get(other).status_code == 404


POSTS = {
    "submit": {},
    "comment": {"text": "Hm"},
    "return": {"reason": "No"},
    "sign_off": {},
    "issue": {},
    "withdraw": {"reason": "No"},
    "close": {},
}


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 403), ("auditor", 403), ("stranger", 403), ("member", 403)]
)
@pytest.mark.parametrize("name", POSTS)
def test_only_those_with_the_power_decide(browser_of, operation, notice, who, status, name):
    assert browser_of(who).post(url(name, operation, notice), POSTS[name]).status_code == status
    notice.refresh_from_db()
    assert notice.state == "issued"


@pytest.mark.parametrize("name", ["issue", "withdraw", "close"])
def test_only_those_with_the_power_see_what_it_would_do(browser_of, operation, notice, name):
    assert browser_of("officer").get(url(name, operation, notice)).status_code == 403
    assert browser_of("chief").get(url(name, operation, notice)).status_code == (
        409 if name == "issue" else 200
    )


UNIT_POSTS = {
    "accept": {},
    "detail": {"local_detail": "Two shifts"},
    "report": {"text": "Half"},
    "done": {},
    "return_report": {"reason": "No"},
    "told": {"how": "by_phone", "person": []},
}


@pytest.mark.parametrize("name", UNIT_POSTS)
def test_only_ones_own_units_are_acted_for(browser_of, operation, notice, tree, name):
    to = url(name, operation, notice, tree.riverside)
    status = 400 if name == "told" else 404
    assert browser_of("stranger").post(to, UNIT_POSTS[name]).status_code == status
    assert browser_of("member").post(to, UNIT_POSTS[name]).status_code == status
    assert not Delivery.objects.exclude(state="delivered").exists()


@pytest.mark.parametrize("name", [*POSTS, "read", "remind"])
def test_nothing_is_changed_by_looking(browser_of, operation, notice, name):
    response = browser_of("chief").get(url(name, operation, notice))
    assert response.status_code in {405, 200, 409}
    notice.refresh_from_db()
    assert (notice.state, Reminder.objects.count(), Receipt.objects.filter(read_at=None).count()) == (
        "issued",
        0,
        16,
    )


# The list.


def test_the_list_says_what_waits_for_oneself(browser_of, operation, notice, appeal):
    assert words(browser_of("officer").get(url("list", operation))).count("to accept") == 1
    shown = words(browser_of("member").get(url("list", operation)))
    assert shown.count("to read") == 1
    assert "to accept" not in shown


def test_the_list_is_filtered_in_the_url(browser_of, operation, notice, appeal):
    browser = browser_of("chief")
    shown = words(browser.get(url("list", operation), {"kind": "appeal"}))
    assert appeal.title in shown
    assert notice.title not in shown
    assert "No directive was found" in words(
        browser.get(url("list", operation), {"state": "draft", "text": "x"})
    )
    assert notice.title in words(browser.get(url("list", operation), {"kind": "no such kind"}))


def test_an_empty_list_offers_the_first_step(browser_of, operation):
    assert url("new", operation) in words(browser_of("chief").get(url("list", operation)))
    shown = words(browser_of("auditor").get(url("list", operation)))
    assert "No directives yet" in shown
    assert url("new", operation) not in shown


# Drafting.


def test_a_draft_is_written_and_changed(browser_of, operation, tree):
    browser = browser_of("chief")
    page = browser.get(url("new", operation))
    assert tree.county.name in words(page)
    response = browser.post(url("new", operation), typed(tree, copied_to=[str(tree.hospital.pk)]))
    directive = Directive.objects.get()
    assert response.url == url("directive", operation, directive)
    shown = words(browser.get(response.url))
    for expected in ("Keep the gates", "Every branch keeps its gate.", "draft", tree.hospital.name, "urgent"):
        assert expected in shown
    edit = words(browser.get(url("edit", operation, directive)))
    assert "Every branch keeps its gate." in edit
    assert edit.count(f"> {tree.hospital.name}</label>") == 1
    changed = typed(tree, title="Keep all gates")
    assert browser.post(url("edit", operation, directive), changed).status_code == 302
    directive.refresh_from_db()
    assert directive.title == "Keep all gates"


def test_the_form_keeps_what_was_typed(browser_of, operation, tree):
    browser = browser_of("chief")
    wrong = typed(tree, kind="appeal", title="", addressees=[str(tree.lakeside.pk)])
    response = browser.post(url("new", operation), wrong)
    assert response.status_code == 422
    shown = words(response)
    assert "Every branch keeps its gate." in shown
    assert "choose “for information”" in shown
    assert f'value="{tree.lakeside.pk}"' in shown
    assert not Directive.objects.exists()
    assert browser.post(url("new", operation), {}).status_code == 422


def test_who_cannot_draft_gets_no_form(browser_of, operation):
    assert browser_of("auditor").get(url("new", operation)).status_code == 403


def test_units_are_found_while_those_ticked_stay(browser_of, operation, tree):
    browser = browser_of("chief")
    about = {"find_addressees": "lake", "addressees": [str(tree.hospital.pk), "junk"]}
    shown = words(browser.get(url("units", operation), about))
    assert shown.index(tree.hospital.name) < shown.index(tree.lakeside.name)
    assert shown.count("checked") == 1
    assert 'name="copied_to"' in words(browser.get(url("units", operation), {"find_copied_to": "lake"}))
    assert "No unit" in words(browser.get(url("units", operation), {"find_addressees": "nothing"}))


def test_only_its_author_edits_a_draft_and_only_while_it_is_one(
    browser_of, chief, officer, operation, draft, tree
):
    own = replace(draft, issuing_unit_id=tree.north.pk, addressee_ids=[tree.north.pk])
    directive = commands.draft_directive(officer, operation_id=operation.pk, draft=own)
    assert browser_of("chief").get(url("edit", operation, directive)).status_code == 403
    commands.submit_for_review(officer, directive_id=directive.pk)
    assert browser_of("officer").get(url("edit", operation, directive)).status_code == 409


# From review to issue.


def test_a_chief_takes_a_draft_to_everyone(browser_of, operation, tree):
    browser = browser_of("chief")
    browser.post(url("new", operation), typed(tree))
    directive = Directive.objects.get()
    browser.post(url("submit", operation, directive))
    browser.post(url("comment", operation, directive), {"text": "Which gates?"})
    browser.post(url("return", operation, directive), {"reason": "Name them."})
    shown = words(browser.get(url("directive", operation, directive)))
    assert "Which gates?" in shown
    assert "Name them." in shown
    browser.post(url("submit", operation, directive))
    shown = words(browser.post(url("sign_off", operation, directive), follow=True))
    assert Directive.objects.get().document_number in shown
    preview = words(browser.get(url("issue", operation, directive)))
    assert "<dd>6</dd>" in preview
    assert "<dd>10</dd>" in preview
    shown = words(browser.post(url("issue", operation, directive), follow=True))
    assert "How far it has come" in shown
    assert Delivery.objects.count() == 6
    assert ReviewNote.objects.count() == 2


def test_a_note_without_words_is_refused(browser_of, chief, operation, draft):
    directive = commands.draft_directive(chief, operation_id=operation.pk, draft=draft)
    assert browser_of("chief").post(url("comment", operation, directive), {"text": " "}).status_code == 400


def test_withdrawing_and_closing_show_what_they_change(browser_of, operation, notice, appeal):
    browser = browser_of("chief")
    assert "<dd>16</dd>" in words(browser.get(url("withdraw", operation, notice)))
    shown = words(
        browser.post(url("withdraw", operation, notice), {"reason": "Replaced by another"}, follow=True)
    )
    assert "Replaced by another" in shown
    assert "<dd>9</dd>" in words(browser.get(url("close", operation, appeal)))
    assert "closed" in words(browser.post(url("close", operation, appeal), follow=True))


# The page of one.


def test_the_chief_sees_how_far_it_has_come(
    browser_of, officer, operation, notice, tree, django_assert_max_num_queries
):
    commands.accept_directive(
        officer, directive_id=notice.pk, unit_ids=[tree.north.pk], local_detail="Two shifts a day"
    )
    browser = browser_of("chief")
    with django_assert_max_num_queries(40):
        shown = words(browser.get(url("directive", operation, notice)))
    assert "How far it has come" in shown
    assert tree.hillside.name in shown
    assert url("withdraw", operation, notice) in shown
    assert "Two shifts a day" in words(browser_of("officer").get(url("directive", operation, notice)))


def test_an_officer_accepts_reports_and_is_done(browser_of, operation, notice, tree):
    browser = browser_of("officer")
    assert url("accept", operation, notice, tree.north) in words(
        browser.get(url("directive", operation, notice))
    )
    accepted = browser.post(
        url("accept", operation, notice, tree.north), {"local_detail": "Two shifts"}, follow=True
    )
    assert "Two shifts" in words(accepted)
    browser.post(url("detail", operation, notice, tree.north), {"local_detail": "Three shifts"})
    browser.post(url("report", operation, notice, tree.north), {"text": "Half the gates"})
    shown = words(browser.post(url("done", operation, notice, tree.north), {"text": "All"}, follow=True))
    assert "Half the gates" in shown
    assert "Three shifts" in shown
    chief = browser_of("chief")
    shown = words(
        chief.post(
            url("return_report", operation, notice, tree.north), {"reason": "One is open"}, follow=True
        )
    )
    assert "One is open" in shown
    assert Report.objects.count() == 3


def test_a_member_reads(browser_of, operation, notice, people):
    browser = browser_of("member")
    shown = words(browser.get(url("directive", operation, notice)))
    assert "I have read it" in shown
    assert "How far it has come" not in shown
    assert "You have read it" in words(browser.post(url("read", operation, notice), follow=True))
    assert Receipt.objects.get(person=people.member).read_at


def test_who_got_nothing_reads_nothing(browser_of, operation, issued, tree):
    directive = issued(addressee_ids=[tree.county.pk])
    assert browser_of("chief").post(url("read", operation, directive)).status_code == 404


def test_an_appeal_shows_no_count_of_answers(browser_of, member, operation, appeal, tree):
    commands.mark_read(member, directive_id=appeal.pk)
    browser = browser_of("chief")
    shown = words(browser.get(url("directive", operation, appeal)))
    assert "This is voluntary." in shown
    assert "How far it has come" not in shown
    assert "Units yet to accept" not in shown
    assert browser.get(url("waiting", operation, appeal)).status_code == 409
    assert browser.post(url("remind", operation, appeal), {"unit": tree.city.pk}).status_code == 409
    of_unit = words(browser.get(url("delivery", operation, appeal, tree.riverside)))
    assert "riverside1" not in of_unit


def test_an_officer_notes_who_was_told(browser_of, operation, notice, tree, people):
    browser = browser_of("officer")
    page = url("delivery", operation, notice, tree.riverside)
    assert "riverside1" in words(browser.get(page))
    told = {"how": "in_person", "person": [str(people.riverside[0].pk)]}
    shown = words(browser.post(url("told", operation, notice, tree.riverside), told, follow=True))
    assert "0 read, 1 told, of 4" in shown
    assert "riverside1" not in words(browser_of("auditor").get(page))


# Units yet to accept.


def test_units_yet_to_accept_are_narrowed_and_reminded(browser_of, officer, operation, notice, tree):
    commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.riverside.pk])
    browser = browser_of("chief")
    page = url("waiting", operation, notice)
    shown = words(browser.get(page, {"unit": str(tree.north.pk)}))
    assert "Remind these 2 units" in shown
    assert url("delivery", operation, notice, tree.hillside) in shown
    assert url("delivery", operation, notice, tree.lakeside) not in shown
    shown = words(browser.post(url("remind", operation, notice), {"unit": tree.north.pk}, follow=True))
    assert "2 units were reminded." in shown
    assert "Reminders" in words(browser.get(url("delivery", operation, notice, tree.hillside)))
    assert browser.post(url("remind", operation, notice), {"unit": "junk"}).status_code == 400
    assert "Remind" not in words(browser_of("auditor").get(page))


def test_when_all_have_accepted_nobody_is_waited_for(browser_of, chief, operation, issued, tree):
    directive = issued(addressee_ids=[tree.lakeside.pk])
    commands.accept_directive(chief, directive_id=directive.pk, unit_ids=[tree.lakeside.pk])
    assert "Nobody is waited for." in words(browser_of("chief").get(url("waiting", operation, directive)))


def test_nobody_is_reminded_of_what_was_withdrawn(browser_of, chief, operation, notice):
    commands.withdraw_directive(chief, directive_id=notice.pk, reason="Replaced")
    assert '<form method="post" action="' + url("remind", operation, notice) not in words(
        browser_of("chief").get(url("waiting", operation, notice))
    )
