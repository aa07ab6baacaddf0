/** The panel at the side: opens when htmx fills it, closes with Escape or its button, and gives the focus back. */
export function startDetails(): void {
  let opener: HTMLElement | null = null;

  const close = (): void => {
    const panel = document.getElementById("details");
    if (!panel?.hasChildNodes()) return;
    panel.replaceChildren();
    for (const open of document.querySelectorAll("[data-number][aria-current]")) open.removeAttribute("aria-current");
    opener?.focus();
  };

  document.addEventListener("htmx:afterSwap", (event) => {
    const { target, requestConfig } = (event as CustomEvent<{ target: HTMLElement; requestConfig: { elt: HTMLElement } }>).detail;
    if (target.id !== "details") return;
    opener = requestConfig.elt;
    for (const open of document.querySelectorAll("[data-number][aria-current]")) open.removeAttribute("aria-current");
    if (opener.matches("[data-number]")) opener.setAttribute("aria-current", "true");
    target.focus({ preventScroll: true });
  });
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-details-close]")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
}
