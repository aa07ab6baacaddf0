import { whenSeen } from "./loaded";

/** Charts and maps are large: their code is fetched when one is on the page. */
export function startDrawings(): void {
  whenSeen<HTMLElement>("figure[data-chart]", (figure) => {
    void import("./chart").then(({ drawChart }) => drawChart(figure));
  });
  whenSeen<HTMLElement>("[data-map]", (place) => {
    void import("./map").then(({ drawMap }) => drawMap(place));
  });
}
