from hypothesis import given
from hypothesis import strategies as st

from muster.directives.amending.difference import Run, difference, is_change

WORDS = st.text(alphabet="党员值守每日两班 12,%aB\n", max_size=60)


def text_of(paragraphs, *kinds):
    return "\n".join(
        line for line in ("".join(run.text for run in one if run.kind in kinds) for one in paragraphs) if line
    )


def plain(text):
    return "\n".join(line for line in map(str.rstrip, text.split("\n")) if line)


@given(WORDS, WORDS)
def test_what_was_kept_and_put_in_is_the_new_text_and_with_what_was_taken_out_the_old(old, new):
    found = difference(old, new)
    assert text_of(found, "same", "added") == plain(new)
    assert text_of(found, "same", "removed") == plain(old)


@given(WORDS)
def test_a_text_does_not_differ_from_itself(text):
    assert not any(map(is_change, difference(text, text)))


def test_a_changed_number_is_shown_whole():
    (paragraph,) = difference("每个卡口安排12人值守。", "每个卡口安排15人值守。")
    assert paragraph == (
        Run("same", "每个卡口安排"),
        Run("removed", "12"),
        Run("added", "15"),
        Run("same", "人值守。"),
    )


def test_scraps_in_common_are_not_shown_as_kept():
    (paragraph,) = difference("各支部于当日上报值守名单", "各支部每日上报排查名单")
    assert [run.text for run in paragraph if run.kind == "same"] == ["各支部", "日上报", "名单"]


def test_one_paragraph_that_has_nothing_of_the_other_replaced_it():
    (paragraph,) = difference("甲乙丙丁", "戊己庚辛")
    assert paragraph == (Run("removed", "甲乙丙丁"), Run("added", "戊己庚辛"))


def test_a_new_paragraph_leaves_its_neighbours_alone():
    found = difference("一、签收\n三、报告", "一、签收\n二、值守\n三、报告")
    assert [is_change(one) for one in found] == [False, True, False]


def test_a_paragraph_taken_out_does_not_pair_its_neighbours_wrongly():
    found = difference("一、责任明确\n二、按时上报\n三、电话8401", "一、责任更明确\n三、电话8402")
    assert found[1] == (Run("removed", "二、按时上报"),)
    assert found[2] == (Run("same", "三、电话"), Run("removed", "8401"), Run("added", "8402"))


def test_a_paragraph_put_in_between_changed_ones_stands_alone():
    found = difference("一、责任明确\n三、电话8401", "一、责任更明确\n二、按时上报\n三、电话8402")
    assert found[1] == (Run("added", "二、按时上报"),)


def test_paragraphs_too_long_to_compare_are_shown_whole():
    old, new = "甲" * 3000, "乙" + "甲" * 3000
    assert difference(old, new) == [(Run("removed", old), Run("added", new))]


def test_line_ends_of_a_browser_are_no_change():
    assert not any(map(is_change, difference("甲\n乙", "甲\r\n乙\r\n")))
