import { whenLoaded } from "./loaded";

type Item = HTMLElement;
export type Move = "next" | "previous" | "first" | "last" | "in" | "out";

const MOVES: Record<string, Move> = {
  ArrowDown: "next",
  ArrowUp: "previous",
  Home: "first",
  End: "last",
  ArrowRight: "in",
  ArrowLeft: "out",
};

const isOpen = (item: Item): boolean => item.getAttribute("aria-expanded") === "true";
const isClosed = (item: Item): boolean => item.getAttribute("aria-expanded") === "false";
const groupOf = (item: Item): Element | null => item.parentElement?.querySelector(":scope > [role=group]") ?? null;
const parentOf = (item: Item): Item | null => item.closest("[role=group]")?.parentElement?.querySelector<Item>(":scope > [role=treeitem]") ?? null;

/** The items that are not inside a closed one, in the order in which they are seen. */
export function visibleItems(tree: Element): Item[] {
  return [...tree.querySelectorAll<Item>("[role=treeitem]")].filter((item) => {
    for (let above = parentOf(item); above; above = parentOf(above)) if (isClosed(above)) return false;
    return true;
  });
}

/** Opens or closes; children that are not here yet are asked for once. */
export function setOpen(item: Item, open: boolean): void {
  if (!item.hasAttribute("aria-expanded")) return;
  item.setAttribute("aria-expanded", String(open));
  const group = groupOf(item);
  if (open && group && group.childElementCount === 0) group.dispatchEvent(new CustomEvent("expand"));
}

export function focusItem(tree: Element, item: Item | undefined): void {
  if (!item) return;
  for (const other of tree.querySelectorAll<Item>("[role=treeitem][tabindex='0']")) other.tabIndex = -1;
  item.tabIndex = 0;
  item.focus();
}

export function move(tree: Element, from: Item, how: Move): void {
  if (how === "in" && isClosed(from)) return setOpen(from, true);
  if (how === "out" && isOpen(from)) return setOpen(from, false);
  if (how === "out") return focusItem(tree, parentOf(from) ?? undefined);
  const items = visibleItems(tree);
  const at = items.indexOf(from);
  if (how === "in") return isOpen(from) ? focusItem(tree, items[at + 1]) : undefined;
  focusItem(tree, { next: items[at + 1], previous: items[at - 1], first: items[0], last: items.at(-1) }[how]);
}

function onKey(tree: Element, event: KeyboardEvent): void {
  const item = (event.target as Element).closest<Item>("[role=treeitem]");
  if (!item || event.altKey || event.ctrlKey || event.metaKey) return;
  const how = MOVES[event.key];
  if (!how) return;
  event.preventDefault();
  move(tree, item, how);
}

function onClick(tree: Element, event: MouseEvent): void {
  const target = event.target as Element;
  const item = target.closest<Item>("[role=treeitem]");
  if (item && target.closest("[data-tree-toggle]")) {
    event.preventDefault();
    setOpen(item, !isOpen(item));
    focusItem(tree, item);
  }
}

export function startTree(): void {
  whenLoaded<HTMLElement>("[data-tree]", (tree) => {
    const first = tree.querySelector<Item>("[role=treeitem][aria-selected=true]") ?? tree.querySelector<Item>("[role=treeitem]");
    if (first) first.tabIndex = 0;
    tree.addEventListener("keydown", (event) => onKey(tree, event));
    tree.addEventListener("click", (event) => onClick(tree, event));
  });
}
