"""Where somebody is logged in: listed to them alone, ended at once by them or, for a lost device, by an officer over their unit."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session as DjangoSession
from django.db.models import F
from django.urls import reverse

from muster.kernel.actor import system_actor
from muster.kernel.models import Entry
from muster.kernel.problems import NotAllowed, NotFound
from muster.logins import commands, rules
from muster.logins.models import Session
from muster.people.models import Account

pytestmark = pytest.mark.django_db
OWN = "logins:sessions"


def marks(who: str) -> list:
    return list(Session.objects.filter(account__username=who).values_list("mark", flat=True))


def test_a_login_is_known_by_device_and_network_and_by_no_more(people):
    from django.test import Client

    account = Account(username="m", person=people.member)
    account.set_password("a long word 2020")
    account.save()
    client = Client(
        headers={"User-Agent": "Mozilla/5.0 (Linux; Android 9) MicroMessenger/8"}, REMOTE_ADDR="192.0.2.77"
    )
    sent = {"login": "m", "password": "a long word 2020", "remember": "on"}
    client.post(reverse("account_login"), sent)
    (session,) = Session.objects.all()
    assert (session.account, session.device, session.address) == (account, "WeChat · Android", "192.0.*.*")
    assert "192.0.2.77" not in str(session.get_decoded())
    assert session.expire_date - session.began_at == rules.SESSION_LIFE
    assert not DjangoSession.objects.exists()


def test_they_are_listed_to_whoever_is_logged_in(client_as):
    client_as("member"), client_as("officer")
    page = client_as("member").get(reverse(OWN)).text
    assert (page.count("last used"), page.count("this one")) == (2, 1)


def test_one_ends_a_session_of_ones_own_and_it_is_out_at_once(client_as):
    lost, kept = client_as("member"), client_as("member")
    (mark,) = (
        set(marks("member"))
        - {kept.session["login"]["mark"]}
        - set(Session.objects.filter(session_key=kept.session.session_key).values_list("mark", flat=True))
    )
    kept.post(reverse("logins:end_session", args=[mark]))
    assert lost.get(reverse(OWN)).status_code == 302
    assert kept.get(reverse(OWN)).status_code == 200
    assert Entry.objects.filter(event="logins.session_ended").count() == 1


def test_all_others_end_and_the_one_in_use_goes_on(client_as):
    others, kept = [client_as("member"), client_as("member")], client_as("member")
    answer = kept.post(reverse("logins:end_others"), follow=True)
    assert "2 log-ins were ended" in answer.text
    assert [other.get(reverse(OWN)).status_code for other in others] == [302, 302]


def test_nobody_ends_a_session_of_somebody_else_by_its_mark(client_as, member):
    client_as("officer")
    with pytest.raises(NotFound):
        commands.end_session(member, mark=marks("officer")[0])


def test_an_officer_over_the_unit_ends_those_of_a_lost_laptop(client_as, officer, stranger, auditor, people):
    lost = client_as("member")
    with pytest.raises(NotFound):
        commands.end_sessions_of(stranger, person_id=people.member.pk)
    with pytest.raises(NotFound):
        commands.end_sessions_of(auditor, person_id=people.member.pk)
    assert commands.end_sessions_of(officer, person_id=people.member.pk) == 1
    assert lost.get(reverse(OWN)).status_code == 302
    entry = Entry.objects.get(event="logins.shut_out")
    assert (entry.person_id, entry.about) == (officer.person_id, {"person": str(people.member.pk)})


def test_a_clerk_sees_people_and_shuts_nobody_out(actor_as, tree, people):
    clerk = actor_as("clerk", unit=tree.north, who="officer")
    with pytest.raises(NotAllowed):
        commands.end_sessions_of(clerk, person_id=people.hillside[0].pk)


def test_a_page_of_an_ended_session_goes_away_by_whatever_it_asks_next(client_as):
    client = client_as("officer")
    Session.objects.all().delete()
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/units/?parent=1"}
    answer = client.get(reverse("units:tree"), headers=asked)
    assert (answer.status_code, answer["HX-Redirect"]) == (
        401,
        "/accounts/login/?next=%2Funits%2F%3Fparent%3D1",
    )


def test_a_request_under_way_does_not_bring_an_ended_session_back(client_as):
    client = client_as("member")
    session = client.session
    session["anything"] = 1  # read before, saved after
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()
    assert not Session.objects.exists()


def test_last_use_is_noted_now_and_then_and_the_end_stays_where_it_was(client_as):
    client = client_as("member")
    client.get(reverse(OWN))
    first = Session.objects.get()
    assert first.seen_at == first.began_at
    session = client.session
    past = (first.seen_at - rules.SEEN_EVERY).isoformat()
    session["login"] = session["login"] | {"seen_at": past}
    session.save()
    client.get(reverse(OWN))
    then = Session.objects.get()
    assert then.seen_at > first.seen_at
    assert then.expire_date == first.expire_date
    assert first.expire_date - first.began_at == rules.SESSION_LIFE


def test_a_changed_password_keeps_this_session_and_ends_the_others(client_as):
    account = Account.objects.get(username=client_name(client_as("member")))
    account.set_password("the old word 2020")
    account.save()
    here, there = client_as("member"), client_as("member")
    sent = {
        "oldpassword": "the old word 2020",
        "password1": "a newer word 2020",
        "password2": "a newer word 2020",
    }
    assert here.post(reverse("account_change_password"), sent).status_code == 302
    assert here.get(reverse(OWN)).status_code == 200
    assert there.get(reverse(OWN)).status_code == 302


def client_name(client) -> str:
    return Account.objects.get(pk=client.session["_auth_user_id"]).username


def test_what_is_over_is_deleted(client_as, nobody):
    client_as("member"), client_as("officer")
    Session.objects.filter(account__username="member").update(
        expire_date=F("expire_date") - timedelta(hours=13)
    )
    now = Session.objects.get(account__username="officer").began_at
    assert commands.delete_old_sessions(system_actor("test", now=now)) == 1
    assert marks("member") == []


def test_the_page_of_a_lost_device_counts_and_ends(client_as, people):
    lost, officer = client_as("member"), client_as("officer")
    of_unit = officer.get(reverse("people:of_unit", args=[people.member.memberships.get().unit_id]))
    where = reverse("logins:shut_out", args=[people.member.pk])
    assert where in of_unit.text
    assert "There is 1 log-in in force" in officer.get(where).text
    assert "1 log-in was ended" in officer.post(where, follow=True).text
    assert lost.get(reverse(OWN)).status_code == 302
