from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from muster.directives import commands, problems
from muster.directives.models import Receipt
from muster.directives.relay import queries
from muster.directives.relay.reading import GUESSED, SEVERAL, SURE, UNKNOWN, match, replies
from muster.kernel.problems import NotAllowed

PASTED = """#接龙
收到通知请接龙

1. 张三 收到
2、李四(已传达)
3）第二小组王五一
12. 不认识的人
"""


def test_numbered_lines_are_the_replies():
    assert replies(PASTED) == ["张三 收到", "李四(已传达)", "第二小组王五一", "不认识的人"]


def test_without_numbers_every_line_is_one():
    assert replies("#接龙\n张三\n\n李四 ") == ["张三", "李四"]


def test_names_are_found_wherever_they_stand_and_the_longest_is_meant():
    names = {uuid4(): name for name in ("张三", "李四", "王五", "王五一")}
    found = match(replies(PASTED), names)
    assert [one.how for one in found] == [SURE, SURE, GUESSED, UNKNOWN]
    assert [[names[key] for key in one.members] for one in found] == [["张三"], ["李四"], ["王五一"], []]


def test_a_line_that_may_mean_two_is_left_to_people():
    names = {uuid4(): "张三", uuid4(): "张三", uuid4(): "李四"}
    assert [one.how for one in match(["张三", "张三和李四"], names)] == [SEVERAL, SEVERAL]


def test_a_review_ticks_whom_it_is_sure_of(officer, notice, tree, people):
    commands.mark_told(officer, directive_id=notice.pk, person_ids=[people.riverside[0].pk], how="by_phone")
    text = "1. riverside1\n2. riverside2 ok\n3. group-xriverside3\n4. nobody"
    review = queries.review(officer, directive_id=notice.pk, unit_id=tree.riverside.pk, text=text)
    shown = {one.receipt.person.name: (bool(one.line), one.is_sure) for one in review.members}
    assert shown == {"riverside2": (True, True), "riverside3": (True, False), "officer": (False, False)}
    assert (review.unclear, review.known) == (["nobody"], 1)


def test_only_who_accepts_for_the_unit_looks_and_never_at_what_is_voluntary(
    officer, auditor, notice, appeal, tree
):
    with pytest.raises(NotAllowed):
        queries.review(auditor, directive_id=notice.pk, unit_id=tree.riverside.pk)
    with pytest.raises(problems.Voluntary):
        queries.review(officer, directive_id=appeal.pk, unit_id=tree.riverside.pk)


def url(operation, directive, unit):
    return reverse("directives:tell", args=[operation.pk, directive.pk, unit.pk])


def test_replies_are_pasted_looked_over_and_kept_apart_from_reading(
    client_as, operation, notice, tree, people
):
    officer = client_as("officer")
    where = url(operation, notice, tree.riverside)
    assert "riverside1" in officer.get(where).content.decode()
    page = unescape(officer.post(where, {"text": "1. riverside1 ok\n2. who"}).content.decode())
    assert "checked" in page
    assert "who" in page
    sent = {"person": [people.riverside[0].pk, people.riverside[1].pk], "how": "in_group"}
    assert officer.post(where, sent).status_code == 302
    told = Receipt.objects.filter(directive=notice, told_how="in_group")
    assert (told.count(), told.filter(read_at=None).count()) == (2, 2)
