"""Rolls as lists, numbers masked."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.kernel.actor import Actor
from muster.kernel.crypto import unsealed
from muster.kernel.exporting import Asked, Field, Listing, id_asked, import_words
from muster.kernel.personal import Mask, masked_by
from muster.units import access as units

from . import queries
from .forms import FindMembers
from .imports import KINDS, OFFICES, SEXES
from .models import Membership


def find(actor: Actor, asked: Asked) -> QuerySet[Membership]:
    """The roll of a unit and of all below it, as its page lists it."""
    text, is_own, line = FindMembers(asked).asked
    return queries.roll_of(actor, unit_id=id_asked(asked, "of"), text=text, below=not is_own, line=line)


def in_clear(actor: Actor, asked: Asked) -> UUID:
    return units.unit_to(actor, "unmask", id_asked(asked, "of")).pk


def masked_phones(sealed: Sequence[bytes | None]) -> list[str]:
    return [masked_by(Mask.PHONE, number) for number in unsealed(sealed)]


def masked_identities(sealed: Sequence[bytes | None]) -> list[str]:
    return [masked_by(Mask.IDENTITY, number) for number in unsealed(sealed)]


LISTING = Listing(
    key="people",
    label=_("Members"),
    fields=(
        Field(("姓名", "name"), "person__name"),
        Field(("性别", "sex"), "person__sex", import_words(SEXES)),
        Field(
            ("公民身份号码", "identity number"),
            "person__id_number",
            masked_identities,
            unsealed,
            "people.id_number",
        ),
        Field(("手机号码", "phone"), "person__phone", masked_phones, unsealed, "people.phone"),
        Field(("所在组织代码", "unit code"), "unit__code"),
        Field(("所在组织名称", "unit name"), "unit__name"),
        Field(("成员类别", "membership"), "kind", import_words(KINDS)),
        Field(("职务", "office"), "office", import_words(OFFICES)),
        Field(("可参加", "available"), "person__is_available"),
    ),
    find=find,
    in_clear=in_clear,
)
