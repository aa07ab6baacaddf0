import "maplibre-gl/dist/maplibre-gl.css";
import { Map as MapLibre, NavigationControl, setWorkerUrl, type GeoJSONSource, type MapGeoJSONFeature, type MapOptions } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { language, thousands } from "./loaded";
import { bounds, paint, type Areas } from "./map-paint";
import { palette } from "./colours";

setWorkerUrl(workerUrl);

const SOURCE = "areas";
const LABELS_FROM_ZOOM = 7;
const rowOf = (id: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-area="${CSS.escape(id)}"]`);

type Data = Parameters<GeoJSONSource["setData"]>[0];

function style(areas: Areas): NonNullable<MapOptions["style"]> {
  const colours = palette();
  return {
    version: 8,
    sources: { [SOURCE]: { type: "geojson", data: areas as unknown as Data, promoteId: "key" } },
    layers: [
      { id: "fill", type: "fill", source: SOURCE, paint: { "fill-color": ["get", "colour"] } },
      { id: "line", type: "line", source: SOURCE, paint: { "line-color": colours.line, "line-width": 0.8 } },
      {
        id: "chosen",
        type: "line",
        source: SOURCE,
        paint: {
          "line-color": colours.chosen,
          "line-width": ["case", ["boolean", ["feature-state", "chosen"], false], 3, ["boolean", ["feature-state", "hover"], false], 2, 0],
        },
      },
      {
        id: "name",
        type: "symbol",
        source: SOURCE,
        minzoom: LABELS_FROM_ZOOM,
        layout: { "text-field": ["get", "name"], "text-size": 12, "text-font": ["Noto Sans CJK SC"], "text-max-width": 6 },
        paint: { "text-color": ["get", "ink"], "text-halo-color": ["get", "colour"], "text-halo-width": 1 },
      },
    ],
  };
}

class AreaMap {
  private hovered: string | null = null;
  private chosen: string | null = null;
  private readonly map: MapLibre;
  private readonly legend = document.createElement("ol");
  private readonly name = document.createElement("p");

  constructor(
    private readonly place: HTMLElement,
    private readonly areas: Areas,
  ) {
    const canvas = document.createElement("div");
    canvas.className = "map-canvas";
    this.legend.className = "map-legend";
    this.name.className = "map-name";
    place.replaceChildren(canvas, this.name, this.legend);
    this.map = new MapLibre({
      container: canvas,
      style: style(this.colour()),
      bounds: bounds(areas),
      fitBoundsOptions: { padding: 18 },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      cooperativeGestures: false,
      localIdeographFontFamily: getComputedStyle(place).fontFamily,
      fadeDuration: 0,
    });
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.map.touchZoomRotate.disableRotation();
    this.listen();
  }

  private colour(): Areas {
    const { areas, legend } = paint(this.areas, palette());
    this.legend.replaceChildren(
      ...legend.map(({ colour, from, to }) => {
        const item = document.createElement("li");
        const swatch = document.createElementNS("http://www.w3.org/2000/svg", "svg");
        const square = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        for (const [name, value] of Object.entries({ width: "12", height: "12", rx: "2", fill: colour })) square.setAttribute(name, value);
        swatch.setAttribute("class", "map-swatch");
        swatch.append(square);
        item.append(swatch, from === to ? thousands(to) : `${thousands(from)}–${thousands(to)}`);
        return item;
      }),
    );
    if (this.place.dataset["measure"] && legend.length > 0) this.legend.lastElementChild?.append(` ${this.place.dataset["measure"]}`);
    return areas;
  }

  private listen(): void {
    this.map.on("mousemove", "fill", (event) => this.hover(idOf(event.features)));
    this.map.on("mouseleave", "fill", () => this.hover(null));
    this.map.on("click", "fill", (event) => this.choose(idOf(event.features), true));
    this.map.on("load", () => {
      this.place.dataset["drawn"] = String(this.areas.features.length);
      if (this.place.dataset["selected"]) this.choose(this.place.dataset["selected"], false);
    });
    document.addEventListener("theme", () => this.map.setStyle(style(this.colour())));
    for (const name of ["mouseover", "focusin"])
      document.addEventListener(name, (event) => {
        const row = (event.target as Element).closest<HTMLElement>("[data-area]");
        if (row || this.hovered) this.hover(row?.dataset["area"] ?? null);
      });
    new ResizeObserver(() => this.map.resize()).observe(this.place);
  }

  private state(id: string | null, name: "hover" | "chosen", value: boolean): void {
    if (id !== null && this.map.getSource(SOURCE)) this.map.setFeatureState({ source: SOURCE, id }, { [name]: value });
  }

  private hover(id: string | null): void {
    if (id === this.hovered) return;
    this.state(this.hovered, "hover", false);
    if (this.hovered) rowOf(this.hovered)?.classList.remove("is-hovered");
    this.hovered = id;
    this.state(id, "hover", true);
    if (id) rowOf(id)?.classList.add("is-hovered");
    this.map.getCanvas().classList.toggle("is-pointing", id !== null);
    this.name.textContent = id === null ? "" : this.said(id);
  }

  /** An area's name and number, as one line. */
  private said(id: string): string {
    const about = this.areas.features.find((area) => String(area.id) === id)?.properties;
    const value = typeof about?.value === "number" ? `${thousands(about.value)} ${this.place.dataset["measure"] ?? ""}` : "";
    return [about?.name, value.trim()].filter(Boolean).join(" · ");
  }

  private choose(id: string | null, scroll: boolean): void {
    if (id === null) return;
    this.state(this.chosen, "chosen", false);
    if (this.chosen) rowOf(this.chosen)?.classList.remove("is-chosen");
    this.chosen = id;
    this.state(id, "chosen", true);
    const row = rowOf(id);
    row?.classList.add("is-chosen");
    if (scroll) row?.scrollIntoView({ block: "nearest" });
    this.place.dispatchEvent(new CustomEvent("area-chosen", { bubbles: true, detail: id }));
  }

  refresh(areas: Areas): void {
    this.areas.features = areas.features;
    void this.map.getSource<GeoJSONSource>(SOURCE)?.setData(this.colour() as unknown as Data);
  }
}

const idOf = (features: MapGeoJSONFeature[] | undefined): string | null => (features?.[0]?.properties["key"] as string | undefined) ?? null;
const drawn = new WeakMap<Element, AreaMap>();

/** The words for failure stand in the page; here we only know that it failed. */
function fail(place: HTMLElement): void {
  place.dataset["failed"] = "";
  const said = place.querySelector<HTMLElement>("[data-map-failed]");
  if (said) said.hidden = false;
  const wait = place.querySelector<HTMLElement>(".map-wait");
  if (wait) wait.hidden = true;
}

export async function drawMap(place: HTMLElement): Promise<void> {
  const url = place.dataset["sourceUrl"];
  if (!url || drawn.has(place) || place.dataset["asked"] !== undefined) return;
  place.dataset["asked"] = "";
  try {
    const answer = await fetch(url, { headers: { Accept: "application/geo+json, application/json", "Accept-Language": language() } });
    if (!answer.ok) return fail(place);
    drawn.set(place, new AreaMap(place, (await answer.json()) as Areas));
  } catch (error) {
    console.warn(error);
    fail(place);
  }
}
