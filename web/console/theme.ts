import { whenLoaded } from "./loaded";

export type Theme = "auto" | "light" | "dark";
const ORDER: Theme[] = ["auto", "light", "dark"];
const YEAR = 365 * 24 * 3600;

export const next = (theme: Theme): Theme => ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? "auto";

export const shown = (theme: Theme, systemIsDark: boolean): "light" | "dark" =>
  theme === "auto" ? (systemIsDark ? "dark" : "light") : theme;

const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const chosen = (): Theme => ORDER.find((theme) => theme === root.dataset["theme"]) ?? "auto";

function apply(theme: Theme): void {
  root.dataset["theme"] = theme;
  root.dataset["bsTheme"] = shown(theme, system.matches);
  document.dispatchEvent(new CustomEvent("theme"));
}

function keep(theme: Theme): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${theme}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
}

function label(button: HTMLElement): void {
  const name = chosen();
  const text = button.dataset[`label${name.charAt(0).toUpperCase()}${name.slice(1)}`];
  if (text !== undefined) {
    button.title = text;
    button.setAttribute("aria-label", text);
  }
}

export function startTheme(): void {
  system.addEventListener("change", () => apply(chosen()));
  whenLoaded<HTMLElement>("[data-theme-toggle]", (button) => {
    label(button);
    button.addEventListener("click", () => {
      const theme = next(chosen());
      keep(theme);
      apply(theme);
      label(button);
    });
  });
}
