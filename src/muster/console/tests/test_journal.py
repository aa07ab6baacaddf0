"""The journal as sentences: complete, in both languages, and only as far as the reader may see."""

import re
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import translation

import muster
from muster.bulletins.commands import Draft, draft_bulletin
from muster.console import queries
from muster.console.commands import receive_upload
from muster.console.feed import lines
from muster.console.phrases import PHRASES
from muster.directives import commands as directives
from muster.kernel.journal import record
from muster.operations import commands as operations

from .conftest import words

JOURNAL = "/journal/"
PACKAGE = Path(muster.__file__).parent
RECORDED = re.compile(r'record\(\s*\w+,\s*"([a-z_]+\.[a-z_]+)"')


def said(actor, **asked):
    with translation.override("en"):
        return [(line.who, line.text) for line in lines(actor, queries.happened(actor, **asked)[:50])]


def test_every_event_that_a_command_records_has_a_phrase():
    sources = [
        path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts and path.parts[-2] in WITH_PHRASES
    ]
    recorded = {event for path in sources for event in RECORDED.findall(path.read_text())}
    assert recorded
    assert recorded - set(PHRASES) == set()


WITH_PHRASES = (
    *(
        "kernel",
        "units",
        "places",
        "people",
        "logins",
        "messages",
        "climbs",
        "operations",
        "musters",
        "directives",
    ),
    *("staffing", "zones", "teams", "bulletins", "console"),
)


def test_what_happened_is_told_with_names_titles_and_places(chief, operation, notice, people):
    told = said(chief, operation_id=operation.pk)
    assert ("chief", "activated the operation") in told
    assert ("chief", "called 6 base units and 16 members") in told
    assert ("chief", "signed “Notice on duty at the gates”") in told
    assert any(text.startswith("issued “Notice on duty at the gates” to ") for _, text in told)


def test_levels_phases_and_roles_are_told_by_their_names(chief, operation):
    operations.set_response_level(chief, operation_id=operation.pk, level=2)
    operations.change_phase(chief, operation_id=operation.pk, phase="contain")
    told = [text for _, text in said(chief, operation_id=operation.pk)]
    assert "set the response level: level II" in told
    assert "changed the phase to “Containment”" in told
    record(chief, "people.role_given", unit_id=operation.unit_id, role="officer")
    assert said(chief)[0][1] == "gave a role: officer"


def test_one_and_many_are_told_apart(chief, officer, operation, notice, tree):
    directives.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.north.pk])
    directives.accept_directive(
        officer, directive_id=notice.pk, unit_ids=[tree.riverside.pk, tree.hillside.pk]
    )
    told = [text for _, text in said(chief, operation_id=operation.pk)]
    assert told[:2] == [
        "accepted “Notice on duty at the gates” for 2 units",
        "accepted “Notice on duty at the gates”",
    ]


def test_an_event_that_nobody_knows_is_told_by_its_code(auditor, system):
    record(system, "weather.changed", count=3)
    assert said(auditor)[0] == ("The system", "weather.changed")


def test_an_older_entry_may_lack_what_a_phrase_names(auditor, system):
    record(system, "units.put", count=3)
    record(system, "operations.temporary_unit_approved")
    told = said(auditor)
    assert ("The system", "approved the temporary unit “…”") in told
    assert ("The system", "brought units in: … new, … changed") in told


def test_names_are_those_in_sight_alone(chief, officer, auditor, operation, notice, tree):
    directives.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.riverside.pk])
    assert said(chief)[0][0] == "officer"
    assert said(auditor)[0][0] == "Someone"
    assert [who for who, _ in said(officer, operation_id=operation.pk)] == ["officer", "Someone", "Someone"]


def test_others_read_what_happened_at_their_units_and_the_course_of_the_operation(
    officer, stranger, chief, operation, notice, tree
):
    directives.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.riverside.pk])
    elsewhere = [text for _, text in said(stranger)]
    assert "activated the operation" in elsewhere
    assert not any("gates" in text for text in elsewhere)
    assert "accepted “Notice on duty at the gates”" in [text for _, text in said(officer)]


