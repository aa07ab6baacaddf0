"""Who came forward, sealed under the operation's key: when it is destroyed at the end, nobody can read them again."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from muster.kernel.crypto import blind_index, seal, unseal
from muster.kernel.personal import Mask, masked_by
from muster.kernel.problems import KeyDestroyed

from .models import Offer

GONE = "–"


@dataclass(frozen=True, slots=True)
class Particulars:
    """What somebody tells of themselves: no more than it takes to reach them and to give them work."""

    name: str = field(repr=False)
    phone: str = field(repr=False, default="")
    organisation: str = field(repr=False, default="")
    words: str = field(repr=False, default="")

    @property
    def masked_phone(self) -> str:
        return masked_by(Mask.PHONE, self.phone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What somebody filled in; `key` was made with the empty form."""

    key: UUID
    told: Particulars
    skills: Collection[str] = ()
    quantity: int = 1
    language: str = ""


def sealed(told: Particulars, *, operation_id: UUID) -> dict[str, bytes | None]:
    """By the fields of an offer."""
    texts = (told.name, told.phone, told.organisation, told.words)
    values = seal(texts, scope_id=operation_id)
    return dict(zip(("name", "phone", "organisation", "words"), values, strict=True))


def opened(offer: Offer) -> Particulars:
    """Only dashes where the key was destroyed."""
    try:
        return Particulars(
            name=_open(offer.name, offer),
            phone=_open(offer.phone, offer),
            organisation=_open(offer.organisation, offer),
            words=_open(offer.words, offer),
        )
    except KeyDestroyed:
        return Particulars(name=GONE)


def who(operation_id: UUID, *, phone: str = "", person_id: UUID | None = None) -> bytes:
    """The same for the same phone in one operation, else for the same person; tells nothing across operations."""
    (index,) = blind_index([f"calls.who {operation_id} {phone or person_id}"])
    return index or b""


def _open(value: bytes | memoryview | None, offer: Offer) -> str:
    return unseal(value, scope_id=offer.operation_id) if value else ""
