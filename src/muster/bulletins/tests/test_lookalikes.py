import pytest

from muster.bulletins.quantities import Kind
from muster.bulletins.scanner import scan


@pytest.mark.parametrize(
    "sentence",
    """一线人员一定一起行动。
    统一部署，万众一心，三心二意要不得。
    第一时间响应，第一责任人到岗。
    “两新”组织；一把手抓；两手抓。
    五一前后，七一表彰，十分感谢。
    千方百计帮助百姓，万一有事，千万要小心。
    一批物资，一大批群众，一系列活动，进一步推进。
    四面八方，五湖四海，三令五申，七嘴八舌。
    一户一策，一人一档，一对一帮扶。
    千家万户，百般呵护，成千。
    周一到周三，星期五，初三，大年三十，正月十五。
    同一个屋檐，每一名同志，另一方，这一次，唯一一个。
    一、加强；二、推进。
    三台县、三门峡、三元区、九台区。
    一二三四再来一次性地喊。
    三级联动，五级书记，十佳。
    成立之初，三成员到场。
    百分之一一至二。
    nobody is second to none; one of us; someone; often; tense; a million""".splitlines(),
)
def test_words_with_numerals_are_not_figures(sentence):
    found = [number.text for number in scan(sentence.replace("a million", "")) if number.is_figure]
    assert found == []


@pytest.mark.parametrize(
    ("sentence", "text", "kind"),
    [
        ("第三批次", "第三", Kind.ORDINAL),
        ("第 12 轮", "第 12", Kind.ORDINAL),
        ("三号楼前", "三", Kind.ORDINAL),
        ("12号楼", "12", Kind.ORDINAL),
        ("501室", "501", Kind.ORDINAL),
        ("3级响应", "3", Kind.ORDINAL),
        ("1.加强值守", "1", Kind.ORDINAL),
        ("（2）落实到人", "2", Kind.ORDINAL),
        ("先做好准备。\n3、复查", "3", Kind.ORDINAL),
        ("No. 5", "5", Kind.ORDINAL),
        ("the 3rd team", "3rd", Kind.ORDINAL),
        ("组办发〔2020〕17号", "〔2020〕17号", Kind.DOCUMENT),
        ("组办发[2020]17号", "[2020]17号", Kind.DOCUMENT),
        ("电话0826-1234567", "0826-1234567", Kind.IDENTIFIER),
        ("手机13800000000", "13800000000", Kind.IDENTIFIER),
        ("400-123-4567", "400-123-4567", Kind.IDENTIFIER),
        ("身份证110101189001010011", "110101189001010011", Kind.IDENTIFIER),
        ("号码11010118900101001X", "11010118900101001X", Kind.IDENTIFIER),
        ("车牌川A·12345", "12345", Kind.IDENTIFIER),
        ("川X54321", "54321", Kind.IDENTIFIER),
        ("邮编：638000", "638000", Kind.IDENTIFIER),
        ("拨打120", "120", Kind.IDENTIFIER),
        ("12345热线", "12345", Kind.IDENTIFIER),
        ("COVID-19", "19", Kind.IDENTIFIER),
        ("5G网络", "5", Kind.IDENTIFIER),
        ("1.2.3", "1.2.3", Kind.IDENTIFIER),
        ("511602001001", "511602001001", Kind.IDENTIFIER),
        ("1234567,890123,456789", "1234567", Kind.COUNT),
        ("1,234,567,890,123,456,789", "1,234,567,890,123,456,789", Kind.IDENTIFIER),
        ("“24680”要求", "24680", Kind.SLOGAN),
        ("“五个到底”", "五", Kind.SLOGAN),
        ("“300名护士”", "300", Kind.COUNT),
        ("《关于六条意见的通知》", "六", Kind.TITLE),
        ("九条措施", "九", Kind.CLAUSE),
        ("五个方面", "五", Kind.CLAUSE),
        ("3点要求", "3", Kind.CLAUSE),
        ("12时许", "12时许", Kind.TIME),
        ("比分3:2", "3", Kind.OTHER),
        ("5+2工作法", "5", Kind.OTHER),
        ("in 2020", "2020", Kind.DATE),
        ("in 2020 units", "2020", Kind.COUNT),
        ("in 1850", "1850", Kind.COUNT),
    ],
)
def test_what_looks_like_a_figure_is_told_apart(sentence, text, kind):
    number = scan(sentence)[0]
    assert (number.text, number.kind, number.is_figure) == (text, kind, kind is Kind.COUNT)


def test_both_sides_of_a_sign_are_no_figures():
    assert [number.kind for number in scan("5+2 and 7/24")] == [Kind.OTHER] * 4
