import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from muster.kernel.templatetags import muster as tags

MANIFEST = {
    "console/main.ts": {
        "file": "assets/main-1.js",
        "imports": ["_shared.js"],
        "css": ["assets/main-1.css"],
        "dynamicImports": ["console/map.ts"],
    },
    "_shared.js": {
        "file": "assets/shared-1.js",
        "css": ["assets/shared-1.css"],
        "imports": ["console/main.ts"],
    },
    "console/map.ts": {"file": "assets/map-1.js"},
    "console/icons.svg": {"file": "assets/icons-1.svg"},
}


def render(source, **context):
    return Template("{% load muster %}" + source).render(Context(context))


@pytest.fixture
def built(tmp_path, monkeypatch):
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(MANIFEST))
    monkeypatch.setattr(tags, "MANIFEST", path)
    tags._read_manifest.cache_clear()
    yield path
    tags._read_manifest.cache_clear()


@pytest.fixture
def not_built(tmp_path, monkeypatch):
    monkeypatch.setattr(tags, "MANIFEST", tmp_path / "none.json")


def test_an_entry_brings_its_sheets_its_shared_code_and_its_module_with_the_nonce(built):
    html = render('{% entry "console/main.ts" "abc" %}')
    assert html.splitlines() == [
        '<link rel="stylesheet" href="/static/dist/assets/main-1.css">',
        '<link rel="stylesheet" href="/static/dist/assets/shared-1.css">',
        '<link rel="modulepreload" href="/static/dist/assets/shared-1.js">',
        '<script type="module" nonce="abc" src="/static/dist/assets/main-1.js"></script>',
    ]


def test_a_page_renders_before_the_first_build(not_built, caplog):
    assert render('{% entry "console/main.ts" "abc" %}').strip() == ""
    assert "web/build.py" in caplog.text


def test_an_icon_is_silent_unless_it_has_a_label(built):
    assert 'aria-hidden="true"' in render('{% icon "map" %}')
    assert 'href="/static/dist/assets/icons-1.svg#map"' in render('{% icon "map" %}')
    assert 'role="img" aria-label="Late &lt;b&gt;"' in render('{% icon "clock" late %}', late="Late <b>")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(7479, "7,479"), (None, "–"), (0, "0"), (Decimal("5754500.00"), "5,754,500.00")],
)
def test_a_number_has_its_thousands_apart(value, shown):
    assert render("{{ value|thousands }}", value=value) == shown


@pytest.mark.parametrize(("value", "shown"), [(12, "+12"), (-1200, "−1,200"), (0, "±0"), (None, "")])
def test_a_change_has_its_sign(value, shown):
    assert render("{{ value|signed }}", value=value) == shown


@pytest.mark.parametrize(
    ("count", "total", "shown"),
    [(1, 3, "33.3"), (3, 3, "100"), (0, 5, "0"), (1, 0, "0"), (None, 1, "0"), (5, 3, "100")],
)
def test_a_share_fits_its_bar(count, total, shown):
    assert render("{{ count|percent_of:total }}", count=count, total=total) == shown


def test_a_time_is_exact_for_machines_and_on_hover():
    when = datetime(2020, 2, 13, 2, 0, 5, tzinfo=UTC)
    html = render("{% moment when %}", when=when)
    assert html == (
        '<time datetime="2020-02-13T10:00:05+08:00" data-relative title="2020-02-13 10:00:05">2020-02-13 10:00</time>'
    )
    assert "data-relative" not in render("{% exact when %}", when=when)
    assert ">02-13 10:00<" in render("{% short when %}", when=when)


def test_a_day_is_a_day_and_no_time_is_a_dash():
    assert (
        render("{% moment day %}", day=date(2020, 2, 13)) == '<time datetime="2020-02-13">2020-02-13</time>'
    )
    assert render("{% moment none %}{% exact none %}", none=None) == "––"


def test_a_size_is_said_in_megabytes():
    assert render("{{ size|megabytes }}", size=20 * 1024 * 1024) == "20 MB"
    assert render("{{ size|megabytes }}", size=1_500_000) == "1.4 MB"


@pytest.mark.parametrize(
    ("chosen", "attributes"),
    [
        ("dark", 'data-theme="dark" data-bs-theme="dark"'),
        ("light", 'data-theme="light" data-bs-theme="light"'),
        (None, 'data-theme="auto" data-bs-theme="light"'),
        ('"><script>', 'data-theme="auto" data-bs-theme="light"'),
    ],
)
def test_only_a_known_theme_reaches_the_page(chosen, attributes):
    assert render("{% theme_attributes chosen %}", chosen=chosen) == attributes


def test_the_navigation_marks_where_the_reader_is_and_leaves_out_what_does_not_exist():
    item = '{% nav_item "account_login" "Log in" "login" %}'
    at = RequestFactory().get
    assert 'aria-current="page"' in render(item, request=at("/accounts/login/"))
    assert 'aria-current="true"' in render(item, request=at("/accounts/login/more/"))
    assert "aria-current" not in render(item, request=at("/"))
    assert render('{% nav_item "no:page" "X" "x" %}', request=at("/")).strip() == ""
