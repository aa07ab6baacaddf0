import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.bulletins.moments import Moment
from muster.bulletins.quantities import Kind
from muster.bulletins.scanner import scan

DATES = [
    ("2021年3月8日", Moment(2021, 3, 8)),
    ("2021年3月", Moment(2021, 3)),
    ("2021年", Moment(2021)),
    ("2019-2021年", Moment(2021)),
    ("21年3月", Moment(21, 3)),
    ("二〇二一年三月八日", Moment(2021, 3, 8)),
    ("3月8日", Moment(None, 3, 8)),
    ("三月", Moment(None, 3)),
    ("3月8号", Moment(None, 3, 8)),
    ("1至3月", Moment(None, 3)),
    ("28日", Moment(None, None, 28)),
    ("廿八日", Moment(None, None, 28)),
    ("6-8日", Moment(None, None, 8)),
    ("3月8日24时", Moment(None, 3, 8, 24, 0)),
    ("3月8日下午3时20分", Moment(None, 3, 8, 15, 20)),
    ("3月8日 09:05", Moment(None, 3, 8, 9, 5)),
    ("2021-03-08", Moment(2021, 3, 8)),
    ("2021/3/8", Moment(2021, 3, 8)),
    ("2021.3.8", Moment(2021, 3, 8)),
    ("2021-03-08T18:30", Moment(2021, 3, 8, 18, 30)),
    ("8 March 2021", Moment(2021, 3, 8)),
    ("8th of March", Moment(None, 3, 8)),
    ("March 8, 2021", Moment(2021, 3, 8)),
    ("Sept. 30", Moment(None, 9, 30)),
    ("May 2021", Moment(2021, 5)),
    ("18:30 on 8 March 2021", Moment(2021, 3, 8, 18, 30)),
    ("18:30 on March 8", Moment(None, 3, 8, 18, 30)),
    ("20世纪90年代", Moment()),
    ("80年代", Moment()),
]
TIMES = [
    ("9时", Moment(hour=9, minute=0)),
    ("9时30分", Moment(hour=9, minute=30)),
    ("9点半", Moment(hour=9, minute=30)),
    ("两点", Moment(hour=2, minute=0)),
    ("二十四时", Moment(hour=24, minute=0)),
    ("十二点二十分", Moment(hour=12, minute=20)),
    ("18:30", Moment(hour=18, minute=30)),
    ("9:30 p.m.", Moment(hour=21, minute=30)),
    ("9 am", Moment(hour=9, minute=0)),
    ("9 p.m.", Moment(hour=21, minute=0)),
    ("9 o'clock", Moment(hour=9, minute=0)),
]


@pytest.mark.parametrize(("text", "moment"), DATES)
def test_a_date_is_read(text, moment):
    (number,) = scan(f"定于{text}，" if "月" in text or "日" in text or "年" in text else f"on {text}, ")
    assert (number.text, number.kind, number.moment) == (text, Kind.DATE, moment)


@pytest.mark.parametrize(("text", "moment"), TIMES)
def test_a_time_is_read(text, moment):
    (number,) = scan(f"于{text}。")
    assert (number.text, number.kind, number.moment) == (text, Kind.TIME, moment)


def test_the_part_of_the_day_may_stand_before_the_time():
    assert [number.moment.hour for number in scan("上午8时、下午5时、晚8点集合")] == [8, 17, 20]


@pytest.mark.parametrize("lead", ["截至", "截止", "截至目前，", "截至到", "as of ", "As at the end of "])
def test_as_of_is_marked(lead):
    text = f"{lead}{'2021-03-08' if lead.isascii() else '3月8日'}"
    assert [number.modifier.value for number in scan(text)] == ["as of"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("3年", Kind.COUNT),
        ("5个月", Kind.COUNT),
        ("72小时", Kind.COUNT),
        ("13月", Kind.COUNT),
        ("25:10", Kind.OTHER),
        ("三点五倍", Kind.MULTIPLE),
        ("3点意见", Kind.CLAUSE),
        ("may 5", Kind.COUNT),
        ("March 400", Kind.COUNT),
    ],
)
def test_what_is_no_moment_is_something_else(text, kind):
    assert scan(f"共{text}")[0].kind is kind


@given(st.lists(st.sampled_from([text for text, _ in DATES + TIMES]), max_size=8).map("".join))
@settings(deadline=None)
def test_dates_in_any_order_never_fail(text):
    assert all(number.text == text[number.start : number.end] for number in scan(text))
