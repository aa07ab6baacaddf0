"""Pages of calls, at the desk and for everybody."""

from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from muster.calls import commands, tokens
from muster.calls.models import Call, Offer
from muster.staffing.models import Assignment

from .conftest import form, newest_code


@pytest.fixture
def url(operation):
    def build(name, *args, **query):
        return reverse(f"calls:{name}", args=[operation.pk, *args], query=query or None)

    return build


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def phone(**headers):
    """A browser without cookies or an account."""
    return Client(headers={"Accept-Language": "en"} | headers, enforce_csrf_checks=True)


def typed(**more):
    return {"key": uuid4(), "name": "Wang Xiaoming", "phone": "138 0000 0000", "words": "Nights", **more}


def test_a_stranger_signs_up_on_a_page_without_script_or_cookies(call):
    address = reverse("calls:sign_up", args=[call.token])
    page = words(phone().get(address))
    assert "Night gate" in page
    assert "You are answered within: <strong>1 hour</strong>" in page
    sent = phone().post(address, typed())
    assert sent.status_code == 302
    confirming = words(phone().get(sent["Location"]))
    assert "138****0000" in confirming
    assert newest_code() in confirming  # only where nothing is sent
    wrong = phone().post(sent["Location"], {"code": "12"})
    assert (wrong.status_code, "That is not the code." in words(wrong)) == (422, True)
    done = phone().post(sent["Location"], {"code": newest_code()})
    own = phone().get(done["Location"])
    assert "You have come forward. Thank you!" in words(own)
    assert (own["Referrer-Policy"], own["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert "Wang" in words(own)


def test_nothing_typed_is_lost(call, monkeypatch):
    address = reverse("calls:sign_up", args=[call.token])
    wrong = phone().post(address, typed(phone="12345"))
    assert (wrong.status_code, "Wang Xiaoming" in words(wrong), "12345" in words(wrong)) == (422, True, True)
    monkeypatch.setattr("muster.calls.rules.KNOCKS_A_MINUTE", 0)
    busy = phone().post(address, typed())
    assert (busy.status_code, "Wang Xiaoming" in words(busy)) == (429, True)
    Call.objects.update(state="closed")
    closed = phone().post(address, typed())
    assert (closed.status_code, "Wang Xiaoming" in words(closed)) == (409, True)
    assert not Offer.objects.exists()


def test_a_form_sent_twice_leads_to_the_same_page(call):
    address, sent = reverse("calls:sign_up", args=[call.token]), typed()
    first, second = phone().post(address, sent), phone().post(address, sent)
    assert first["Location"] == second["Location"]
    again = phone().post(first["Location"] + "code/")
    assert (again.status_code, "can be sent in" in words(again)) == (422, True)


def test_a_landline_gets_no_code(call):
    answer = phone().post(reverse("calls:sign_up", args=[call.token]), typed(phone="0826-1234567"))
    assert "11-digit mobile number only" in words(answer)


def test_a_wrong_link_says_so_and_asks_for_no_log_in(db, call):
    for token in ("x", tokens.of_offer(uuid4()), tokens.of_offer(uuid4())[:-3] + "abc"):
        answer = phone().get(reverse("calls:own", args=[token]))
        assert (answer.status_code, "leads to nobody's page" in words(answer)) == (404, True)


def test_a_call_with_skills_asks_for_one(open_call):
    call = open_call(skills=["care", "food"])
    address = reverse("calls:sign_up", args=[call.token])
    page = words(phone().get(address))
    assert "catering" in page
    assert "doctor" not in page
    assert phone().post(address, typed()).status_code == 422
    assert phone().post(address, typed(skills=["food"])).status_code == 302


def test_a_firm_says_what_it_has(open_call):
    call = open_call(kind="vehicles", title="Vans")
    address = reverse("calls:sign_up", args=[call.token])
    assert "Firm or organisation" in words(phone().get(address))
    assert phone().post(address, typed()).status_code == 422
    assert phone().post(address, typed(organisation="Moving Ltd", quantity=2)).status_code == 302
    assert Offer.objects.get().quantity == 2


def test_the_public_list_tells_sums_alone_and_none_under_five(open_call, join, officer):
    call = open_call(needed=20)
    offers = [join(call, n) for n in range(6)]
    page = words(phone().get(reverse("calls:public_list")))
    assert "Night gate" in page
    assert "14 more needed" in page
    commands.stand_by(officer, offer_id=offers[0].pk)
    page = words(phone().get(reverse("calls:public_list")))
    told = [part.split("</span>")[0] for part in page.split('<span class="tile-number">')[1:]]
    assert told == ["6", "few", "few", "few"]  # one kept and five pending: the five would tell the one


def test_a_person_withdraws_and_answers_on_their_own_page(open_call, tree, join, officer):
    here = open_call(needed=1)
    open_call(tree.hillside, title="Hill")
    join(here, 0)
    waiting = join(here, 1)
    commands.ask_on(officer, call_id=here.pk)
    address = reverse("calls:own", args=[tokens.of_offer(waiting.pk)])
    assert "Would you help there instead?" in words(phone().get(address))
    moved = phone().post(f"{address}asked/", {"goes": "yes"})
    assert "Hill" in words(phone().get(moved["Location"]))
    assert "You went on to another unit" in words(phone().get(address))
    phone().post(f"{moved['Location']}withdraw/")
    assert "You have withdrawn" in words(phone().get(moved["Location"]))


def test_the_page_says_politely_that_nobody_is_needed(call, join, officer):
    offer = join(call)
    commands.release_offer(officer, offer_id=offer.pk)
    address = reverse("calls:own", args=[tokens.of_offer(offer.pk)])
    assert "Not needed for now. Thank you for coming forward!" in words(phone().get(address))
    chinese = phone(**{"Accept-Language": "zh-CN"}).get(address)
    assert "暂不需要,感谢报名" in words(chinese)


# At the desk.


def test_a_call_is_opened_in_a_form(client_as, url, operation, tree):
    sent = {
        "unit": tree.riverside.pk,
        "kind": "people",
        "title": "Gate",
        "place": "North gate",
        "needed": 5,
        "promise_minutes": 240,
        "starts_at": "2020-02-01T08:00",
        "ends_at": "2020-02-01T07:00",
    }
    client = client_as("officer")
    assert "It ends before it begins." in words(client.post(url("create"), sent))
    made = client.post(url("create"), sent | {"ends_at": "2020-02-01T20:00"})
    call = Call.objects.get()
    assert made["Location"] == url("call", call.pk)
    assert timezone.localtime(call.starts_at).hour == 8
    poster = words(client.get(url("poster", call.pk)))
    assert "<svg" in poster
    assert reverse("calls:sign_up", args=[call.token]) in poster


def test_the_officer_answers_from_the_list_of_those_who_wait(client_as, url, call, join, tree):
    offers = [join(call, n) for n in range(2)]
    client = client_as("officer")
    page = words(client.get(url("promises", unit=tree.riverside.pk)))
    assert "王小0" in page
    assert "138****0000" in page
    assert "13800000000" not in page
    back = client.post(url("assign", offers[0].pk), {"from": "promises"})
    assert back["Location"].startswith(url("promises"))
    assert Assignment.objects.count() == 1
    assert "王小0" in words(client.get(url("call", call.pk, state="assigned")))
    assert "13800000001" in words(client.post(url("number", offers[1].pk)))


def test_several_are_answered_with_one_button(client_as, url, call, join):
    offers = [join(call, n) for n in range(2)]
    client = client_as("officer")
    nothing = client.post(url("answer_several", call.pk), {"answer": "assigned"}, follow=True)
    assert "Tick whom you answer" in words(nothing)
    sent = {"answer": "standing_by", "offer": [one.pk for one in offers]}
    assert "2 were answered." in words(client.post(url("answer_several", call.pk), sent, follow=True))
    left = client.post(url("answer_several", call.pk), sent, follow=True)
    assert "2 could not be answered so" in words(left)


def test_auditors_see_counts_and_no_names(client_as, url, call, join):
    join(call)
    client = client_as("auditor")
    for address in (url("call", call.pk), url("promises")):
        page = words(client.get(address))
        assert "王小0" not in page
    assert "Only those who may read lists of people" in page


def test_a_member_comes_forward_on_a_page(client_as, url, call):
    client = client_as("member")
    assert "Night gate" in words(client.get(url("list")))
    page = words(client.get(url("come_forward", call.pk)))
    assert "with my employer's unit" in page
    sent = client.post(
        url("come_forward", call.pk), {"through": "employer", "words": "Evenings"}, follow=True
    )
    assert "You have come forward. Thank you!" in words(sent)
    assert "Where you came forward" in words(client.get(url("list")))


def test_nobody_wrote_down_who_comes_in_person_twice(client_as, url, call):
    client = client_as("officer")
    sent = {"key": uuid4(), "name": "Li", "phone": "", "words": ""}
    for _ in range(2):
        assert client.post(url("take_down", call.pk), sent).status_code == 302
    assert Offer.objects.count() == 1
    seats = client.get(url("seat", Offer.objects.get().pk))
    assert "No vacant seat" in words(seats)


def test_asking_on_says_whether_anybody_is_short(client_as, url, open_call, join, tree):
    here = open_call(needed=1)
    for n in range(2):
        join(here, n)
    client = client_as("officer")
    assert "there is no place here" in words(client.get(url("call", here.pk)))
    assert "No other unit is short" in words(client.post(url("ask_on", here.pk), follow=True))
    open_call(tree.hillside, title="Hill")
    assert "1 is asked" in words(client.post(url("ask_on", here.pk), follow=True))


def test_closing_shows_what_will_change_first(client_as, url, call, join):
    join(call)
    client = client_as("officer")
    page = words(client.get(url("close", call.pk)))
    assert "<dt>who still wait are thanked and released</dt><dd>1</dd>" in page
    client.post(url("close", call.pk))
    assert "This call is closed. Thank you." in words(
        phone().get(reverse("calls:sign_up", args=[call.token]))
    )


def test_pages_speak_chinese(client_as, url, call, join):
    join(call)
    client = client_as("chief", language="zh-hans")
    pages = (url("list"), url("create"), url("promises"), url("call", call.pk), url("poster", call.pk))
    for address in pages:
        assert "招募" in words(client.get(address))


def test_queries_of_the_list_do_not_grow_with_the_people(
    client_as, url, call, join, django_assert_max_num_queries
):
    for n in range(3):
        join(call, n)
    client = client_as("officer")
    client.get(url("call", call.pk))
    with django_assert_max_num_queries(40):
        few = client.get(url("call", call.pk))
    assert few.status_code == 200


def test_the_form_itself_is_never_a_page_of_someone_else(call, nobody):
    offer = commands.sign_up(nobody, token=call.token, form=form())
    assert tokens.offer_in(tokens.of_offer(offer.pk)) == offer.pk
    assert tokens.offer_in("é" * 43) is None
