import { Idiomorph } from "idiomorph";

/** What the reader opened stays open; times and drawings that did not change stay as they are. */
export function keepsAsIs(old: Node, fresh: Node): boolean {
  if (!(old instanceof HTMLElement) || !(fresh instanceof HTMLElement)) return false;
  if (old.matches("time[data-relative], time[data-clock]")) return old.getAttribute("datetime") === fresh.getAttribute("datetime");
  if (old.matches(".chart-canvas")) return true;
  if (old.matches("[data-map]")) return old.dataset["sourceUrl"] === fresh.dataset["sourceUrl"];
  if (old.matches("[data-chart]")) return chartData(old) === chartData(fresh);
  return old.isEqualNode(fresh);
}

const chartData = (figure: Element): string | undefined => figure.querySelector("script")?.textContent?.trim();

export function keepsAttribute(name: string, element: Element): boolean {
  if (name === "open") return element instanceof HTMLDetailsElement;
  return (name === "aria-expanded" || name === "tabindex") && element.getAttribute("role") === "treeitem";
}

/** Changes `target` into `fragment`, touching only what differs. */
export function morph(target: Element, fragment: DocumentFragment, style: "outerHTML" | "innerHTML"): Node[] {
  const result = Idiomorph.morph(target, style === "outerHTML" ? fragment.children : [...fragment.childNodes], {
    morphStyle: style,
    ignoreActiveValue: true,
    callbacks: {
      beforeNodeMorphed: (old: Node, fresh: Node) => !keepsAsIs(old, fresh),
      beforeAttributeUpdated: (name: string, element: Element) => !keepsAttribute(name, element),
    },
  });
  return Array.isArray(result) ? result : [];
}
