"""The documents say what is so: links lead somewhere, commands exist, tables are those of the code."""

import csv
import re
from pathlib import Path

import pytest
import typer

from muster.cli import app
from muster.console import reference
from muster.console.tables import TABLES, RowTable
from muster.people.rules import POWERS, ROLE_POWERS
from muster.planning.tool.app import app as planner
from muster.planning.zoning.certificate import CUT_WEIGHT, SPREAD_WEIGHT, TOLERANCE
from muster.planning.zoning.solve import TREES
from muster.privacy import reference as personal_data
from muster.staffing.rules import VACANCY_METRES
from muster.zones.rules import MOST_HOMES

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
MAKE = re.compile(r"(?:^|[`;]\s*|=\S+ )make ([a-z-]+)", re.MULTILINE)
MUSTER = re.compile(r"(?:^|`|/)muster ([a-z][a-z-]*)", re.MULTILINE)
SETTING = re.compile(r"\b(?:MUSTER_[A-Z_]+|DATABASE_URL)\b")
ADR_LINES = 40
FORBIDDEN = {
    "the host of a package registry": re.compile(
        "|".join(f"{name}[.](?:com|org)" for name in ("pypi", "pythonhosted", "npmjs")), re.IGNORECASE
    ),
    "a path of one machine": re.compile(r"(?<![\w.])/(?:work|tmp|root|home)/"),
    "the number of an issue": re.compile(r"(?<![\w&])#\d+\b|\bissues?/\d+"),
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
class TestPage:
    def test_links_and_images_lead_somewhere(self, page):
        broken = [target for target in LINK.findall(prose(page)) if not leads_somewhere(page, target)]
        assert broken == []

    def test_make_targets_exist(self, page):
        assert set(MAKE.findall(page.read_text())) <= make_targets()

    def test_commands_exist(self, page):
        assert set(MUSTER.findall(page.read_text())) <= {name.split()[0] for name in commands()}

    def test_settings_exist(self, page):
        assert set(SETTING.findall(page.read_text())) <= settings_read()

    def test_names_nothing_that_is_not_ours(self, page):
        text = page.read_text()
        assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


def test_every_command_and_option_has_its_line():
    rows = {command_in(words(row[0])): row for row in table("docs/reference/commands.md", "Command")}
    assert set(rows) == set(commands())
    for name, options in commands().items():
        told = set(re.findall(r"--[a-z-]+", " ".join(rows[name])))
        assert told == options, name


def test_every_make_target_has_its_line():
    rows = {words(row[0])[1] for row in table("docs/reference/commands.md", "Target")}
    assert rows == make_targets() - {"help", "browser"}


def test_every_setting_has_its_line():
    names = [code(row[0]) for row in table("docs/reference/settings.md", "Variable")]
    assert len(names) == len(set(names))
    assert set(names) == settings_read()


def test_roles_are_those_of_the_code():
    text = (ROOT / "docs/reference/roles.md").read_text()
    header = next(cells(line) for line in text.splitlines() if line.startswith("| Power"))
    assert header[2:] == list(ROLE_POWERS)
    rows = [
        (code(power), meaning, {role for role, mark in zip(ROLE_POWERS, marks, strict=True) if mark})
        for power, meaning, *marks in table("docs/reference/roles.md", "Power")
    ]
    assert rows == [
        (power, meaning, {role for role, powers in ROLE_POWERS.items() if power in powers})
        for power, meaning in POWERS.items()
    ]


@pytest.mark.django_db
def test_the_columns_of_every_import_are_told():
    page = (ROOT / "docs/howto/import-your-organisation.md").read_text()
    parts = dict(re.findall(r"^## ([a-z]+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    assert list(parts) == list(TABLES)
    for key, imported in TABLES.items():
        if isinstance(imported, RowTable):
            layout = imported.layout()
            told = [(*row[:2], row[2] == "yes", "unique" in row[3]) for row in tables(parts[key], "中文")]
            assert told == [
                (*column.headers, column.required, column.key in layout.unique) for column in layout.columns
            ], key


def test_every_state_and_kind_is_in_the_glossary():
    page = reference.GLOSSARY.read_text()
    assert reference.renewed(page) == page, "`make docs` renews it"
    told = {code(row[0]): row[2] for row in table("docs/reference/glossary.md", "In code")}
    assert set(told) == set(reference.choices()) | set(shipped())
    assert [key for key, chinese in told.items() if not chinese] == []


def test_the_register_of_personal_data_is_told():
    page = personal_data.PAGE.read_text()
    assert personal_data.renewed(page) == page, "`make docs` renews it"


def test_what_is_shipped_as_data_is_in_the_glossary():
    told = {code(row[0]): row[1:] for row in table("docs/reference/glossary.md", "In code")}
    assert {key: told.get(key) for key in shipped()} == shipped()


def test_the_explanation_of_planning_has_the_numbers_of_the_code():
    text = (ROOT / "docs/explanation/zoning-and-staffing.md").read_text()
    assert f"more than {MOST_HOMES} homes" in text
    assert rf"\frac{{d_z}}{{{TOLERANCE}}}" in text
    assert rf"+ {CUT_WEIGHT}\," in text
    assert rf"+ {SPREAD_WEIGHT} \sum" in text
    assert (TREES, "of five trees" in text) == (5, True)
    staffing = (ROOT / "docs/explanation/staffing.md").read_text()
    assert (VACANCY_METRES, "10^6" in staffing) == (10**6, True)


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/adr/*.md")), ids=lambda page: page.name)
def test_a_decision_is_short_and_whole(page):
    text = page.read_text()
    assert len(text.splitlines()) <= ADR_LINES
    assert re.match(rf"# {int(page.name[:4])}\. ", text)
    places = [text.find(word) for word in ("Context", "Decision", "Consequences")]
    assert -1 < places[0] < places[1] < places[2]


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return FENCE.sub("", page.read_text())


def leads_somewhere(page: Path, target: str) -> bool:
    if target.startswith(("https://", "mailto:")):
        return True
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    return file.exists() and (not anchor or anchor in anchors(file))


def anchors(file: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", prose(file), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def tables(text: str, first: str) -> list[list[str]]:
    """The rows of every table of which the first heading is this."""
    rows: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        inside = line.startswith("|") and (inside or cells(line)[0] == first)
        if inside and cells(line)[0] != first and not set(cells(line)[0]) <= set("-:"):
            rows.append(cells(line))
    return rows


def table(page: str, first: str) -> list[list[str]]:
    return tables((ROOT / page).read_text(), first)


def code(cell: str) -> str:
    (found,) = CODE.findall(cell)
    return found


def words(cell: str) -> list[str]:
    return code(cell).split()


def command_in(parts: list[str]) -> str:
    """The command's name at the beginning of a usage line."""
    names = [" ".join(parts[1:end]) for end in (3, 2)]
    return next(name for name in names if name in commands())


def commands() -> dict[str, set[str]]:
    """Every command of `muster` and its options; those of a group by both names."""
    found = typer.main.get_command(app).commands
    found |= {"plan": typer.main.get_command(planner)}  # loaded when it is asked for
    inner = {name: command for name, command in found.items() if hasattr(command, "commands")}
    flat = {f"{name} {sub}": one for name, group in inner.items() for sub, one in group.commands.items()}
    return {
        name: {
            option
            for parameter in command.params
            if parameter.param_type_name == "option"
            for option in (*parameter.opts, *parameter.secondary_opts)
            if option != "--help"
        }
        for name, command in (flat | found).items()
        if name not in inner
    }


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def settings_read() -> set[str]:
    """Every variable of the environment that our programs name."""
    files = [path for path in (ROOT / "src/muster").rglob("*.py") if "tests" not in path.parts]
    return {name for path in (*files, ROOT / "conftest.py") for name in SETTING.findall(path.read_text())} - {
        "MUSTER_"
    }


def shipped() -> dict[str, list[str]]:
    """Kinds of unit and skills, which are data."""
    files = ("units/data/kinds.csv", "people/data/skills.csv")
    return {
        row["code"]: [row["name_en"], row["name_zh"]]
        for file in files
        for row in csv.DictReader((ROOT / "src/muster" / file).read_text().splitlines())
    }
