import { expect, test } from "vitest";
import { symbol } from "../../sprite";
import { destination } from "../answers";
import { option } from "../chart";
import { thousands } from "../loaded";
import { next, shown } from "../theme";
import { fits, readableSize } from "../upload";

test("an answer goes where its status and its words say", () => {
  expect(destination(200, "")).toBe("target");
  expect(destination(422, "<form></form>")).toBe("target");
  expect(destination(409, '<div class="problem" data-problem="duty.full">')).toBe("messages");
  expect(destination(500, "<!doctype html><html><p data-problem>")).toBe("unexpected");
  expect(destination(502, "Bad gateway")).toBe("unexpected");
});

test("the theme goes round, and automatic follows the system", () => {
  expect([next("auto"), next("light"), next("dark")]).toEqual(["light", "dark", "auto"]);
  expect([shown("auto", true), shown("auto", false), shown("light", true)]).toEqual(["dark", "light", "light"]);
});

test("a file is held to its limit, and sizes are readable", () => {
  expect([fits(10, 10), fits(11, 10), fits(11, 0)]).toEqual([true, false, true]);
  expect([512, 2048, 20 * 1024 * 1024, 1_500_000].map(readableSize)).toEqual(["512 B", "2 KB", "20 MB", "1.4 MB"]);
});

test("numbers are written as the server writes them", () => {
  expect([7479, 134000, 5754500.5].map(thousands)).toEqual(["7,479", "134,000", "5,754,500.5"]);
});

test("a chart's tooltip is drawn, never HTML", () => {
  const made = option({ kind: "line", categories: ["1"], series: [{ name: "a", values: [1] }] }, { series: [] } as never, "x");
  expect(made["tooltip"]).toMatchObject({ renderMode: "richText" });
});

test("an icon becomes a symbol without its own frame", () => {
  const made = symbol("x", '<!-- c -->\n<svg class="a"\n width="24"><path d="M1 1" />\n  <path d="M2 2" /></svg>\n');
  expect(made).toMatch(/^<symbol id="x" [^>]*><path d="M1 1" \/><path d="M2 2" \/><\/symbol>$/);
});
