"""What can go wrong between a caller and a planner."""


class InvalidInstance(ValueError):  # noqa: N818 - the fact is the name
    """The input breaks a rule of its model: which rule, and where.

    `rule` is a constant name for programs, `index` the first row (atom, community, person, seat …) breaking it.
    """

    def __init__(self, rule: str, message: str, *, index: int | None = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.index = index


class PlanRejected(ValueError):  # noqa: N818 - the fact is the name
    """The verifier's findings, each one thing that is wrong with the plan."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__("; ".join(findings))
        self.findings = findings


class PlanningFailed(RuntimeError):  # noqa: N818 - the fact is the name
    """Something around the planner is missing: a package, a cluster."""
