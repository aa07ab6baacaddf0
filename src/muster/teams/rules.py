"""What is valid in teams, and what a team of each kind asks for."""

MOST_HELPERS = 60
MOST_SKILLED = 20
KINDS = ("vanguard", "task_force", "volunteer")
MEDICAL = ("doctor", "nurse")
MEDICAL_SHARE = 0.1  # of a unit's free members: from so many on, its rapid-response teams are medical
SEATS = {  # beside the leader: skills, and seats that need none
    "vanguard": (("media", "logistics"), 5),
    "task_force": (("driving", "disinfection", "rescue"), 4),
    "volunteer": (("care", "social_work"), 5),
}
ENDINGS = ("联合党支部", "党支部", "党总支", "党工委", "党委", "党组", "委员会")


def kind_of(number: int) -> str:
    """The kinds in turn.

    >>> kind_of(0), kind_of(4)
    ('vanguard', 'task_force')
    """
    return KINDS[number % len(KINDS)]


def seats(kind: str, *, is_medical: bool) -> tuple[tuple[str, ...], int]:
    """The skills that a team of this kind asks for, one seat each, and how many it takes without.

    >>> seats("task_force", is_medical=True)
    (('doctor', 'nurse', 'driving'), 4)
    """
    skills, others = SEATS[kind]
    return ((*MEDICAL, skills[0]), others) if kind == "task_force" and is_medical else (skills, others)


def short(unit_name: str) -> str:
    """What people call the place of a unit.

    >>> short("奎阁街道万盛社区党委"), short("中共广安区委员会"), short("Hospital branch"), short("党支部")
    ('奎阁街道万盛社区', '广安区', 'Hospital branch', '党支部')
    """
    name = unit_name.removeprefix("中共")
    ending = next((ending for ending in ENDINGS if name.endswith(ending)), "")
    return name.removesuffix(ending) or unit_name
