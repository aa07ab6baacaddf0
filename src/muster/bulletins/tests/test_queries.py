"""What a writer is offered, and how a text is shown."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from muster.bulletins import checking, commands, queries, scanner
from muster.bulletins.highlights import Mark, paragraphs
from muster.bulletins.models import Kind
from muster.bulletins.problems import NotNow
from muster.bulletins.rules import match
from muster.figures import registry
from muster.figures.queries import Reading
from muster.kernel.problems import NotAllowed, NotFound


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_ready_made_phrase_of_every_figure_is_true(language, chief, operation):
    """Whatever an app declares: if its words do not lead back to the figure, a writer cannot use them."""
    day = chief.now.date()
    figures = [figure for figure in registry.declared() if figure.words_zh and figure.words_en]
    readings = [
        Reading(figure, Decimal(n * 7 + 12), None, day, chief.now) for n, figure in enumerate(figures)
    ]
    stated = list(checking._stated(readings))
    with translation.override(language):
        for reading in readings:
            phrase = queries.phrase_of(reading)
            (found,) = match(scanner.scan(phrase), stated)
            assert found.verdict in ("green", "amber"), phrase
            assert found.figure.value == reading.value, phrase


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_new_bulletin_begins_with_true_numbers(language, chief, operation, tree):
    with translation.override(language):
        starter = queries.starter(chief, operation_id=operation.pk, unit_id=tree.city.pk)
    found = checking.judged(chief, text=starter.text, operation_id=operation.pk, unit=tree.city)
    assert found.held.day == chief.now.date()
    assert {one.figure.key for one in found.matches if one.figure} >= {"units.mobilised", "people.mobilised"}
    assert queries.tally(found) == {"green": len(found.matches), "amber": 0, "red": 0, "grey": 0}
    assert starter.kind == Kind.FIRST


def test_after_the_first_report_the_next_is_a_follow_up(chief, operation, tree, published):
    published()
    starter = queries.starter(chief, operation_id=operation.pk, unit_id=tree.city.pk)
    assert starter.kind == Kind.FOLLOW_UP


def test_before_anything_was_counted_a_starter_is_only_its_lead(chief, tree):
    from muster.operations.commands import activate_operation

    empty = activate_operation(chief, unit_id=tree.city.pk, template="epidemic")
    assert queries.starter(chief, operation_id=empty.pk, unit_id=tree.city.pk).text.count("\n") == 3


def test_a_phrase_is_put_at_the_end(chief, operation, tree):
    about = {"operation_id": operation.pk, "unit_id": tree.city.pk}
    with translation.override("en"):
        text = queries.with_phrase(chief, **about, text="Now ", key="units.mobilised")
        more = queries.with_phrase(chief, **about, text=text, key="units.mobilised")
    assert (text, more) == ("Now 6 base units", "Now 6 base units; 6 base units")
    offered = queries.phrases(chief, **about)
    assert [one.reading.key for one in offered][:2] == ["units.mobilised", "people.mobilised"]


def test_a_share_and_a_figure_without_value_or_words(chief):
    from muster.kernel.figure import PERCENT, Derived

    share = Derived(
        key="tests.share",
        label="",
        definition="",
        measure=PERCENT,
        words_zh=("测试率",),
        words_en=("test rate",),
        from_keys=(),
        formula=lambda: None,
    )
    reading = Reading(share, Decimal("95.3"), None, chief.now.date(), chief.now)
    with translation.override("en"):
        assert queries.phrase_of(reading) == "test rate 95.3%"
    with translation.override("zh-hans"):
        assert queries.phrase_of(reading) == "测试率95.3%"
        assert queries.phrase_of(replace(reading, value=None)) == ""
        assert queries.phrase_of(replace(reading, figure=replace(share, words_zh=()))) == ""


def test_drafts_come_first_then_the_newest(chief, operation, drafted, published):
    first = published()
    later = replace(chief, now=chief.now + timedelta(hours=2))
    second = commands.publish_bulletin(later, bulletin_id=drafted().pk)
    draft = drafted()
    assert list(queries.bulletins(chief, operation_id=operation.pk)) == [draft, second, first]
    assert list(queries.published()) == [second, first]


def test_previews_take_the_power_and_the_right_state(chief, officer, auditor, tree, drafted, published):
    of_north = drafted("3个基层党组织", unit=tree.north, by=officer)
    with pytest.raises(NotAllowed):
        queries.publication(officer, bulletin_id=of_north.pk)
    with pytest.raises(NotFound):
        queries.publication(auditor, bulletin_id=of_north.pk)
    public = published()
    with pytest.raises(NotNow):
        queries.publication(chief, bulletin_id=public.pk)
    with pytest.raises(NotNow):
        queries.draft(chief, bulletin_id=public.pk)
    with pytest.raises(NotNow):
        queries.withdrawal(chief, bulletin_id=of_north.pk)
    assert queries.withdrawal(chief, bulletin_id=public.pk) == public


def test_figures_that_are_not_public_are_named_before_publishing(chief, operation, tree):
    found = checking.judged(chief, text="基层党组织6个;已签收0份", operation_id=operation.pk, unit=tree.city)
    assert queries.private_figures(found) == ["0"]


def test_the_list_is_read_in_few_queries(chief, operation, published, django_assert_max_num_queries):
    for _ in range(5):
        published()
    with django_assert_max_num_queries(2):
        assert [one.unit.name for one in queries.bulletins(chief, operation_id=operation.pk)]


def text_of(html):
    """What a reader sees of it."""
    from html import unescape

    return unescape(re.sub(r"<span class=\"visually-hidden\">.*?</span>|<[^>]*>", "", html))


@given(st.text(alphabet="基层党组织个约<>&\"'/ascript0123456789,.万=\n", max_size=80))
def test_a_highlighted_text_is_the_text_and_nothing_more(text):
    marks = [
        Mark(one.number.start, one.number.end, "red", "/x?a=1&b=2")
        for one in checking.scanned(text.encode()).matches
    ]
    source = checking.scanned(text.encode()).source
    lines = paragraphs(source, marks)
    assert [text_of(line) for line in lines] == [line for line in source.splitlines() if line.strip()]
    assert sum(line.count("data-number") for line in lines) == len(marks)
    for line in lines:
        assert {tag.split(" ")[0] for tag in re.findall(r"<(/?[a-z]*)", line)} <= {"a", "/a", "span", "/span"}
