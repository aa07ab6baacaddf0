from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.bulletins.reading import fold, read
from muster.bulletins.scanner import as_of, scan


def interval(number):
    """Write a number's bounds as the tables below do."""
    if number.is_exact:
        return f"{number.low.normalize():f}"
    high = "∞" if number.high.is_infinite() else f"{number.high.normalize():f}"
    low = "-∞" if number.low.is_infinite() else f"{number.low.normalize():f}"
    opened, closed = "(" if number.low_open else "[", ")" if number.high_open else "]"
    return f"{opened}{low}, {high}{closed}"


def only(text):
    """Give the one figure of a text."""
    (number,) = [number for number in scan(text) if number.is_figure]
    return number


# sentence, the number as written, what it allows, its unit, its modifier
CHINESE = [
    ("今晨清点出2416个网格。", "2416", "2416", "个", "exact"),
    ("登记志愿者3,508名。", "3,508", "3508", "名", "exact"),
    ("登记志愿者3，508名。", "3，508", "3508", "名", "exact"),
    ("登记志愿者3 508名。", "3 508", "3508", "名", "exact"),
    ("发放口罩 12 000 只。", "12 000", "12000", "只", "exact"),
    ("发放口罩1,234,567只。", "1,234,567", "1234567", "只", "exact"),
    ("出动２６辆车。", "２６", "26", "辆", "exact"),
    ("走访21.6万户。", "21.6万", "[215500, 216500)", "户", "rounded"),
    ("走访 21.6 万 户。", "21.6 万", "[215500, 216500)", "户", "rounded"),
    ("走访21.60万户。", "21.60万", "[215950, 216050)", "户", "rounded"),
    ("走访22万户。", "22万", "[215000, 225000)", "户", "rounded"),
    ("拨付318.25万元。", "318.25万", "[3182450, 3182550)", "元", "rounded"),
    ("筹集1.2亿元。", "1.2亿", "[115000000, 125000000)", "元", "rounded"),
    ("筹集1亿2000万元。", "1亿2000万", "[119995000, 120005000)", "元", "rounded"),
    ("筹集3万5千元。", "3万5千", "[34500, 35500)", "元", "rounded"),
    ("筹集2万5000元。", "2万5000", "25000", "元", "exact"),
    ("总值1.5万亿元。", "1.5万亿", "[1450000000000, 1550000000000)", "元", "rounded"),
    ("收到善款6百元。", "6百", "[550, 650)", "元", "rounded"),
    ("收到8千克大米。", "8", "8", "千克", "exact"),
    ("平均用时3.5小时。", "3.5", "[3.45, 3.55)", "小时", "rounded"),
    ("支出¥1,200。", "1,200", "1200", "元", "exact"),
    ("支出￥３００。", "３００", "300", "元", "exact"),
    ("支出人民币500元。", "500", "500", "元", "exact"),
    ("捐赠5,000美元。", "5,000", "5000", "美元", "exact"),
    ("另有$750到账。", "750", "750", "美元", "exact"),
    ("接诊3.2万人次。", "3.2万", "[31500, 32500)", "人次", "rounded"),
    ("清扫412个院落。", "412", "412", "个", "exact"),
    ("共有81乡镇参加。", "81", "81", "乡镇", "exact"),
    ("20支部联手。", "20", "20", "支部", "exact"),
    ("5部门联合发文。", "5", "5", "部门", "exact"),
    ("连续奋战72小时。", "72", "72", "小时", "exact"),
    ("值守3个月。", "3", "3", "个月", "exact"),
    # beyond, about, nearly
    ("来了600余名护士。", "600余", "(600, 700)", "名", "over"),
    ("来了600 余名护士。", "600 余", "(600, 700)", "名", "over"),
    ("来了620多名护士。", "620多", "(620, 630)", "名", "over"),
    ("守了40多天。", "40多", "(40, 50)", "天", "over"),
    ("动员7000余名业主。", "7000余", "(7000, 8000)", "名", "over"),
    ("约有21.4万余户。", "21.4万余", "(214000, 215000)", "户", "about"),
    ("共有21.4万余户。", "21.4万余", "(214000, 215000)", "户", "over"),
    ("资金1200多万元。", "1200多万", "(12000000, 13000000)", "元", "over"),
    ("资金10多亿元。", "10多亿", "(1000000000, 2000000000)", "元", "over"),
    ("历时3个多月。", "3个多月", "(3, 4)", "个月", "over"),
    ("历时2年多。", "2", "(2, 3)", "年", "over"),
    ("历时30年多。", "30", "(30, 31)", "年", "over"),
    ("捐出5万元余。", "5万", "(50000, 60000)", "元", "over"),
    ("到场300人有余。", "300", "(300, 400)", "人", "over"),
    ("到场50几人。", "50几", "(50, 60)", "人", "over"),
    ("到场40来人。", "40来", "[38, 42]", "人", "about"),
    ("约500人到场。", "500", "[475, 525]", "人", "about"),
    ("约有500人到场。", "500", "[475, 525]", "人", "about"),
    ("大约 500 人到场。", "500", "[475, 525]", "人", "about"),
    ("约13万人到场。", "13万", "[123500, 136500]", "人", "about"),
    ("约1万人到场。", "1万", "[5000, 15000]", "人", "about"),
    ("约¥500的物资。", "500", "[475, 525]", "元", "about"),
    ("500人左右到场。", "500", "[475, 525]", "人", "about"),
    ("500人上下到场。", "500", "[475, 525]", "人", "about"),
    ("近8000名业主。", "8000", "[7200, 8000)", "名", "nearly"),
    ("将近8000名业主。", "8000", "[7200, 8000)", "名", "nearly"),
    ("接近20万名业主。", "20万", "[180000, 200000)", "名", "nearly"),
    ("达到了近400人。", "400", "[360, 400)", "人", "nearly"),
    ("值守近60天。", "60", "[54, 60)", "天", "nearly"),
    ("近3年来从未中断。", "3", "3", "年", "exact"),
    ("最近3天有雨。", "3", "3", "天", "exact"),
    ("附近5个小区封闭。", "5", "5", "个", "exact"),
    ("节约5万元。", "5万", "[45000, 55000)", "元", "rounded"),
    # bounds
    ("超过900户。", "900", "(900, ∞)", "户", "over"),
    ("超900户。", "900", "(900, ∞)", "户", "over"),
    ("逾900户。", "900", "(900, ∞)", "户", "over"),
    ("突破900户。", "900", "(900, ∞)", "户", "over"),
    ("多于900户。", "900", "(900, ∞)", "户", "over"),
    ("年逾60岁开外。", "60", "(60, ∞)", "岁", "over"),
    ("100名开外。", "100", "(100, ∞)", "名", "over"),
    ("至少15支队伍。", "15", "[15, ∞)", "支", "at least"),
    ("不少于15支队伍。", "15", "[15, ∞)", "支", "at least"),
    ("15支以上队伍。", "15", "[15, ∞)", "支", "at least"),
    ("阅读量10万+。", "10万", "[100000, ∞)", "", "at least"),
    ("不足30人。", "30", "[0, 30)", "人", "under"),
    ("不到30人。", "30", "[0, 30)", "人", "under"),
    ("少于30人。", "30", "[0, 30)", "人", "under"),
    ("零下不到5度。", "5", "[0, 5)", "度", "under"),
    ("不超过30人。", "30", "[0, 30]", "人", "at most"),
    ("至多30人。", "30", "[0, 30]", "人", "at most"),
    ("30人以下。", "30", "[0, 30]", "人", "at most"),
    ("30人以内。", "30", "[0, 30]", "人", "at most"),
    # ranges
    ("每队3至5名队员。", "3至5", "[3, 5]", "名", "range"),
    ("每队3到5名队员。", "3到5", "[3, 5]", "名", "range"),
    ("每队3—5名队员。", "3—5", "[3, 5]", "名", "range"),
    ("每队3～5名队员。", "3～5", "[3, 5]", "名", "range"),
    ("每队3-5名队员。", "3-5", "[3, 5]", "名", "range"),
    ("每队3名至5名队员。", "3名至5", "[3, 5]", "名", "range"),
    ("每队三五名队员。", "三五", "[3, 5]", "名", "range"),
    ("每队三至五名队员。", "三至五", "[3, 5]", "名", "range"),
    ("需要3-5万元。", "3-5万", "[30000, 50000]", "元", "range"),
    ("需要3000-5万元。", "3000-5万", "[3000, 50000]", "元", "range"),
    ("需要3万至5万元。", "3万至5万", "[30000, 50000]", "元", "range"),
    ("需要¥100-200。", "100-200", "[100, 200]", "元", "range"),
    ("提高10%-15%。", "10%-15%", "[10, 15]", "%", "range"),
    ("提高10-15%。", "10-15%", "[10, 15]", "%", "range"),
    ("占百分之三至五。", "百分之三至五", "[3, 5]", "%", "range"),
    ("占百分之五至三。", "百分之五", "[4.5, 5.5)", "%", "rounded"),
    ("约三至五成。", "三至五", "[30, 50]", "%", "range"),
    ("约七八十人。", "七八十", "[70, 80]", "人", "range"),
    ("三五百人。", "三五百", "[300, 500]", "人", "range"),
    ("十五六岁。", "十五六", "[15, 16]", "岁", "range"),
    # words for numbers
    ("一百二十三名。", "一百二十三", "123", "名", "exact"),
    ("两千户。", "两千", "2000", "户", "exact"),
    ("廿五人。", "廿五", "25", "人", "exact"),
    ("壹佰元整。", "壹佰", "100", "元", "exact"),
    ("三万人。", "三万", "[25000, 35000)", "人", "rounded"),
    ("一万二千三百四十五名。", "一万二千三百四十五", "12345", "名", "exact"),
    ("三点五万人。", "三点五万", "[34500, 35500)", "人", "rounded"),
    ("十名队员。", "十", "10", "名", "exact"),
    ("选派一名联络员。", "一", "1", "名", "exact"),
    ("人数达三百。", "三百", "300", "", "exact"),
    ("两年半时间。", "两年半", "2.5", "年", "exact"),
    ("用时一个半小时。", "一个半小时", "1.5", "个小时", "exact"),
    ("用时半小时。", "半", "0.5", "小时", "exact"),
    ("三百多户。", "三百多", "(300, 400)", "户", "over"),
    ("十余人。", "十余", "(10, 20)", "人", "over"),
    ("十几万元。", "十几万", "(100000, 200000)", "元", "over"),
    ("二十多亿元。", "二十多亿", "(2000000000, 3000000000)", "元", "over"),
    ("百余名。", "百余", "(100, 200)", "名", "over"),
    ("十来天。", "十来", "[9.5, 10.5]", "天", "about"),
    ("百名专家。", "百", "[95, 105]", "名", "about"),
    ("近百名专家。", "百", "[90, 100)", "名", "nearly"),
    ("近万人。", "万", "[9000, 10000)", "人", "nearly"),
    ("过百人。", "百", "(100, ∞)", "人", "over"),
    # orders of size
    ("数以万计的居民。", "数以万计", "[10000, 1000000)", "", "vague"),
    ("数十名居民。", "数十", "[20, 100)", "名", "vague"),
    ("几百名居民。", "几百", "[200, 1000)", "名", "vague"),
    ("数十万名居民。", "数十万", "[200000, 1000000)", "名", "vague"),
    ("上千名居民。", "上千", "[1000, 10000)", "名", "vague"),
    ("成千上万名居民。", "成千上万", "[1000, 100000)", "名", "vague"),
    ("成百上千名居民。", "成百上千", "[100, 10000)", "名", "vague"),
    ("几名居民。", "几", "[2, 10)", "名", "vague"),
    ("奋战数天。", "数", "[2, 10)", "天", "vague"),
    # shares
    ("完成率95.3%。", "95.3%", "[95.25, 95.35)", "%", "rounded"),
    ("完成率95 ％。", "95 ％", "[94.5, 95.5)", "%", "rounded"),
    ("误差3‰。", "3‰", "[0.25, 0.35)", "%", "rounded"),
    ("占百分之三十。", "百分之三十", "[29.5, 30.5)", "%", "rounded"),
    ("占百分之30.5。", "百分之30.5", "[30.45, 30.55)", "%", "rounded"),
    ("占百分之九十五点三。", "百分之九十五点三", "[95.25, 95.35)", "%", "rounded"),
    ("占千分之四。", "千分之四", "[0.35, 0.45)", "%", "rounded"),
    ("百分百到位。", "百分百", "[99.5, 100.5)", "%", "rounded"),
    ("占四分之一。", "四分之一", "[24.5, 25.5)", "%", "rounded"),
    ("占4分之1。", "4分之1", "[24.5, 25.5)", "%", "rounded"),
    ("三成住户。", "三", "[25, 35)", "%", "rounded"),
    ("七八成住户。", "七八", "[70, 80]", "%", "range"),
    ("八成以上住户。", "八", "[80, ∞)", "%", "at least"),
    ("一半住户。", "一半", "[49.5, 50.5)", "%", "rounded"),
    ("过半住户。", "半", "(50, ∞)", "%", "over"),
    ("近半数住户。", "半数", "[45, 50)", "%", "nearly"),
    ("提高3个百分点。", "3", "[2.5, 3.5)", "个百分点", "rounded"),
    ("30多个百分点。", "30多", "(30, 40)", "个百分点", "over"),
    ("增长2倍。", "2", "[1.5, 2.5)", "倍", "rounded"),
    # below zero
    ("同比增长-3.2%。", "-3.2%", "[-3.25, -3.15)", "%", "rounded"),
    ("气温零下5度。", "零下5", "-5", "度", "exact"),
    ("余额 -20 元。", "-20", "-20", "元", "exact"),
    ("接近为-20元。", "-20", "(-20, -18]", "元", "nearly"),
    ("低于 -20元。", "-20", "(-∞, -20)", "元", "under"),
]
ENGLISH = [
    ("2,416 zones were drawn", "2,416", "2416", "zones", "exact"),
    ("2416 responsibility zones", "2416", "2416", "zones", "exact"),
    ("14 member zones", "14", "14", "zones", "exact"),
    ("21.6 thousand homes", "21.6 thousand", "[21550, 21650)", "homes", "rounded"),
    ("1.5 million homes", "1.5 million", "[1450000, 1550000)", "homes", "rounded"),
    ("216k homes", "216k", "[215500, 216500)", "homes", "rounded"),
    ("3 dozen masks", "3 dozen", "[30, 42)", "masks", "rounded"),
    ("2 million yuan", "2 million", "[1500000, 2500000)", "yuan", "rounded"),
    ("RMB 750", "750", "750", "元", "exact"),
    ("RMB750", "750", "750", "元", "exact"),
    ("US$3.5", "3.5", "[3.45, 3.55)", "美元", "rounded"),
    ("about 500 people", "500", "[475, 525]", "people", "about"),
    ("some 500 people", "500", "[475, 525]", "people", "about"),
    ("~500 people", "500", "[475, 525]", "people", "about"),
    ("500 people or so", "500", "[475, 525]", "people", "about"),
    ("nearly 500 people", "500", "[450, 500)", "people", "nearly"),
    ("over 500 people", "500", "(500, ∞)", "people", "over"),
    ("More than 500 people", "500", "(500, ∞)", "people", "over"),
    ("500-odd people", "500-odd", "(500, 600)", "people", "over"),
    ("at least 500 people", "500", "[500, ∞)", "people", "at least"),
    ("500+ people", "500", "[500, ∞)", "", "at least"),
    ("500 or more", "500", "[500, ∞)", "", "at least"),
    ("fewer than 500 people", "500", "[0, 500)", "people", "under"),
    ("no more than 500 people", "500", "[0, 500]", "people", "at most"),
    ("up to 500 people", "500", "[0, 500]", "people", "at most"),
    ("between 3 and 5 teams", "3 and 5", "[3, 5]", "teams", "range"),
    ("3 to 5 teams", "3 to 5", "[3, 5]", "teams", "range"),
    ("3-5 teams", "3-5", "[3, 5]", "teams", "range"),
    ("10–15%", "10–15%", "[10, 15]", "%", "range"),
    ("three hundred and five people", "three hundred and five", "305", "people", "exact"),
    ("twenty-one teams", "twenty-one", "21", "teams", "exact"),
    ("two and a half million homes", "two and a half million", "[2450000, 2550000)", "homes", "rounded"),
    ("half a million homes", "half a million", "[450000, 550000)", "homes", "rounded"),
    ("a hundred homes", "a hundred", "100", "homes", "exact"),
    ("a dozen teams", "a dozen", "12", "teams", "exact"),
    ("one team", "one", "1", "team", "exact"),
    (
        "three thousand two hundred and five homes",
        "three thousand two hundred and five",
        "3205",
        "homes",
        "exact",
    ),
    ("dozens of homes", "dozens", "[24, 100)", "homes", "vague"),
    ("hundreds of homes", "hundreds", "[200, 1000)", "homes", "vague"),
    ("several hundred homes", "several hundred", "[200, 1000)", "homes", "vague"),
    ("tens of thousands of homes", "tens of thousands", "[20000, 100000)", "homes", "vague"),
    ("hundreds of thousands", "hundreds of thousands", "[200000, 1000000)", "", "vague"),
    ("95.3 percent", "95.3", "[95.25, 95.35)", "%", "rounded"),
    ("95.3 per cent", "95.3", "[95.25, 95.35)", "%", "rounded"),
    ("3 percentage points", "3", "[2.5, 3.5)", "percentage point", "rounded"),
    (
        "two thirds of homes",
        "two thirds",
        "[66.16666666666666666666666667, 67.16666666666666666666666667)",
        "%",
        "rounded",
    ),
    ("one-quarter", "one-quarter", "[24.5, 25.5)", "%", "rounded"),
    ("half of the homes", "half", "[49.5, 50.5)", "%", "rounded"),
    ("1/4 of the homes", "1/4", "[24.5, 25.5)", "%", "rounded"),
    (".5 hours", ".5", "[0.45, 0.55)", "hours", "rounded"),
    ("a change of -3.5 %", "-3.5 %", "[-3.55, -3.45)", "%", "rounded"),
]


