import { whenLoaded } from "./loaded";

/** A table larger than its place can be scrolled by keyboard too. */
export function startScrollers(): void {
  const look = (place: Element): void => {
    if (place.scrollWidth > place.clientWidth + 1 || place.scrollHeight > place.clientHeight + 1) place.setAttribute("tabindex", "0");
    else place.removeAttribute("tabindex");
  };
  const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => look(target)));
  whenLoaded<Element>(".table-responsive", (place) => watch.observe(place));
}
