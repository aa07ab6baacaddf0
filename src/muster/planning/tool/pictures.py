"""Pictures of plans: shapes on a plane, as SVG or PNG. Colours come from a list; nothing is read from the network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from muster.planning import zoning
from muster.planning.tool.tables import BadInput

# Twelve hues that stay apart for most eyes (P. Tol 2021, "Colour schemes", muted; and lighter ones of the same).
COLOURS = (
    "#332288", "#88ccee", "#44aa99", "#117733", "#999933", "#ddcc77",
    "#cc6677", "#882255", "#aa4499", "#6699cc", "#997700", "#ee8866",
)  # fmt: skip
PAPER, INK = "#ffffff", "#222222"
SIDE = 1600  # pixels of the longer side of a map
MARGIN = 20


@dataclass(frozen=True)
class Shape:
    """A disc, a rectangle, a line or words; `x`, `y` from the upper left, in pixels."""

    kind: str  # "disc", "box", "line" (to x + width, y + height), "words"
    x: float
    y: float
    width: float = 0.0  # of a disc: twice its radius
    height: float = 0.0
    colour: str = INK
    words: str = ""
    hint: str = ""  # shown where a pointer rests, in SVG


@dataclass
class Drawing:
    width: int
    height: int
    shapes: list[Shape] = field(default_factory=list)


Pen = Callable[[Path, Drawing], None]


def pen(picture: Path) -> Pen:
    """How to draw for this ending."""
    pens: dict[str, Pen] = {".svg": _write_svg, ".png": _write_png}
    if picture.suffix.lower() not in pens:
        raise BadInput(picture.name, f"a picture is drawn as {' or '.join(pens)}")
    return pens[picture.suffix.lower()]


def map_of_zones(instance: zoning.Instance, plan: zoning.Plan) -> Drawing:
    """Each atom a disc as large as its load; neighbouring zones differ in colour."""
    x, y = instance.x - instance.x.min(), instance.y.max() - instance.y
    scale = (SIDE - 2 * MARGIN) / max(float(x.max()), float(y.max()), 1.0)
    width, height = (int(axis.max() * scale) + 2 * MARGIN for axis in (x, y))
    colour = _colours(instance, plan)
    room = np.sqrt(width * height / max(instance.atoms, 1))
    radius = np.clip(np.sqrt(instance.load / instance.load.mean()) * room / 4, 1.0, 12.0)
    columns = (x * scale + MARGIN, y * scale + MARGIN, 2 * radius, plan.zone, instance.load)
    shapes = [
        Shape("disc", east, south, size, size, COLOURS[colour[zone]], hint=f"zone {zone}: {load}")
        for east, south, size, zone, load in zip(*(column.tolist() for column in columns), strict=True)
    ]
    return Drawing(width, height, shapes)


def _colours(instance: zoning.Instance, plan: zoning.Plan) -> list[int]:
    """A colour for each zone that no neighbour has, where twelve suffice."""
    ends = plan.zone[instance.edges]
    pairs = np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), axis=0)
    near: list[list[int]] = [[] for _ in range(instance.total_zones)]
    for one, other in pairs.tolist():
        near[other].append(one)
    colour: list[int] = []
    for zone in range(instance.total_zones):
        taken = {colour[other] for other in near[zone]}
        free = [hue for hue in range(len(COLOURS)) if hue not in taken] or list(range(len(COLOURS)))
        colour.append(free[zone % len(free)])
    return colour


def _write_svg(path: Path, drawing: Drawing) -> None:
    size = f'width="{drawing.width}" height="{drawing.height}" viewBox="0 0 {drawing.width} {drawing.height}"'
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">']
    lines.append(f'<rect width="100%" height="100%" fill="{PAPER}"/>')
    lines += [_element(shape) for shape in drawing.shapes]
    path.write_text("\n".join([*lines, "</svg>\n"]), encoding="utf-8")


def _element(shape: Shape) -> str:
    title = f"<title>{escape(shape.hint)}</title>" if shape.hint else ""
    x, y, fill = f"{shape.x:.1f}", f"{shape.y:.1f}", f'fill="{shape.colour}"'
    if shape.kind == "disc":
        return f'<circle cx="{x}" cy="{y}" r="{shape.width / 2:.1f}" {fill}>{title}</circle>'
    if shape.kind == "box":
        size = f'width="{shape.width:.1f}" height="{shape.height:.1f}"'
        return f'<rect x="{x}" y="{y}" {size} {fill}>{title}</rect>'
    if shape.kind == "line":
        end = f'x2="{shape.x + shape.width:.1f}" y2="{shape.y + shape.height:.1f}"'
        return f'<line x1="{x}" y1="{y}" {end} stroke="{shape.colour}"/>'
    return f'<text x="{x}" y="{y}" dominant-baseline="hanging" {fill}>{escape(shape.words)}{title}</text>'


def _write_png(path: Path, drawing: Drawing) -> None:
    image = Image.new("RGB", (drawing.width, drawing.height), PAPER)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(12)
    for shape in drawing.shapes:
        _paint(draw, font, shape)
    image.save(path, format="PNG")


def _paint(
    draw: ImageDraw.ImageDraw, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, shape: Shape
) -> None:
    radius = shape.width / 2
    if shape.kind == "disc":
        corners: Sequence[float] = (shape.x - radius, shape.y - radius, shape.x + radius, shape.y + radius)
        draw.ellipse(corners, fill=shape.colour)
    elif shape.kind == "box":
        draw.rectangle((shape.x, shape.y, shape.x + shape.width, shape.y + shape.height), fill=shape.colour)
    elif shape.kind == "line":
        draw.line((shape.x, shape.y, shape.x + shape.width, shape.y + shape.height), fill=shape.colour)
    else:
        draw.text((shape.x, shape.y), shape.words, fill=shape.colour, font=font)
