"""A small town for tests: three communities of the cast's tree with towers, slabs and courtyards, and people who live there."""

from types import SimpleNamespace

from muster.operations.commands import activate_operation, mobilise
from muster.people.models import Membership, Person, PersonSkill
from muster.places.commands import AreaRow, BuildingRow, PremisesRow, put_areas, put_buildings, put_premises
from muster.places.models import Area, Building, Home, Premises, Stairwell

CODES = {"riverside": "511602001001", "hillside": "511602001002", "lakeside": "511602002001"}
TOWER, SLAB = (1, 30, 4), (3, 6, 2)  # stairwells, floors, homes on a floor


def make_areas(system, tree):
    """City, county, two townships and three communities, a square each, the unit of the same name answering for it."""
    rows = [
        AreaRow("511600", "演示市", "city", None, False, tree.city.pk),
        AreaRow("511602", "演示区", "county", "511600", False, tree.county.pk),
        AreaRow("511602001", "北镇", "township", "511602", False, tree.north.pk),
        AreaRow("511602002", "南镇", "township", "511602", False, tree.south.pk),
        AreaRow(CODES["riverside"], "河边社区", "village", "511602001", True, tree.riverside.pk),
        AreaRow(CODES["hillside"], "山坡村", "village", "511602001", False, tree.hillside.pk),
        AreaRow(CODES["lakeside"], "湖边村", "village", "511602002", False, tree.lakeside.pk),
    ]
    put_areas(system, rows=rows)


def build(system, community, shapes, *, at, spread=0.001, prefix=""):
    """Buildings in a row from a place on."""
    area = Area.objects.get(code=CODES[community])
    code = f"{prefix}{community}"
    put_premises(system, rows=[PremisesRow(code, f"{community}小区", "compound", area.pk)])
    premises = Premises.objects.get(code=code)
    rows = [
        BuildingRow(
            f"{code}-{n:03}",
            f"{n}号楼",
            premises.pk,
            None,
            at[0] + spread * (n % 5),
            at[1] + spread * (n // 5),
            *shape,
        )
        for n, shape in enumerate(shapes)
    ]
    put_buildings(system, rows=rows)


def make_town(system, tree):
    """120 + 72 homes in riverside, 20 courtyards in hillside, 10 in lakeside."""
    make_areas(system, tree)
    build(system, "riverside", [TOWER, SLAB, SLAB], at=(106.60, 30.50))
    build(system, "hillside", [(1, 1, n % 8 + 1) for n in range(20)], at=(106.62, 30.52))
    build(system, "lakeside", [(1, 1, 6)] * 10, at=(106.70, 30.40))
    return SimpleNamespace(homes=Home.objects.count(), stairwells=Stairwell.objects.count(), tree=tree)


def settle(unit, count, *, skills=(), kind="full", **about):
    """Members on a unit's roll, who live in its own buildings one after another."""
    buildings = list(Building.objects.filter(area__unit=unit).order_by("code")) or list(
        Building.objects.order_by("code")[:1]
    )
    made = []
    for n in range(count):
        home = Home.objects.filter(stairwell__building=buildings[n % len(buildings)]).order_by("pk").first()
        name = f"{unit.code}新{n}"
        person = Person.objects.create(name=name, pinyin=name, home=home, **about)
        Membership.objects.create(person=person, unit=unit, kind=kind, during=("2015-01-01", None))
        PersonSkill.objects.bulk_create(PersonSkill(person=person, skill_id=skill) for skill in skills)
        made.append(person)
    return made


def activate(system, tree):
    """An operation of the whole city that has called everyone."""
    operation = activate_operation(system, unit_id=tree.city.pk, template="epidemic")
    mobilise(system, operation_id=operation.pk)
    return operation
