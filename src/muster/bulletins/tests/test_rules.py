from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.bulletins.rules import Stated, Verdict, judge, match
from muster.bulletins.scanner import scan

BRANCHES = Stated("branches", Decimal(3127), ("个", "branches"), ("基层支部", "支部", "branches"))
HELPERS = Stated("helpers", Decimal(68214), ("名", "人", "people"), ("志愿者", "volunteers"))
STATIONS = Stated(
    "stations", Decimal(58), ("个", "stations"), ("临时值守站", "值守站", "watch stations", "stations")
)
AREAS = Stated("areas", Decimal(4406), ("个",), ("志愿者服务片区", "片区", "areas"))
CREWS = Stated("crews", Decimal(912), ("支", "crews"), ("抢险队", "crews"))
FUND = Stated("fund", Decimal(3182500), ("元", "yuan"), ("慰问金", "relief fund"))
VISITS = Stated("visits", Decimal(91530), ("人次",), ("走访群众", "走访"))
COVERED = Stated("covered", Decimal("95.27"), ("%",), ("覆盖率", "coverage"))
FIGURES = [BRANCHES, HELPERS, STATIONS, AREAS, CREWS, FUND, VISITS, COVERED]

# text, then for every number that can state a figure: verdict and figure
CASES = [
    # exact and rounded
    ("共有3127个支部参战。", "green branches"),
    ("共有3,127个支部参战。", "green branches"),
    ("共有３１２７個支部参战。", "green branches"),
    ("共有三千一百二十七个支部参战。", "green branches"),
    ("共有3128个支部参战。", "red branches"),
    ("招募志愿者6.8万名。", "amber helpers"),
    ("招募志愿者6.9万名。", "red helpers"),
    ("招募志愿者68214人。", "green helpers"),
    ("发放慰问金318.25万元。", "amber fund"),
    ("发放慰问金318.26万元。", "red fund"),
    ("发放慰问金3182500元。", "green fund"),
    ("覆盖率达95.3%。", "amber covered"),
    ("覆盖率达95.27%。", "amber covered"),
    ("覆盖率达百分之九十六。", "red covered"),
    # wordings
    ("近3200个支部参战。", "amber branches"),
    ("3100余个支部参战。", "amber branches"),
    ("3200余个支部参战。", "red branches"),
    ("约3000个支部参战。", "amber branches"),
    ("超过3100个支部参战。", "amber branches"),
    ("不足3100个支部参战。", "red branches"),
    ("3000至3200个支部参战。", "amber branches"),
    ("数千个支部参战。", "amber branches"),
    ("数以万计的志愿者走上街头。", "amber helpers"),
    # before the number, after it, across links
    ("支部共3127个。", "green branches"),
    ("支部总数达到3128个。", "red branches"),
    ("支部：3128个", "red branches"),
    ("值守站（58个）", "green stations"),
    ("支部 | 3128", "red branches"),
    ("支部\t3127", "green branches"),
    ("支部 3127 值守站 58", "green branches, green stations"),
    ("支部3127个，志愿者6.8万名，值守站59个。", "green branches, amber helpers, red stations"),
    ("支部已经投入3127个并继续增加。", "green branches"),
    ("片区，共4407个。", "red areas"),
    ("3129个城乡支部参战。", "red branches"),
    ("3129个大大小小的支部参战。", "red branches"),
    ("设立58个“值守站”。", "green stations"),
    ("設立59個臨時值守站。", "red stations"),
    # the longest word counts; a part of another noun does not
    ("划出4406个志愿者服务片区。", "green areas"),
    ("新建58个临时值守站。", "green stations"),
    ("44名志愿者骨干到场。", "grey"),
    ("12名青年志愿者到场。", "grey"),
    ("12名预备期志愿者到场。", "grey"),
    ("44名志愿者、干部到场。", "grey"),
    ("选派3名支部书记。", "grey"),
    ("3127个口罩。", "grey"),
    ("全市3127。", "grey"),
    # measures
    ("3127名支部。", "grey"),
    ("支部3127元。", "grey"),
    ("慰问金3182500名。", "grey"),
    ("慰问金3182500。", "grey"),
    ("走访群众9.2万人次。", "amber visits"),
    ("走访群众9.2万人。", "grey"),
    ("覆盖率95。", "grey"),
    ("支部3127%。", "grey"),
    ("慰问金3182500美元。", "grey"),
    ("志愿者68214位。", "green helpers"),
    # a hint confirms, and does not accuse
    ("其中志愿者300人。", "grey"),
    ("其中志愿者68214人。", "green helpers"),
    ("每个片区5名志愿者。", "grey"),
    ("新增9个片区。", "grey"),
    ("有一名志愿者带队。", "grey"),
    ("片区配发300个口罩。", "grey"),
    ("300个口罩送到片区。", "grey"),
    ("片区划到了楼栋，一共300个。", "grey"),
    ("片区划到了楼栋，一共4406个。", "green areas"),
    ("片区划到楼栋，落到院落，一共4406个。", "grey"),
    ("300个口罩，送往片区。", "grey"),
    # a word serves one number
    ("3127个支部、300个口罩。", "green branches, grey"),
    ("支部3127个，口罩300个。", "green branches, grey"),
    # in turn
    ("支部、值守站分别为3127个、59个。", "green branches, red stations"),
    ("支部和抢险队分别有3127个和912支。", "green branches, green crews"),
    ("支部、口罩分别为3127个、59个。", "green branches, grey"),
    ("branches and stations number 3,127 and 59, respectively.", "green branches, red stations"),
    ("支部3127个、5个。", "green branches, grey"),
    # English
    ("3,127 branches answered.", "green branches"),
    ("3,128 local branches answered.", "red branches"),
    ("One branch answered.", "grey"),
    ("About 68 thousand volunteers came forward.", "amber helpers"),
    ("Over 70,000 volunteers came forward.", "red helpers"),
    ("The number of watch stations reached 58 in May.", "green stations"),
    ("Watch stations: 59", "red stations"),
    ("12 temporary town stations", "grey"),
    ("59 watch and stations", "grey"),
    ("59 watch town stations", "red stations"),
    ("Temporary town stations: 12", "grey"),
    ("5 of the branches", "grey"),
    ("of whom 12 volunteers", "grey"),
    ("12 volunteer leaders", "grey"),
    ("912 crews and 3,127 branches", "green crews, green branches"),
    ("relief fund of RMB 3.18 million", "amber fund"),
    ("relief fund of 3.1825 million yuan", "amber fund"),
    ("coverage of 95 percent", "amber covered"),
    ("912 people joined the crews", "grey"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_numbers_are_matched_and_judged(text, expected):
    found = [
        f"{each.verdict} {each.figure.key if each.figure else ''}".strip()
        for each in match(scan(text), FIGURES)
    ]
    assert ", ".join(found) == expected


@pytest.mark.parametrize(
    ("text", "value", "verdict"),
    [
        ("58个", 58, Verdict.GREEN),
        ("58个", 59, Verdict.RED),
        ("5.8万个", 58000, Verdict.AMBER),
        ("5.8万个", 57950, Verdict.AMBER),
        ("5.8万个", 58500, Verdict.RED),
        ("58余个", 58, Verdict.RED),
        ("超过58个", 10**9, Verdict.AMBER),
    ],
)
def test_a_number_is_judged(text, value, verdict):
    assert judge(scan(text)[0], Decimal(value)) is verdict


def stated(key, value, *words, measures=("个",)):
    return Stated(key, Decimal(value), measures, words)


def keys(text, *figures):
    return [each.figure and each.figure.key for each in match(scan(text), figures)]


def test_of_two_figures_with_a_word_the_one_with_more_words_near_is_stated():
    claimed, verified = (
        stated("claimed", 90, "住户", "填报", measures=("户",)),
        stated("verified", 80, "住户", "核实", measures=("户",)),
    )
    assert keys("核实住户90户", claimed, verified) == ["verified"]
    assert keys("填报住户90户", verified, claimed) == ["claimed"]


def test_of_two_figures_with_the_same_words_the_one_within_the_rounding_is_stated():
    assert keys("90个站", stated("first", 80, "站"), stated("second", 90, "站")) == ["second"]
    assert keys("70个站", stated("first", 80, "站"), stated("second", 90, "站")) == ["first"]


def test_the_nearest_word_wins():
    assert keys("站点90个物资库", stated("sites", 80, "站点"), stated("stores", 70, "物资库")) == ["stores"]


def test_a_predicate_in_the_clause_is_believed_before_the_noun_is_accused():
    stations, open_ones = stated("stations", 90, "站点"), stated("open", 70, "启用")
    assert keys("70个站点已启用", stations, open_ones) == ["open"]
    assert keys("启用70个站点", stations, open_ones) == ["open"]
    assert keys("已启用，共70个站点", stations, open_ones) == ["stations"]
    assert keys("60个站点已启用", stations, open_ones) == ["stations"]


def test_a_figure_without_measures_takes_any_count_and_empty_words_match_nothing():
    assert keys("90趟班车", stated("trips", 90, "班车", "", " ", measures=())) == ["trips"]
    assert keys("90", stated("nothing", 90, "")) == [None]


def test_a_word_in_the_plural_or_as_unit_is_known():
    assert keys("There were 3 counties", stated("counties", 3, "county", measures=("个",))) == ["counties"]
    assert keys("3 classes", stated("classes", 3, "class")) == ["classes"]


def test_either_spelling_is_known():
    organised = stated("organised", 3, "organisations mobilised")
    assert (
        keys("3 organizations mobilized", organised)
        == keys("3 organisations mobilised", organised)
        == ["organised"]
    )


def test_without_figures_or_numbers_there_is_nothing_to_say():
    assert match([], FIGURES) == []
    assert [each.verdict for each in match(scan("58个站"), [])] == [Verdict.GREY]


def test_only_what_can_state_a_figure_gets_a_row():
    assert len(match(scan("3月8日第三次会议，58个值守站"), FIGURES)) == 1


@given(
    st.lists(st.sampled_from([text for text, _ in CASES]), max_size=8).map("".join), st.permutations(FIGURES)
)
@settings(deadline=None)
def test_a_verdict_follows_from_the_figure_matched(text, figures):
    for each in match(scan(text), figures):
        assert each.verdict is (judge(each.number, each.figure.value) if each.figure else Verdict.GREY)


@given(st.text(max_size=80), st.lists(st.text(max_size=6), max_size=4))
@settings(deadline=None)
def test_any_text_and_any_words_are_matched_without_failing(text, words):
    numbers = scan(f"{text}36个{text}")
    assert len(match(numbers, [Stated("any", Decimal(36), ("个",), tuple(words))])) == sum(
        n.is_figure for n in numbers
    )
