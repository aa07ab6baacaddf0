import { beforeEach, expect, test } from "vitest";
import { move, setOpen, visibleItems } from "../tree";

const item = (id: string, inside = "", open: boolean | null = null): string =>
  `<li role="none"><a role="treeitem" id="${id}" href="#" tabindex="-1" ${open === null ? "" : `aria-expanded="${open}"`}>${id}</a>${open === null ? "" : `<ul role="group">${inside}</ul>`}</li>`;

let tree: Element;
const at = (id: string): HTMLElement => document.getElementById(id)!;
const seen = (): string[] => visibleItems(tree).map(({ id }) => id);

beforeEach(() => {
  document.body.innerHTML = `<ul role="tree">${item("city", item("east", item("village"), false) + item("west"), true)}${item("line")}</ul>`;
  tree = document.querySelector("[role=tree]")!;
});

test("what lies in a closed node is not walked", () => {
  expect(seen()).toEqual(["city", "east", "west", "line"]);
  setOpen(at("east"), true);
  expect(seen()).toEqual(["city", "east", "village", "west", "line"]);
});

test("arrows walk, open, close, and climb", () => {
  move(tree, at("city"), "next");
  expect(document.activeElement?.id).toBe("east");
  move(tree, at("east"), "in");
  expect(at("east").getAttribute("aria-expanded")).toBe("true");
  move(tree, at("east"), "in");
  expect(document.activeElement?.id).toBe("village");
  move(tree, at("village"), "out");
  expect(document.activeElement?.id).toBe("east");
  move(tree, at("east"), "out");
  expect(at("east").getAttribute("aria-expanded")).toBe("false");
  move(tree, at("east"), "last");
  expect(document.activeElement?.id).toBe("line");
});

test("one item alone is in the tab order", () => {
  move(tree, at("city"), "last");
  move(tree, at("line"), "previous");
  expect([...document.querySelectorAll("[tabindex='0']")].map(({ id }) => id)).toEqual(["west"]);
});

test("a leaf neither opens nor closes, and the ends stay put", () => {
  setOpen(at("west"), true);
  expect(at("west").hasAttribute("aria-expanded")).toBe(false);
  move(tree, at("line"), "last");
  move(tree, at("line"), "next");
  expect(document.activeElement?.id).toBe("line");
});

test("children that are not here yet are asked for when their node opens", () => {
  let asked = 0;
  const group = at("east").nextElementSibling!;
  group.replaceChildren();
  group.addEventListener("expand", () => asked++);
  setOpen(at("east"), true);
  expect(asked).toBe(1);
});
