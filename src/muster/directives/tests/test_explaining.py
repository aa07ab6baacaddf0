from html import unescape

import pytest
from django.urls import reverse

from muster.directives import commands, problems
from muster.directives.amending.commands import Amendment, amend_directive
from muster.directives.explaining import queries, rules
from muster.directives.explaining.commands import explain
from muster.directives.explaining.problems import NotPlain
from muster.directives.models import Explanation
from muster.kernel.problems import NotAllowed

SAID = {"headline": "少出门", "points": "1. 戴口罩\n2、勤洗手。\n", "ask": "社区电话 8401"}


def say(actor, directive, **changes):
    return explain(actor, directive_id=directive.pk, **SAID | changes)


def test_one_source_gives_every_shape(chief, notice, tree):
    assert queries.explained(chief, directive_id=notice.pk) is None
    say(chief, notice)
    found = queries.explained(chief, directive_id=notice.pk)
    assert found.explanation.points == ["戴口罩", "勤洗手。"]
    assert found.short_message == f"【{tree.city.name}】少出门：1.戴口罩；2.勤洗手。社区电话 8401"
    assert (found.messages, found.is_outdated) == (1, False)
    say(chief, notice, headline="不聚集")
    assert Explanation.objects.get().headline == "不聚集"


@pytest.mark.parametrize(("length", "needed"), [(70, 1), (71, 2), (134, 2), (135, 3)])
def test_long_messages_go_as_several(length, needed):
    assert rules.messages_needed("字" * length) == needed


@pytest.mark.parametrize("points", ["\n", "字" * 61, "\n".join("abcdefghi")])
def test_what_is_not_plain_is_refused(chief, notice, points):
    with pytest.raises(NotPlain):
        say(chief, notice, points=points)


def test_it_bears_no_marking_and_explains_what_is_in_force(chief, officer, notice, signed):
    with pytest.raises(problems.ClassifiedMarking):
        say(chief, notice, ask="机密")
    with pytest.raises(NotAllowed):
        say(officer, notice)
    with pytest.raises(problems.NotNow):
        say(chief, signed())


def test_a_material_change_makes_it_outdated(chief, notice):
    say(chief, notice)
    for base, material in ((1, False), (2, True)):
        change = Amendment(base=base, body=f"Text {base}", note="x", is_material=material)
        amend_directive(chief, directive_id=notice.pk, amendment=change)
        assert queries.explained(chief, directive_id=notice.pk).is_outdated is material
    say(chief, notice)
    assert not queries.explained(chief, directive_id=notice.pk).is_outdated


def test_it_is_written_on_its_page_and_printed(client_as, operation, notice):
    def url(name):
        return reverse(f"directives:{name}", args=[operation.pk, notice.pk])

    chief, member = client_as("chief"), client_as("member")
    assert chief.get(url("explain")).status_code == 200
    assert "Nothing was written" in member.get(url("explain")).content.decode()
    assert chief.get(url("sheet")).status_code == 404
    assert chief.post(url("explain"), SAID).status_code == 302
    assert "goes as 1 message" in unescape(chief.get(url("explain")).content.decode())
    for shape in ("explain", "sheet", "poster"):
        assert "戴口罩" in member.get(url(shape)).content.decode()


def test_a_closed_directive_is_explained_no_more(chief, notice):
    commands.close_directive(chief, directive_id=notice.pk)
    with pytest.raises(problems.NotNow):
        say(chief, notice)