@pytest.mark.parametrize(("sentence", "text", "allowed", "unit", "modifier"), CHINESE + ENGLISH)
def test_a_figure_is_read(sentence, text, allowed, unit, modifier):
    number = only(sentence)
    assert (number.text, interval(number), number.unit, number.modifier.value) == (
        text,
        allowed,
        unit,
        modifier,
    )
    assert sentence[number.start : number.end] == text


@pytest.mark.parametrize(
    "sentence",
    ["由97个增加到120个", "5至3名", "3名至5户", "3 and 5 teams", "3多至5名", "数十至5名", "第3至5"],
)
def test_what_is_no_range_stays_apart(sentence):
    assert all(number.modifier.value != "range" for number in scan(sentence))


def test_the_words_around_a_number_end_at_the_sentence_and_at_the_next_figure():
    first, second, third = (
        n for n in scan("前文。昨日新设12个站，又设5个点。Then 3 teams left. Next") if n.is_figure
    )
    assert (first.before, first.after) == ("昨日新设", "个站,又设")
    assert (second.before, second.after) == ("个站,又设", "个点")
    assert (third.before, third.after) == ("Then ", " teams left")


def test_invisible_marks_and_annotations_stay_inside_the_span():
    text = "共三(sān)百\u200b名(míng)队员"
    number = only(text)
    assert (number.text, number.value, number.unit) == ("三(sān)百", 300, "名")
    assert number.plain == (1, 3)


