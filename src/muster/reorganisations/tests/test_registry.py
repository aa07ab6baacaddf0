"""Every foreign key to a unit, an area or a person says whether its rows follow."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from muster.kernel.statements import fetch
from muster.people.models import Person
from muster.places.models import Area
from muster.reorganisations import statements
from muster.reorganisations.registry import follows, model_of, stays
from muster.units.models import Unit


def foreign_keys():
    return {
        f"{model._meta.label}.{field.name}": field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model in {Unit, Area, Person}
    }


def declared():
    return {
        f"{one.model}.{field.name}"
        for one in follows()
        for field in model_of(one)._meta.concrete_fields
        if field.column == one.column
    }


def test_every_foreign_key_to_a_unit_an_area_or_a_person_is_declared():
    missing = set(foreign_keys()) - declared() - set(stays())
    assert missing == set(), "say in the app's succession.py whether these rows follow, or why they stay"


def test_nothing_is_declared_that_is_not_there():
    assert set(stays()) <= set(foreign_keys())
    for one in follows():
        for column in filter(None, (one.column, one.day, one.once_with)):
            if column not in {field.column for field in model_of(one)._meta.concrete_fields}:
                raise FieldDoesNotExist(f"{one.key}: {column}")


def test_every_key_is_declared_once():
    keys = [one.key for one in follows()]
    assert len(keys) == len(set(keys))


@pytest.mark.django_db
@pytest.mark.parametrize("one", follows(), ids=lambda one: one.key)
def test_its_sql_is_sound(one):
    values = {"froms": [], "tos": [], "onlys": [], "paths": []}
    assert fetch(statements.effects(one), values) == [(0, 0)]
