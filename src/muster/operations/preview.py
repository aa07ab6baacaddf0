"""What is shown before something is changed: `parts/confirm_preview.html`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from muster.kernel.problems import Words


@dataclass(frozen=True, slots=True)
class Effect:
    label: Words
    count: int


@dataclass(frozen=True, slots=True)
class Change:
    label: Words
    before: Words | None
    after: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    title: Words
    submit_label: Words
    cancel_url: str
    action: str = ""  # the address that showed it
    text: Words = ""
    effects: Sequence[Effect] = ()
    changes: Sequence[Change] = ()
    warnings: Sequence[Words] = ()
    hidden: Mapping[str, object] = field(default_factory=dict)
    danger: bool = False
