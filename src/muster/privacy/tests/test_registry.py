"""Every column that says something of a person, or looks as if it did, is in the register."""

import re

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

from conftest import TODAY
from muster.kernel.personal import Mask
from muster.kernel.statements import execute, fetch
from muster.people.models import Account, Person
from muster.privacy import statements
from muster.privacy.registry import impersonal, model_of, register, sealed, table_of

LOOKS_PERSONAL = re.compile(
    r"(^|_)(person|people|member|name|pinyin|sex|gender|birth|born|age|phone|mobile|email|mail|address|home|id_number|identity"
    r"|passport|username|password|words|reason|note|text|proof|health|nation|photo|content|filename|query|holder|signer|variables)"
    r"(_|$)"
)
# Tables that name persons by nature of what they are.
OUTSIDE = {
    "kernel": "the journal, of ids; jobs; keys",
    "places": "places",
    "units": "units",
    "figures": "sums",
}


def is_personal_looking(field: models.Field) -> bool:
    if field.is_relation:
        return field.related_model in {Person, Account}
    if isinstance(field, models.BinaryField):
        return True
    if isinstance(field, models.UUIDField):
        return field.column.endswith(("_by", "_by_id")) or field.column == "person_id"
    return bool(LOOKS_PERSONAL.search(field.column)) and isinstance(
        field, models.CharField | models.TextField | models.JSONField
    )


def looking() -> set[str]:
    return {
        f"{model._meta.label}.{field.column}"
        for model in apps.get_models()
        if model.__module__.startswith("muster.") and model.__module__.split(".")[1] not in OUTSIDE
        for field in model._meta.concrete_fields
        if is_personal_looking(field)
    }


def declared() -> set[str]:
    return {f"{one.model}.{column}" for one in register() for column in one.columns}


def test_every_column_that_looks_personal_is_in_the_register():
    missing = looking() - declared() - set(impersonal())
    assert missing == set(), "declare it in the app's personal.py: what, why, on what ground, until when"


def test_nothing_is_declared_that_is_not_there():
    there = {
        f"{model._meta.label}.{field.column}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
    }
    assert declared() | set(impersonal()) <= there
    assert declared() & set(impersonal()) == set()


def test_every_key_is_declared_once():
    keys = [one.key for one in register()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("one", register(), ids=lambda one: one.key)
def test_a_line_is_whole(one):
    assert set(one.sealed) <= set(one.columns)
    assert set(one.indexes) <= set(one.columns)
    assert set(one.indexes.values()) <= set(one.sealed)
    assert one.kept is None or one.kept.days > 0
    assert one.kept is not None or one.stays or one.person == "", "what has no end says why it stays"
    assert one.clear is None or one.mask != Mask.OPEN, "what is open needs no unmasking"


@pytest.mark.parametrize("one", register(), ids=lambda one: one.key)
def test_a_line_speaks_chinese(one):
    words = [
        one.what,
        one.purpose,
        *([one.stays] if one.stays else []),
        *([one.kept.until] if one.kept else []),
    ]
    with translation.override("zh-hans"):
        assert [str(said) for said in words if not re.search("[一-鿿]", str(said))] == []


# Bytes that no key of ours sealed.
NOT_SEALED = {
    "calls.Offer.who": "a keyed trace",
    "calls.Knock.source": "a keyed trace",
    "people.Account.phone_index": "a keyed trace",
    "directives.Attachment.content": "a public document",
    "directives.Photograph.content": "a photograph",
    "messaging.PhoneCode.address_index": "a keyed trace",
    "staffing.StaffingPlan.placements": "ids",
    "zones.ZonePlan.digest": "a hash",
    "zones.ZonePlan.parts": "ids",
}


def test_every_column_of_bytes_is_sealed_anew_with_its_key_or_says_why_not():
    columns = {
        f"{model._meta.label}.{field.column}": (model._meta.db_table, field.column)
        for model in apps.get_models()
        if model.__module__.startswith("muster.") and model._meta.app_label != "kernel"
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField)
    }
    known = {(table, column) for (table, _), held in sealed().items() for column in held}
    indexes = {(table_of(one), column) for one in register() for column in one.indexes}
    assert {name for name, at in columns.items() if at not in known | indexes} == set(NOT_SEALED)


def test_what_is_sealed_is_in_no_column_that_is_open():
    for one in register():
        for column in one.sealed:
            assert isinstance(model_of(one)._meta.get_field(column), models.BinaryField), one.key


@pytest.mark.django_db
@pytest.mark.parametrize("one", register(), ids=lambda one: one.key)
def test_its_sql_is_sound(one, people):
    values = {"day": TODAY, "person": people.member.pk}
    ((held, due, _),) = fetch(statements.counts(one), values)
    assert held >= due == 0
    if one.person:
        fetch(statements.of_person(one), values)
        execute(statements.erased(one), values)
    if one.kept:
        assert execute(statements.over(one), values) == 0
