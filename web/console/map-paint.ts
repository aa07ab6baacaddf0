import { breaks, classOf, inkOn, pick, type Palette } from "./colours";

type Position = [number, number];
type Rings = Position[][];

export interface Area {
  type: "Feature";
  id: string | number;
  properties: { name?: string; value?: number | null; tone?: string; key?: string; colour?: string; ink?: string; [more: string]: unknown };
  geometry: { type: "Polygon"; coordinates: Rings } | { type: "MultiPolygon"; coordinates: Rings[] } | { type: "Point"; coordinates: Position };
}
export interface Areas {
  type: "FeatureCollection";
  features: Area[];
}
export interface LegendLine {
  colour: string;
  from: number;
  to: number;
}

/** Gives every area its colour: by its tone if it has one, else by the class of its value. Ids become `key`, a string. */
export function paint(areas: Areas, palette: Palette): { areas: Areas; legend: LegendLine[] } {
  const values = areas.features.flatMap(({ properties }) => (typeof properties.value === "number" ? [properties.value] : []));
  const limits = breaks(values);
  const colours = pick(palette.scale, limits.length);
  const colourOf = ({ properties }: Area): string => {
    if (properties.tone) return palette.tones[properties.tone] ?? palette.none;
    return typeof properties.value === "number" ? (colours[classOf(properties.value, limits)] ?? palette.none) : palette.none;
  };
  const features = areas.features.map((area) => {
    const colour = colourOf(area);
    return { ...area, properties: { ...area.properties, key: String(area.id), colour, ink: inkOn(colour) } };
  });
  const isToned = areas.features.some(({ properties }) => properties.tone);
  return { areas: { ...areas, features }, legend: isToned ? [] : legend(values, limits, colours) };
}

function legend(values: number[], limits: number[], colours: string[]): LegendLine[] {
  return limits.map((to, at) => {
    const inside = values.filter((value) => classOf(value, limits) === at);
    return { colour: colours[at] ?? "#888888", from: Math.min(...inside), to };
  });
}

/** West, south, east, north of all areas. */
export function bounds(areas: Areas): [number, number, number, number] {
  let [west, south, east, north] = [180, 90, -180, -90];
  const visit = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    const [x, y] = part as [unknown, unknown];
    if (typeof x === "number" && typeof y === "number") {
      west = Math.min(west, x);
      east = Math.max(east, x);
      south = Math.min(south, y);
      north = Math.max(north, y);
    } else part.forEach(visit);
  };
  for (const area of areas.features) visit(area.geometry.coordinates);
  return west > east ? [73, 18, 135, 54] : [west, south, east, north];
}
