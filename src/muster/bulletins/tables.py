"""What `muster check` prints."""

from typing import Any

from rich.table import Table


def findings(found: list[dict[str, Any]]) -> Table:
    """Each number, and how it stands to the figures."""
    colours = {"green": "green", "amber": "yellow", "red": "red", "grey": "dim"}
    table = Table("", "number", "figure", "value")
    for one in found:
        colour = colours.get(str(one["verdict"]), "dim")
        table.add_row(
            f"[{colour}]{one['verdict']}[/]",
            str(one["text"]),
            str(one["figure"] or ""),
            str(one["value"] or ""),
        )
    return table


def numbers(found: list[dict[str, Any]]) -> Table:
    """What was found when there is nothing to hold it against."""
    table = Table("number", "from", "to", "of", "said as")
    for one in found:
        low, high = (f"{one[end]:,}" if one[end] is not None else "–" for end in ("low", "high"))
        table.add_row(str(one["text"]), low, high, str(one["unit"] or ""), str(one["modifier"]))
    return table
