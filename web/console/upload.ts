import { whenLoaded, words } from "./loaded";

/** Whether a file may be sent, and its size as people say it. */
export const fits = (size: number, limit: number): boolean => limit <= 0 || size <= limit;

export function readableSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, "")} MB`;
}

function showFile(zone: HTMLElement, input: HTMLInputElement): void {
  const file = input.files?.[0];
  const line = zone.querySelector<HTMLElement>("[data-drop-file]");
  const error = zone.parentElement?.querySelector<HTMLElement>("[data-drop-error]");
  const tooLarge = file !== undefined && !fits(file.size, Number(zone.dataset["maxBytes"]));
  error?.replaceChildren();
  if (tooLarge) {
    const said = words("upload-too-large");
    if (said) error?.append(said, ` ${file.name} · ${readableSize(file.size)}`);
    input.value = "";
  }
  if (!line) return;
  line.hidden = file === undefined || tooLarge;
  line.textContent = file && !tooLarge ? `${file.name} · ${readableSize(file.size)}` : "";
}

function startZone(zone: HTMLElement): void {
  const input = zone.querySelector<HTMLInputElement>("input[type=file]");
  if (!input) return;
  input.addEventListener("change", () => showFile(zone, input));
  for (const name of ["dragenter", "dragover"])
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    showFile(zone, input);
  });
}

interface Sent {
  loaded: number;
  total: number;
  lengthComputable: boolean;
}

function startForm(form: HTMLFormElement): void {
  const bar = form.querySelector<HTMLProgressElement>("[data-upload-progress]");
  if (!bar) return;
  form.addEventListener("htmx:beforeRequest", () => {
    bar.value = 0;
    bar.hidden = false;
  });
  form.addEventListener("htmx:xhr:progress", (event) => {
    const sent = (event as CustomEvent<Sent>).detail;
    if (sent.lengthComputable) bar.value = (100 * sent.loaded) / sent.total;
  });
  form.addEventListener("htmx:afterRequest", () => {
    bar.hidden = true;
  });
}

export function startUpload(): void {
  whenLoaded<HTMLElement>("[data-drop-zone]", startZone);
  whenLoaded<HTMLFormElement>("form[data-upload]", startForm);
}