def test_scanning_a_text_that_was_read_points_into_its_source():
    text = read("登記９７個（gè）臨時站".encode("big5hkscs", "ignore"))
    (number,) = scan(text)
    assert text.source[number.start : number.end] == number.text == "９７"


def test_the_moment_of_a_text_is_the_first_after_as_of():
    moment = as_of(scan("2月10日下发通知。截至2020年2月13日24时，共有12支队伍；截至3月1日"))
    assert (moment.year, moment.month, moment.day, moment.hour, moment.minute) == (2020, 2, 13, 24, 0)
    assert as_of(scan("2月10日下发通知")) is None


SENTENCES = [case[0] for case in CHINESE]
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


def gist(text):
    return [(n.value, n.low, n.high, n.unit, n.kind, n.modifier) for n in scan(text)]


@given(st.lists(st.sampled_from(SENTENCES), max_size=6))
@settings(deadline=None, max_examples=60)
def test_width_script_and_annotations_change_nothing(sentences):
    from opencc import OpenCC
    from pypinyin import Style, pinyin

    plain = "".join(sentences)
    expected = gist(plain)
    assert gist(plain.translate(WIDE)) == expected
    assert gist(OpenCC("s2t").convert(plain)) == expected
    sounds = [pinyin(character, style=Style.TONE)[0][0] for character in plain]
    annotated = "".join(
        f"{character}({sound})" if "一" <= character <= "龥" else character
        for character, sound in zip(plain, sounds, strict=True)
    )
    assert gist(annotated) == expected


