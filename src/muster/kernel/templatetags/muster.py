"""What every template needs: built assets, icons, figures and times as people read them."""

import json
import logging
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
log = logging.getLogger(__name__)

DIST = Path(__file__).parents[2] / "static" / "dist"
MANIFEST = DIST / ".vite" / "manifest.json"
ICONS = "console/icons.svg"
NOTHING = "–"

Manifest = dict[str, dict[str, Any]]
Number = int | float | Decimal


@lru_cache(maxsize=1)
def _read_manifest(changed_ns: int) -> Manifest:
    del changed_ns  # only there so that a new build is seen without a restart
    loaded: Manifest = json.loads(MANIFEST.read_text())
    return loaded


def manifest() -> Manifest:
    """What Vite built; empty before the first build, so that pages can be tested without Node."""
    try:
        return _read_manifest(MANIFEST.stat().st_mtime_ns)
    except FileNotFoundError:
        log.warning("The web assets are not built: run `python web/build.py build`.")
        return {}


def _chunks(built: Manifest, name: str) -> list[dict[str, Any]]:
    """The chunk and all that it imports at once, each once, the chunk first."""
    seen: dict[str, dict[str, Any]] = {}
    waiting = [name]
    while waiting:
        key = waiting.pop(0)
        if key not in seen and key in built:
            seen[key] = built[key]
            waiting += built[key].get("imports", [])
    return list(seen.values())


def _built(file: str) -> str:
    return static(f"dist/{file}")


@register.simple_tag
def entry(name: str, nonce: str = "") -> SafeString:
    """Style sheets, preloads and the module: `{% entry "console/main.ts" request.csp_nonce %}`."""
    chunks = _chunks(manifest(), name)
    sheets = dict.fromkeys(sheet for chunk in chunks for sheet in chunk.get("css", []))
    links = format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((_built(sheet),) for sheet in sheets)
    )
    preloads = format_html_join(
        "\n", '<link rel="modulepreload" href="{}">', ((_built(chunk["file"]),) for chunk in chunks[1:])
    )
    scripts = format_html_join(
        "\n",
        '<script type="module" nonce="{}" src="{}"></script>',
        ((nonce, _built(chunk["file"])) for chunk in chunks[:1]),
    )
    return format_html("{}\n{}\n{}", links, preloads, scripts)


@register.simple_tag
def asset(name: str) -> str:
    """The address of one built file: `{% asset "console/favicon.svg" %}`; empty before the first build."""
    found = manifest().get(name)
    return _built(found["file"]) if found else ""


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of `web/console/icons.json`; with a label it speaks, without one it is decoration."""
    href = f"{asset(ICONS)}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)


@register.inclusion_tag("parts/nav_item.html", takes_context=True)
def nav_item(context: template.Context, view: str, label: str, image: str) -> dict[str, Any]:
    """A link of the navigation; nothing when the page does not exist (yet)."""
    try:
        url = reverse(view)
    except NoReverseMatch:
        return {}
    path = context["request"].path if "request" in context else ""
    inside = path.startswith(url) if url != "/" else path == url
    return {
        "url": url,
        "label": label,
        "image": image,
        "current": "page" if path == url else "true" if inside else "",
    }


@register.filter
def thousands(value: Number | None) -> str:
    """1234567 as 1,234,567; a missing number as a dash.

    >>> thousands(7479), thousands(None), thousands(Decimal("5754500.00"))
    ('7,479', '–', '5,754,500.00')
    """
    return NOTHING if value is None else f"{value:,}"


@register.filter
def signed(value: Number | None) -> str:
    """A change with its sign, a true minus, and nothing for none.

    >>> signed(12), signed(-1200), signed(0), signed(None)
    ('+12', '−1,200', '±0', '')
    """
    if value is None:
        return ""
    if value == 0:
        return "±0"
    return f"{value:+,}".replace("-", "\N{MINUS SIGN}")


@register.filter
def percent_of(count: Number | None, total: Number | None) -> str:
    """A share from 0 to 100 with one decimal, for widths and labels; 0 of nothing is 0.

    >>> percent_of(1, 3), percent_of(3, 3), percent_of(0, 0), percent_of(5, 3)
    ('33.3', '100', '0', '100')
    """
    if not total or not count:
        return "0"
    share = min(100.0, 100 * float(count) / float(total))
    return f"{share:.1f}".removesuffix(".0")


@register.simple_tag
def moment(when: datetime | date | None) -> str:
    """A time in the reader's zone; the browser says “3 minutes ago”, with the exact time on hover."""
    if when is None:
        return NOTHING
    if not isinstance(when, datetime):
        return format_html('<time datetime="{}">{}</time>', when.isoformat(), when.isoformat())
    local = timezone.localtime(when) if timezone.is_aware(when) else when
    return format_html(
        '<time datetime="{}" data-relative title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        local.strftime("%Y-%m-%d %H:%M:%S"),
        local.strftime("%Y-%m-%d %H:%M"),
    )


@register.simple_tag
def exact(when: datetime | None) -> str:
    """A time that stays as it is, for what is printed, signed or stated as of a moment."""
    if when is None:
        return NOTHING
    local = timezone.localtime(when) if timezone.is_aware(when) else when
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), local.strftime("%Y-%m-%d %H:%M")
    )


@register.simple_tag
def short(when: datetime) -> str:
    """A time without its year, for small print; the whole of it on hover."""
    local = timezone.localtime(when) if timezone.is_aware(when) else when
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        local.strftime("%Y-%m-%d %H:%M:%S"),
        local.strftime("%m-%d %H:%M"),
    )


@register.filter
def megabytes(size: int) -> str:
    """A size limit as people say it.

    >>> megabytes(20 * 1024 * 1024), megabytes(1_500_000)
    ('20 MB', '1.4 MB')
    """
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0") + " MB"


@register.simple_tag
def theme_attributes(chosen: str | None) -> SafeString:
    """The theme the reader chose (cookie `theme`), for the <html> tag; without one the system decides."""
    theme = chosen if chosen in {"light", "dark"} else "auto"
    shown = "dark" if theme == "dark" else "light"
    return mark_safe(f'data-theme="{theme}" data-bs-theme="{shown}"')  # noqa: S308 - three fixed words


@register.simple_tag(takes_context=True)
def export_menu(
    context: template.Context,
    listing: str,
    *,
    geojson: object = False,
    clear: object = False,
    what: object = "",
    **about: object,
) -> SafeString:
    """Takes out the list that the page shows, as it is filtered: `{% export_menu "zones" operation=operation_id %}`."""
    request = context["request"]
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in about.items():
        query[name] = str(value)
    shown = {"listing": listing, "query": query.urlencode(), "geojson": geojson, "clear": clear, "what": what}
    return render_to_string("parts/export_menu.html", shown, request=request)
