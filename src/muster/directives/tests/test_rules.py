from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.directives import rules
from muster.directives.models import DeliveryState, Kind, Purpose, State

NOW = datetime(2020, 1, 28, 8, tzinfo=UTC)
VERBS = sorted({verb for _, verb in rules.TRANSITIONS})


def test_every_kind_has_its_rule():
    assert set(rules.KINDS) == set(Kind.values)


def test_the_tables_know_all_states():
    assert {state for pair in rules.TRANSITIONS.items() for state in (pair[0][0], pair[1])} == set(
        State.values
    )
    assert {state for pair in rules.DELIVERY_TRANSITIONS.items() for state in (pair[0][0], pair[1])} == set(
        DeliveryState.values
    )


@pytest.mark.parametrize("kind", Kind.values)
def test_what_is_voluntary_asks_nobody(kind):
    voluntary = kind in {"appeal", "open_letter"}
    assert rules.is_voluntary(kind) is voluntary
    assert rules.asks_acceptance(kind=kind, purpose="for_action") is not voluntary
    assert rules.is_purpose_for(kind=kind, purpose="for_action") is not voluntary


@pytest.mark.parametrize("kind", Kind.values)
def test_what_is_for_information_asks_nobody(kind):
    assert not rules.asks_acceptance(kind=kind, purpose=Purpose.FOR_INFORMATION)
    assert rules.is_purpose_for(kind=kind, purpose=Purpose.FOR_INFORMATION)


@given(st.lists(st.sampled_from(VERBS), max_size=12))
def test_whatever_is_tried_a_directive_is_issued_at_most_once_and_only_when_signed(verbs):
    state, passed = "draft", []
    for verb in verbs:
        after = rules.next_state(state, verb)
        if after is not None:
            state = after
            passed.append(verb)
    assert passed.count("issue") <= 1
    assert passed.count("sign_off") <= 1
    if "issue" in passed:
        assert passed.index("sign_off") < passed.index("issue")
    if state in {"withdrawn", "closed"}:
        assert all(rules.next_state(state, verb) is None for verb in VERBS)


def test_a_second_click_is_known_as_such():
    assert rules.has_happened("issued", "issue")
    assert not rules.has_happened("signed", "issue")
    assert not rules.has_happened("draft", "return")


def test_only_what_was_accepted_can_be_worked_on():
    assert "delivered" not in [*rules.states_before("report"), *rules.states_before("finish")]
    assert rules.states_before("accept") == ["delivered"]
    assert {verb: rules.state_after(verb) for verb in ("accept", "report", "finish", "return")} == {
        "accept": "accepted",
        "report": "in_progress",
        "finish": "done",
        "return": "returned",
    }


@pytest.mark.parametrize(("number", "written"), [(5, "演组发〔2020〕5号"), (12, "演组发〔2020〕12号")])
def test_numbers_are_written_without_padding(number, written):
    assert rules.document_number(series="演组发", year=2020, number=number) == written


def test_a_unit_is_left_in_peace_for_an_hour():
    assert rules.reminded_before(NOW) == NOW - timedelta(hours=1)


@pytest.mark.parametrize(
    "text",
    ["绝密", "机密★1年", "【秘密】关于值守", "秘 密", "属于国家秘密", "（机　密）", "第一条\n秘密★三年"],
)
def test_markings_of_state_secrets_are_found(text):
    assert rules.classified_marking(text) in {"绝密", "机密", "秘密"}


@pytest.mark.parametrize(
    "text",
    ["请修改手机密码", "联系司机密切接触者", "保护商业秘密", "计算机密钥", "联系司机 密切接触", "司机\n密切"],
)
def test_words_that_only_look_like_markings_are_not(text):
    assert rules.classified_marking(text) == ""
