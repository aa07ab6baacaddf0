from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.bulletins.decoding import repair
from muster.bulletins.reading import fold, read
from muster.bulletins.scanner import scan

SIMPLIFIED = "河口镇共有36支队伍，登记住户1208户，运送物资4.5吨。\n各村于当晚全部到位，无一人缺席。"
TRADITIONAL = "河口鎮共有36支隊伍，登記住戶1208戶，運送物資4.5噸。\n各村於當晚全部到位，無一人缺席。"
ENGLISH = "Café Größe – the town’s 36 teams reached 1,208 homes; “all” at £5 each."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
def test_simplified_text_is_decoded(encoding):
    text = read(SIMPLIFIED.encode(encoding))
    assert (text.source, text.repaired) == (SIMPLIFIED, False)
    assert text.encoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "big5", "big5hkscs", "gb18030"])
def test_traditional_text_is_decoded(encoding):
    text = read(TRADITIONAL.encode(encoding))
    assert text.source == TRADITIONAL
    assert text.plain == fold(SIMPLIFIED).plain


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_english_text_is_decoded(encoding):
    assert read(ENGLISH.encode(encoding)).source == ENGLISH


def test_the_encoding_is_named():
    assert read(b"plain").encoding == "utf-8"
    assert read(SIMPLIFIED.encode("gb18030")).encoding == "gb18030"
    assert read(TRADITIONAL.encode("big5")).encoding == "big5hkscs"
    assert read("text").encoding == ""


def test_a_cut_file_keeps_all_but_its_last_character():
    text = read(SIMPLIFIED.encode()[:-1])
    assert text.source[:-1] == SIMPLIFIED[:-1]
    assert text.encoding == "utf-8"


@pytest.mark.parametrize("read_as", ["latin-1", "sloppy-windows-1252", "macroman", "cp437", "gb18030"])
@pytest.mark.parametrize("original", [SIMPLIFIED + "好。", TRADITIONAL + "好。"])
def test_text_decoded_by_the_wrong_encoding_is_repaired(read_as, original):
    damaged = original.encode().decode(read_as, "replace")
    text = read(damaged)
    assert text.repaired
    assert [number.value for number in scan(text)] == [number.value for number in scan(original)]


@pytest.mark.parametrize(("was", "original"), [("gb18030", SIMPLIFIED), ("big5", TRADITIONAL)])
@pytest.mark.parametrize("read_as", ["latin-1", "sloppy-windows-1252"])
def test_chinese_read_as_latin_is_repaired(was, original, read_as):
    text = read(original.encode(was).decode(read_as))
    assert text.source == original
    assert text.repaired


def test_a_damaged_file_is_repaired_after_it_was_saved_as_utf_8():
    damaged = SIMPLIFIED.encode().decode("gb18030", "replace").encode()
    assert [number.text for number in scan(read(damaged))] == ["36", "1208", "4.5", "一"]


def test_only_damaged_lines_are_repaired():
    sound, damaged = SIMPLIFIED.split("\n")
    text = read(f"{sound}\n{damaged.encode().decode('latin-1')}\n{sound}")
    assert text.source == f"{sound}\n{damaged}\n{sound}"


def test_what_was_lost_does_not_come_back_as_digits():
    damaged = "动员36个基层站，共有车。".encode().decode("gbk", "replace")
    assert [number.text for number in scan(read(damaged))] == ["36"]


@pytest.mark.parametrize(
    "text",
    ["", "plain", SIMPLIFIED, TRADITIONAL, ENGLISH, "où é naïve Ångström", "囍饕餮龘靐", "Привет, 36 команд"],
)
def test_a_sound_text_is_left_alone(text):
    assert repair(text) == text


def test_a_long_line_is_repaired_without_ftfy():
    assert repair("山".encode().decode("latin-1") * 21_000) == "山" * 21_000
    assert repair("Ж" * 21_000) == "Ж" * 21_000


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("７，４７９（个）：％！", "7,479(个):%!"),
        ("￥３００　元", "¥300 元"),
        ("隊伍開赴災區", "队伍开赴灾区"),
        ("萬億兩個餘", "万亿两个余"),
        ("二○二○年", "二〇二〇年"),
        ("３—５～６−７", "3–5~6-7"),
        ("𝟟𝟠 個", "78 个"),
        ("⼀⼆兩", "一二两"),
        ("時(shí)間(jiān)", "时间"),
        ("时（shí）间（ jiān ）到(dào)", "时间到"),
        ("女(nǚ)绿(lǜ)略(lüè)儿(ér)嗯(ń)", "女绿略儿嗯"),
        ("我(wǒ)们(men)的(de)个(ge)", "我们的个"),
        ("山(sha\u0304n)女(nu\u0308\u030c)", "山女"),
        ("中(ZHŌNG)", "中"),
        ("价格(à la carte)", "价格(à la carte)"),
        ("方案(a)(b)和(no)", "方案(a)(b)和(no)"),
        ("站(ABC)点(x)", "站(ABC)点(x)"),
        ("词(xyzā)", "词(xyzā)"),
        ("7(shí)", "7(shí)"),
        ("36\u200b个\ufeff\u00ad站", "36个站"),
    ],
)
def test_the_plain_form(source, plain):
    assert fold(source).plain == plain


@given(
    st.text(alphabet=st.sampled_from("(（)）shíāmen中時\u200b\ufeff７7 a，"), max_size=60)
    | st.text(max_size=60)
)
@settings(deadline=None)
def test_every_place_of_the_plain_form_has_its_place_in_the_source(source):
    text = fold(source)
    assert text.source == source
    places = [text.span(at, at + 1) for at in range(len(text.plain))]
    assert all(
        fold(source[start:end]).plain in (character, "")
        for (start, end), character in zip(places, text.plain, strict=True)
    )
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    assert all(end == start + 1 for start, end in places)
    if places:
        assert text.span(0, len(places)) == (places[0][0], places[-1][1])


def test_an_empty_span_stays_empty():
    assert fold("中(zhōng)36").span(1, 1) == (8, 8)


@given(st.binary(max_size=200) | st.text(max_size=200))
@settings(deadline=None)
def test_reading_never_fails(data):
    assert isinstance(read(data).plain, str)
