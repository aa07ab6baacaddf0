"""Rolls as lists, numbers masked."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.kernel.actor import Actor
from muster.kernel.exporting import Asked, Field, Listing, Tuple, id_asked, import_words

from . import queries
from .forms import FindMembers
from .imports import KINDS, OFFICES
from .models import Membership


def find(actor: Actor, asked: Asked) -> QuerySet[Membership]:
    """The roll of a unit and of all below it, as its page lists it."""
    text, is_own = FindMembers(asked).asked
    return queries.roll_of(actor, unit_id=id_asked(asked, "of"), text=text, below=not is_own)


def tell(actor: Actor, rolls: list[Any]) -> list[Tuple]:  # noqa: ARG001 - every listing's has it
    shown = queries.members(rolls)
    return [
        (
            member.name,
            SEX(roll.person.sex),
            member.id_number,
            member.phone,
            roll.unit.code,
            member.unit,
            KIND(roll.kind),
            OFFICE(roll.office),
            member.is_available,
        )
        for roll, member in zip(rolls, shown, strict=True)
    ]


KIND, OFFICE = import_words(KINDS), import_words(OFFICES)
SEX = import_words({"男": "male", "male": "male", "女": "female", "female": "female"})
LISTING = Listing(
    key="people",
    label=_("Members"),
    fields=(
        Field(("姓名", "name")),
        Field(("性别", "sex")),
        Field(("公民身份号码", "identity number")),
        Field(("手机号码", "phone")),
        Field(("所在组织代码", "unit code")),
        Field(("所在组织名称", "unit name")),
        Field(("成员类别", "membership")),
        Field(("职务", "office")),
        Field(("可参加", "available")),
    ),
    find=find,
    tell=tell,
)
