import { language, whenSeen } from "./loaded";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STILL_RELATIVE = 7 * DAY;

/** A time as a person says it: “3 minutes ago”, “yesterday”; null when the exact time says it better. */
export function relative(when: Date, now: Date, lang: string): string | null {
  const distance = when.getTime() - now.getTime();
  const size = Math.abs(distance);
  if (size >= STILL_RELATIVE) return null;
  const say = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
  if (size < 45 * SECOND) return say.format(0, "second");
  if (size < 45 * MINUTE) return say.format(Math.round(distance / MINUTE), "minute");
  if (size < 22 * HOUR) return say.format(Math.round(distance / HOUR), "hour");
  return say.format(Math.round(distance / DAY), "day");
}

/** Time since activation: “12 天 03:22:10”. */
export function elapsed(since: Date, now: Date, lang: string): string {
  const total = Math.max(0, Math.floor((now.getTime() - since.getTime()) / SECOND));
  const two = (value: number): string => String(value).padStart(2, "0");
  const days = Math.floor(total / 86_400);
  const clock = `${two(Math.floor(total / 3600) % 24)}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
  if (days === 0) return clock;
  return `${new Intl.NumberFormat(lang, { style: "unit", unit: "day", unitDisplay: "long" }).format(days)} ${clock}`;
}

function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

function refreshTime(element: HTMLTimeElement): void {
  const when = new Date(element.dateTime);
  if (Number.isNaN(when.getTime())) return;
  element.dataset["exact"] ??= element.textContent ?? "";
  write(element, relative(when, new Date(), language()) ?? element.dataset["exact"]);
}

function refreshClock(element: HTMLTimeElement): void {
  write(element, elapsed(new Date(element.dateTime), new Date(), language()));
}

export function startTimes(): void {
  whenSeen<HTMLTimeElement>("time[data-relative]", refreshTime);
  whenSeen<HTMLTimeElement>("time[data-clock]", refreshClock);
  setInterval(() => document.querySelectorAll<HTMLTimeElement>("time[data-relative]").forEach(refreshTime), 20 * SECOND);
  setInterval(() => document.querySelectorAll<HTMLTimeElement>("time[data-clock]").forEach(refreshClock), SECOND);
}
