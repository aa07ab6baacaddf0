import htmx from "htmx.org";
import { destination } from "./answers";
import { loaded, words } from "./loaded";
import { morph } from "./morph";

interface SwapDetail {
  xhr: XMLHttpRequest;
  elt: Element;
  target: Element;
  serverResponse: string;
  shouldSwap: boolean;
  isError: boolean;
  swapOverride?: string;
}

const detailOf = <T>(event: Event): T => (event as CustomEvent<T>).detail;
const isPoll = (element: Element): boolean => element.hasAttribute("data-poll");
const messages = (): HTMLElement | null => document.getElementById("messages");

function show(fragment: DocumentFragment | null): void {
  const area = messages();
  if (!area || !fragment) return;
  area.replaceChildren(fragment);
  loaded(area);
  focusProblem(area);
}

function focusProblem(area: HTMLElement): void {
  const problem = area.querySelector<HTMLElement>(".problem") ?? area;
  problem.focus({ preventScroll: true });
  problem.scrollIntoView({ block: "nearest" });
}

/** A refresh that failed must not take the focus: it says since when the page is old. */
function noteStale(since: Date): void {
  const area = messages();
  if (!area || area.querySelector("[data-stale]")) return;
  const note = words("stale-note");
  const time = note?.querySelector("time");
  if (!note || !time) return;
  time.dateTime = since.toISOString();
  time.textContent = since.toLocaleTimeString();
  note.firstElementChild?.setAttribute("data-stale", "");
  area.append(note);
  loaded(area);
}

let refreshedAt = new Date();
const lastBody = new Map<string, string>();

function beforeSwap(event: Event): void {
  const detail = detailOf<SwapDetail>(event);
  if (detail.xhr.status < 400) {
    messages()?.querySelector("[data-stale]")?.remove();
    if (isPoll(detail.elt)) skipUnchanged(detail);
    return;
  }
  if (isPoll(detail.elt)) return noteStale(refreshedAt);
  const where = destination(detail.xhr.status, detail.serverResponse);
  if (where === "target") {
    detail.shouldSwap = true;
    detail.isError = false;
    return;
  }
  const area = messages();
  if (where === "unexpected" || !area) return show(words("problem-unexpected"));
  detail.shouldSwap = true;
  detail.target = area;
  detail.swapOverride = "innerHTML";
  queueMicrotask(() => focusProblem(area));
}

function skipUnchanged(detail: SwapDetail): void {
  refreshedAt = new Date();
  const key = detail.xhr.responseURL;
  if (lastBody.get(key) === detail.serverResponse) detail.shouldSwap = false;
  lastBody.set(key, detail.serverResponse);
}

function unreachable(event: Event): void {
  const { elt } = detailOf<SwapDetail>(event);
  if (isPoll(elt)) noteStale(refreshedAt);
  else show(words("problem-unreachable"));
}

export function startRequests(): void {
  htmx.defineExtension("morph", {
    isInlineSwap: (style: string) => style === "morph" || style === "morph:outerHTML",
    handleSwap: (style: string, target: Node, fragment: Node) =>
      style.startsWith("morph") && target instanceof Element
        ? morph(target, fragment as DocumentFragment, style === "morph:innerHTML" ? "innerHTML" : "outerHTML")
        : false,
  } as Parameters<typeof htmx.defineExtension>[1]);
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden && isPoll(detailOf<SwapDetail>(event).elt)) event.preventDefault();
  });
  document.addEventListener("htmx:beforeSwap", beforeSwap);
  document.addEventListener("htmx:sendError", unreachable);
  document.addEventListener("htmx:timeout", unreachable);
  document.addEventListener("htmx:load", (event) => loaded(detailOf<{ elt: Element }>(event).elt));
}
