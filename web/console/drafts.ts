import { loaded, whenLoaded, words } from "./loaded";

/** What is typed into `<form data-draft="key">` is kept in this tab until the server has it. */
export type Values = Record<string, string>;
export interface Draft {
  /** What the server had put in the form when typing began. */
  base: Values;
  values: Values;
  /** The path of the page that it was sent from, once it was sent. */
  sentFrom: string;
}

const KEY = "draft:";
const UNSAVED = new Set(["hidden", "file", "password", "submit", "button", "reset"]);

const same = (a: Values, b: Values): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (values: Values): [string, string][] => Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));

/** What to do with a kept draft when its form is shown again with `current` values from the server. */
export function verdict(draft: Draft, current: Values): "restore" | "forget" {
  if (same(draft.values, current)) return "forget";
  // The server's text has changed since: a sent draft has arrived, an unsent one is still the writer's.
  return draft.sentFrom !== "" && !same(draft.base, current) ? "forget" : "restore";
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function fields(form: HTMLFormElement): Field[] {
  return [...form.elements].filter(
    (field): field is Field =>
      (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) &&
      field.name !== "" &&
      !UNSAVED.has(field.type),
  );
}

const isChoice = (field: Field): field is HTMLInputElement => field.type === "checkbox" || field.type === "radio";
const nameOf = (field: Field): string => (isChoice(field) ? `${field.name}=${field.value}` : field.name);

function selected(field: Field): string {
  if (isChoice(field)) return String(field.checked);
  if (field instanceof HTMLSelectElement && field.multiple) return [...field.selectedOptions].map((one) => one.value).join("\n");
  return field.value;
}

export function valuesOf(form: HTMLFormElement): Values {
  return Object.fromEntries(fields(form).map((field) => [nameOf(field), selected(field)]));
}

export function fill(form: HTMLFormElement, values: Values): void {
  for (const field of fields(form)) {
    const value = values[nameOf(field)];
    if (value === undefined) continue;
    if (isChoice(field)) field.checked = value === "true";
    else if (field instanceof HTMLSelectElement && field.multiple)
      for (const option of field.options) option.selected = value.split("\n").includes(option.value);
    else field.value = value;
  }
}

function read(key: string): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

function write(key: string, draft: Draft): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Storage is full or forbidden: the form itself still holds what was typed.
  }
}

const unsent = new Set<HTMLFormElement>();

function restore(form: HTMLFormElement, draft: Draft, key: string, base: Values): void {
  fill(form, draft.values);
  form.dispatchEvent(new Event("input", { bubbles: true }));
  const note = words("draft-restored");
  note?.querySelector("[data-draft-discard]")?.addEventListener("click", (event) => {
    sessionStorage.removeItem(key);
    unsent.delete(form);
    fill(form, base);
    (event.target as Element).closest(".message")?.remove();
  });
  if (note) (form.querySelector(".card-body") ?? form).prepend(note);
  loaded(form);
}

function startForm(form: HTMLFormElement): void {
  const key = KEY + (form.dataset["draft"] ?? "");
  const base = valuesOf(form);
  const kept = read(key);
  form.addEventListener("input", () => {
    unsent.add(form);
    write(key, { base, values: valuesOf(form), sentFrom: "" });
  });
  form.addEventListener("submit", () => {
    unsent.delete(form);
    const draft = read(key);
    if (draft) write(key, { ...draft, values: valuesOf(form), sentFrom: location.pathname });
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    const { elt, successful, xhr } = (event as CustomEvent<{ elt: Element; successful: boolean; xhr: { status: number } }>).detail;
    const draft = read(key);
    if (elt !== form || !draft) return;
    // A form shown again with its errors (422) is swapped like a success, but is not one.
    if (successful && xhr.status < 400) return sessionStorage.removeItem(key);
    unsent.add(form);
    write(key, { ...draft, sentFrom: "" });
  });
  if (kept && verdict(kept, base) === "restore") restore(form, kept, key, base);
  else if (kept) sessionStorage.removeItem(key);
}

/** A draft that was sent from the page that led here, where neither its form nor a problem stands, has arrived. */
export function forgetArrived(page: ParentNode, store: Storage, cameFrom: string): void {
  if (page.querySelector("[data-problem]") || cameFrom === "") return;
  for (const key of Object.keys(store).filter((name) => name.startsWith(KEY))) {
    const isHere = [...page.querySelectorAll<HTMLFormElement>("form[data-draft]")].some((form) => KEY + form.dataset["draft"] === key);
    if (!isHere && read(key)?.sentFrom === cameFrom) store.removeItem(key);
  }
}

export function startDrafts(): void {
  forgetArrived(document, sessionStorage, document.referrer === "" ? "" : new URL(document.referrer).pathname);
  whenLoaded<HTMLFormElement>("form[data-draft]", startForm);
  window.addEventListener("beforeunload", (event) => {
    if ([...unsent].some((form) => form.isConnected)) event.preventDefault();
  });
}
