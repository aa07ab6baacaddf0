/** Classes of a coloured map and the colours of a theme: pure, so that they can be tested. */
export const CLASSES = 5;

/** Upper limits of up to five classes of about equal size; fewer when there are fewer different values. */
export function breaks(values: number[], classes = CLASSES): number[] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const limits = new Set<number>();
  for (let step = 1; step <= classes; step++) {
    const at = Math.ceil((sorted.length * step) / classes) - 1;
    const limit = sorted[at];
    if (limit !== undefined) limits.add(limit);
  }
  return [...limits];
}

/** The class of a value: the first whose upper limit it does not pass. */
export function classOf(value: number, limits: number[]): number {
  const found = limits.findIndex((limit) => value <= limit);
  return found < 0 ? Math.max(0, limits.length - 1) : found;
}

/** `count` colours evenly taken from a scale, its ends included. */
export function pick(scale: string[], count: number): string[] {
  if (count <= 1) return [scale[Math.floor(scale.length / 2)] ?? "#888888"];
  return Array.from({ length: count }, (_, at) => scale[Math.round((at * (scale.length - 1)) / (count - 1))] ?? "#888888");
}

/** Black or white, whichever is easier to read on a `#rrggbb` ground. */
export function inkOn(ground: string): string {
  const parts = /^#(..)(..)(..)$/.exec(ground)?.slice(1).map((hex) => parseInt(hex, 16) / 255);
  if (!parts) return "#000000";
  const [red = 0, green = 0, blue = 0] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.196 ? "#10151b" : "#ffffff";
}

export interface Palette {
  scale: string[];
  line: string;
  text: string;
  chosen: string;
  series: string[];
  tones: Record<string, string>;
  none: string;
}

/** Colours come from the style sheet, so that there is one place for them. */
export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(`--m-${name}`).trim() || "#888888";
  return {
    scale: [1, 2, 3, 4, 5].map((step) => read(`scale-${step}`)),
    line: read("map-line"),
    text: read("map-text"),
    chosen: read("map-chosen"),
    series: [1, 2, 3, 4].map((step) => read(`series-${step}`)),
    tones: { ok: read("ok"), warn: read("warn"), bad: read("bad"), info: read("info"), mute: read("mute") },
    none: read("map-none"),
  };
}
