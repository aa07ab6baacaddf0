/** Behaviour for what is on the page and for what htmx brings later. */
type Then<E extends Element> = (element: E) => void;

const waiting: { selector: string; then: Then<Element> }[] = [];

function run(selector: string, then: Then<Element>, root: ParentNode): void {
  if (root instanceof Element && root.matches(selector)) then(root);
  for (const element of root.querySelectorAll(selector)) then(element);
}

/** Runs `then` for every element matching `selector`, now and after every swap that touches it. */
export function whenSeen<E extends Element>(selector: string, then: Then<E>): void {
  waiting.push({ selector, then: then as Then<Element> });
  run(selector, then as Then<Element>, document);
}

/** The same, once for each element: for listeners. */
export function whenLoaded<E extends Element>(selector: string, then: Then<E>): void {
  const known = new WeakSet<E>();
  whenSeen<E>(selector, (element) => {
    if (known.has(element)) return;
    known.add(element);
    then(element);
  });
}

/** Called for what a swap brought in. */
export function loaded(root: ParentNode): void {
  for (const { selector, then } of waiting) run(selector, then, root);
}

export const language = (): string => document.documentElement.lang || "zh-hans";

/** The number with thousands separators, as the server writes it. */
export const thousands = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: 2 });

/** A copy of what a `<template>` holds; the server translated it. */
export function words(id: string): DocumentFragment | null {
  const template = document.getElementById(id);
  return template instanceof HTMLTemplateElement ? (template.content.cloneNode(true) as DocumentFragment) : null;
}
