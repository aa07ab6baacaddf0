from django.core.checks import run_checks

from muster.figures import registry
from muster.kernel.figure import UNITS, Column, Counted, Derived, Queried, difference

WORDS = {"label": "x", "definition": "x", "measure": UNITS}
MEMBERS = {"model": "operations.MobilisedMember", **WORDS}


def faults(*figures):
    return list(registry.faults(figures))


def test_what_the_product_declares_is_sound():
    assert not [found for found in run_checks() if found.id == "figures.E001"]
    assert faults(*registry.declared()) == []


def test_lower_apps_come_first():
    keys = list(registry.figures())
    assert keys[:3] == ["units.mobilised", "people.mobilised", "operations.temporary_units"]


def test_sound_declarations_pass():
    assert faults(
        Counted(key="a.sum", day="coalesce(day, now())", columns=(Column("person__home", "x"),), **MEMBERS),
        Queried(key="a.count", **MEMBERS),
        Derived(key="a.rest", from_keys=("a.sum", "a.count"), formula=difference, **WORDS),
    ) == []  # fmt: skip


def test_faults_are_named():
    assert faults(Queried(key="a.sum", **MEMBERS), Queried(key="a.sum", **MEMBERS)) == [
        "figure a.sum is declared twice"
    ]
    assert faults(Queried(key="Sum", **MEMBERS)) == ["figure 'Sum' must be named like app.noun"]
    assert faults(Queried(key="a.sum", model="operations.Nothing", **WORDS)) == [
        "figure a.sum: there is no model operations.Nothing"
    ]
    assert faults(Counted(key="a.sum", unit="home_id", day="on", **MEMBERS)) == [
        "figure a.sum: operations.MobilisedMember has no column home_id",
        "figure a.sum: operations.MobilisedMember has no column on",
    ]
    paths = tuple(
        Column(path, "x") for path in ("nothing", "person__nothing", "day__nothing", "person__name")
    )
    assert faults(Queried(key="a.sum", columns=paths, **MEMBERS)) == [
        f"figure a.sum: operations.MobilisedMember has no field {path}"
        for path in ("nothing", "person__nothing", "day__nothing")
    ]


def test_figures_derive_from_others_that_are_not_derived():
    first = Derived(key="a.rest", from_keys=("a.sum",), formula=difference, **WORDS)
    second = Derived(key="a.more", from_keys=("a.rest",), formula=difference, **WORDS)
    assert faults(first, second) == [
        "figure a.rest: a.sum is no figure to derive from",
        "figure a.more: a.rest is no figure to derive from",
    ]


def test_what_the_check_reports(monkeypatch):
    monkeypatch.setattr(registry, "declared", lambda: [Queried(key="Sum", **MEMBERS)])
    (error,) = registry.check_figures()
    assert error.id == "figures.E001"