CHARACTERS = '0123456789.,:-–~+%‰¥$()（）《》“”"、。;\n 　〇零一二两三五十百千万亿半几数余多来上成第点年月日时分号个名元'
WORDS = "〔2020〕 分之 约 近 超过 以上 左右 至 至少 截至 人次 个百分点 thousand hundred dozens units RMB th (shí) \u200b \ufffd"
PHRASES = [" million", "one ", "half ", "a ", " and ", "between ", " of ", "No. ", "Feb. ", " respectively"]
PIECES = st.sampled_from([*CHARACTERS, *WORDS.split(" "), *PHRASES])


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
@settings(deadline=None, max_examples=600)
def test_any_text_gives_ordered_numbers_with_true_spans(text):
    done = 0
    for number in scan(text):
        assert done <= number.start < number.end
        assert text[number.start : number.end] == number.text
        assert number.low <= number.high
        assert isinstance(number.value, Decimal)
        done = number.end


@pytest.mark.parametrize(
    "piece", ["7", "(", "《", "“", "一", "第", "a", "1,123", "2020年", "百分之", "中(", "0.", "one-", "1:1"]
)
def test_long_monotony_is_scanned(piece):
    text = piece * 20_000
    assert len(scan(text)) <= 2 * 20_000
    assert fold(text).source == text
