/** `<details class="menu">` closes on Escape and on a click elsewhere. */
export function startMenus(): void {
  const closeAll = (except: Element | null): void => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) if (menu !== except) menu.open = false;
  };
  document.addEventListener("click", (event) => closeAll((event.target as Element).closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector<HTMLDetailsElement>("details.menu[open]");
    closeAll(null);
    open?.querySelector("summary")?.focus();
  });
}