def test_what_a_person_does_for_themselves_is_theirs(chief, member, auditor, operation, notice):
    directives.mark_read(member, directive_id=notice.pk)
    text = "read “Notice on duty at the gates”"
    assert text in [text for _, text in said(member)]
    assert text not in [text for _, text in said(chief)]
    assert "read “…”" in [text for _, text in said(auditor)] or text in [text for _, text in said(auditor)]


def test_the_journal_of_a_unit(chief, officer, operation, notice, tree):
    directives.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.riverside.pk])
    assert [text for _, text in said(chief, unit=tree.riverside)] == [
        "accepted “Notice on duty at the gates”"
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_phrase_can_be_said(language):
    class Anything(dict):
        def __missing__(self, key):
            return "x"

    with translation.override(language):
        for event, phrase in PHRASES.items():
            for text in filter(None, (phrase.text, phrase.many)):
                assert "{" not in str(text).format_map(Anything()), event


def test_every_phrase_is_translated():
    with translation.override("en"):
        english = {event: str(phrase.text) for event, phrase in PHRASES.items()}
    with translation.override("zh-hans"):
        same = [event for event, phrase in PHRASES.items() if str(phrase.text) == english[event]]
    assert settings.LANGUAGE_CODE == "zh-hans"
    assert same == []


def test_the_page_is_filtered_by_operation_area_and_unit(client_as, chief, operation, notice, tree):
    client = client_as("chief")
    page = words(client.get(JOURNAL, {"operation": str(operation.pk), "area": "directives"}))
    assert "signed “Notice on duty at the gates”" in page
    assert "activated the operation" not in page
    at_unit = words(client.get(JOURNAL, {"unit": str(tree.city.pk), "area": "operations"}))
    assert "activated the operation" in at_unit
    assert "Everywhere" in at_unit
    assert "Nothing was found" in words(client.get(JOURNAL, {"area": "places"}))
    assert "activated the operation" in words(client.get(JOURNAL, {"area": "castles", "operation": "x"}))
    assert client_as("officer").get(JOURNAL, {"unit": str(tree.south.pk)}).status_code == 404


def test_older_entries_are_a_page_away(client_as, chief, operation):
    for number in range(60):
        record(chief, "operations.level_set", operation, operation_id=operation.pk, level=1 + number % 4)
    client = client_as("chief")
    first = client.get(JOURNAL)
    assert words(first).count('class="feed-item"') == 40
    assert "The newest" not in words(first)
    older = re.search(r'href="(\?before=[^"]+)"', first.content.decode())[1]
    second = words(client.get(JOURNAL + older))
    assert second.count('class="feed-item"') >= 22
    assert "The newest" in second
    assert "Older" not in second


def test_the_page_asks_the_database_little(client_as, operation, notice, django_assert_num_queries):
    client = client_as("chief")
    with django_assert_num_queries(12):
        client.get(JOURNAL)


def test_someone_out_of_office_reads_their_own(nobody, member, operation):
    assert list(queries.happened(nobody)) == []
    record(member, "people.language_chosen", language="en")
    assert said(replace(member, grants=()))[0] == (people_name(member), "chose a language")


def people_name(actor):
    from muster.people.queries import name_of_oneself

    return name_of_oneself(actor)


def test_bulletins_and_zones_are_told_by_their_names(chief, operation, tree):
    draft = Draft(unit_id=tree.city.pk, kind="first", title="Day one", text="6 units.")
    draft_bulletin(chief, operation_id=operation.pk, draft=draft)
    zone = uuid4()
    record(chief, "zones.handed_over", operation_id=operation.pk, unit_id=tree.riverside.pk, group=zone)
    told = [text for _, text in said(chief, operation_id=operation.pk)]
    assert "drafted the bulletin “Day one”" in told
    assert "handed the zone “…” over" in told


def test_a_person_reads_of_their_own_files_and_jobs(chief, auditor, tree, people, sheet):
    receive_upload(chief, layout="units", file=sheet("x"))
    told = [text for _, text in said(chief)]
    assert "started a job: check a file" in told
    assert "sent a file to bring in: Units" in told
