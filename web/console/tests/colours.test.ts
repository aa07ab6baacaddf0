import { expect, test } from "vitest";
import { breaks, classOf, inkOn, pick, type Palette } from "../colours";
import { bounds, paint, type Area } from "../map-paint";

const palette: Palette = {
  scale: ["a", "b", "c", "d", "e"],
  line: "",
  text: "",
  chosen: "",
  series: [],
  tones: { bad: "red" },
  none: "none",
};
const square = (id: number, properties: Area["properties"]): Area => ({
  type: "Feature",
  id,
  properties,
  geometry: { type: "Polygon", coordinates: [[[id, 30], [id + 1, 30], [id + 1, 31], [id, 30]]] },
});

test("classes hold about equally many values", () => {
  expect(breaks([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toEqual([2, 4, 6, 8, 10]);
});

test("few different values make few classes", () => {
  expect(breaks([0, 0, 0, 1])).toEqual([0, 1]);
  expect(breaks([])).toEqual([]);
});

test("every value falls into a class, the largest into the last", () => {
  const limits = breaks([3, 9, 27]);
  expect([3, 4, 27, 99].map((value) => classOf(value, limits))).toEqual([0, 1, 2, 2]);
});

test("colours are spread over the whole scale", () => {
  expect(pick(palette.scale, 3)).toEqual(["a", "c", "e"]);
  expect(pick(palette.scale, 1)).toEqual(["c"]);
});

test("a name is written in the ink that is readable on its ground", () => {
  expect([inkOn("#dfe9f5"), inkOn("#1d4f91"), inkOn("none")]).toEqual(["#10151b", "#ffffff", "#000000"]);
});

test("an area is coloured by its tone, else by its value, else as unknown", () => {
  const areas = [square(1, { value: 1 }), square(2, { value: 5 }), square(3, {}), square(4, { tone: "bad" })];
  const painted = paint({ type: "FeatureCollection", features: areas }, palette).areas.features;
  expect(painted.map(({ properties }) => properties.colour)).toEqual(["a", "e", "none", "red"]);
  expect(painted.map(({ properties }) => properties.key)).toEqual(["1", "2", "3", "4"]);
});

test("the legend names what each class really holds", () => {
  const features = [1, 4, 10, 11].map((value, at) => square(at, { value }));
  const { legend } = paint({ type: "FeatureCollection", features }, palette);
  expect(legend.map(({ from, to }) => [from, to])).toEqual([[1, 1], [4, 4], [10, 10], [11, 11]]);
});

test("bounds enclose all areas; without any, the country", () => {
  expect(bounds({ type: "FeatureCollection", features: [square(105, {}), square(107, {})] })).toEqual([105, 30, 108, 31]);
  expect(bounds({ type: "FeatureCollection", features: [] })).toEqual([73, 18, 135, 54]);
});
