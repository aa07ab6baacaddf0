"""What import-linter cannot see: where writes happen, how big things get, and what a command looks like."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "muster"
SOURCES = sorted(
    p for p in PACKAGE.rglob("*.py") if not {"migrations", "tests"} & set(p.relative_to(PACKAGE).parts)
)
ORM_WRITES = {
    "save",
    "create",
    "bulk_create",
    "get_or_create",
    "update_or_create",
    "bulk_update",
    "delete",
    "update",
}
SQL_WRITE = re.compile(
    r"^\s*(INSERT\s+INTO|UPDATE\s+\w+(\s+\w+)?\s+SET|DELETE\s+FROM|TRUNCATE)\b", re.MULTILINE
)
# Beside commands: what commands are made of, and what is below them.
MAY_WRITE = {
    "kernel/journal.py": "the one way to write an entry",
    "kernel/crypto.py": "makes a scope's key when it is first needed",
    "kernel/jobs.py": "a job's own state, outside any command's transaction",
    "kernel/seals.py": "the statement of the seal command",
    "calls/places.py": "an offer's state and its call's places, which every answer changes together",
    "directives/clauses/photographs.py": "saves pictures to memory, not rows",
    "privacy/statements.py": "makes the statements of retention and erasure from the register",
    "figures/triggers.py": "makes the triggers that the owner installs",
}
MOST_LINES, MOST_LINES_IN_FUNCTION = 400, 40
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "services", "manager", "managers", "misc"}


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def orm_writes(tree: ast.AST) -> list[int]:
    """Lines that call a queryset's or a model's writing method; a set's or a dictionary's `update` is not one."""
    found = []
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ORM_WRITES
        ):
            source = ast.unparse(node.func.value)
            is_plain_update = node.func.attr == "update" and not re.search(
                r"objects|filter\(|exclude\(|\ball\(", source
            )
            if not is_plain_update:
                found.append(node.lineno)
    return found


def sql_writes(tree: ast.AST) -> list[int]:
    docstrings = {
        id(n.body[0].value)
        for n in ast.walk(tree)
        if isinstance(n, ast.Module | ast.FunctionDef | ast.ClassDef)
        and n.body
        and isinstance(n.body[0], ast.Expr)
    }
    texts = [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docstrings
    ]
    return [text.lineno for text in texts if SQL_WRITE.search(text.value)]


def may_write(path: Path) -> bool:
    return path.name == "commands.py" or name(path) in MAY_WRITE or name(path).startswith("planning/")


@pytest.mark.parametrize("source", [p for p in SOURCES if not may_write(p)], ids=name)
def test_only_commands_write(source: Path):
    tree = ast.parse(source.read_text())
    assert not (lines := orm_writes(tree) + sql_writes(tree)), (
        f"{name(source)} writes on lines {lines}; that belongs in commands.py"
    )


@pytest.mark.parametrize("source", SOURCES, ids=name)
def test_things_stay_small(source: Path):
    text = source.read_text()
    assert text.count("\n") <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.body[0].lineno < MOST_LINES_IN_FUNCTION, node.name


@pytest.mark.parametrize("source", [p for p in SOURCES if p.name == "commands.py"], ids=name)
def test_a_command_takes_an_actor_then_keywords(source: Path):
    for node in ast.parse(source.read_text()).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert [argument.arg for argument in node.args.args] == ["actor"], node.name


@pytest.mark.parametrize("source", [p for p in SOURCES if p.name == "views.py"], ids=name)
def test_views_only_parse_and_render(source: Path):
    tree = ast.parse(source.read_text())
    assert not [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Try)], (
        "problems are answered by the middleware"
    )
    assert ".objects" not in source.read_text(), "views ask queries"


def test_nothing_has_a_name_that_says_nothing():
    assert not [name(p) for p in SOURCES if {p.stem, *p.relative_to(PACKAGE).parts[:-1]} & FORBIDDEN_NAMES]


@pytest.mark.parametrize(
    ("code", "writes"),
    [
        ("Thing.objects.create()", True),
        ("things.filter(pk=1).update(a=1)", True),
        ("thing.save()", True),
        ("execute('INSERT INTO thing VALUES (1)')", True),
        ("execute('''\nUPDATE thing SET a = 1''')", True),
        ("known.update({1})", False),
        ("'''INSERT INTO is what this docstring speaks of'''", False),
        ("fetch('SELECT 1')", False),
    ],
)
def test_the_rule_itself(code: str, writes: bool):
    tree = ast.parse(code)
    assert bool(orm_writes(tree) + sql_writes(tree)) is writes
