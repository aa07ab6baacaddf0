import pytest

from muster.teams import rules


@pytest.mark.parametrize("kind", rules.KINDS)
@pytest.mark.parametrize("is_medical", [True, False])
def test_every_team_is_of_the_usual_size(kind, is_medical):
    skills, others = rules.seats(kind, is_medical=is_medical)
    assert 1 + len(skills) + others == 8
    assert len(set(skills)) == len(skills)


def test_only_rapid_response_teams_are_medical():
    assert "doctor" in rules.seats("task_force", is_medical=True)[0]
    assert rules.seats("vanguard", is_medical=True) == rules.seats("vanguard", is_medical=False)


def test_kinds_come_in_turn():
    assert [rules.kind_of(n) for n in range(4)] == ["vanguard", "task_force", "volunteer", "vanguard"]


@pytest.mark.parametrize(
    ("unit", "short"),
    [
        ("奎阁街道万盛社区党委", "奎阁街道万盛社区"),
        ("河边村党支部", "河边村"),
        ("春光小区联合党支部", "春光小区"),
        ("北镇党工委", "北镇"),
        ("中共广安区委员会", "广安区"),
        ("党委", "党委"),
        ("Riverside branch", "Riverside branch"),
    ],
)
def test_a_place_is_called_by_its_short_name(unit, short):
    assert rules.short(unit) == short
