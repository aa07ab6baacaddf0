import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { palette, type Palette } from "./colours";
import { thousands } from "./loaded";

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export interface Chart {
  kind: "line" | "bar";
  categories: string[];
  series: { name: string; values: (number | null)[] }[];
}

/** ECharts' form of a chart. */
export function option(chart: Chart, colours: Palette, font: string): Record<string, unknown> {
  const text = { color: colours.text, fontFamily: font, fontSize: 12 };
  const quiet = { lineStyle: { color: colours.line } };
  return {
    animation: false,
    color: colours.series,
    textStyle: text,
    grid: { left: 8, right: 12, top: chart.series.length > 1 ? 32 : 12, bottom: 4, containLabel: true },
    legend: chart.series.length > 1 ? { top: 0, left: 0, itemHeight: 8, itemWidth: 14, icon: "roundRect", textStyle: text } : { show: false },
    // An HTML tooltip would write inline styles, which the content security policy forbids.
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, valueFormatter: (value: unknown) => (typeof value === "number" ? thousands(value) : "–") },
    xAxis: { type: "category", data: chart.categories, axisLine: quiet, axisTick: { show: false }, axisLabel: text },
    yAxis: {
      type: "value",
      splitLine: quiet,
      axisLabel: { ...text, formatter: (value: number) => thousands(value) },
    },
    series: chart.series.map(({ name, values }) => ({
      name,
      type: chart.kind,
      data: values,
      showSymbol: values.length < 40,
      symbolSize: 5,
      barMaxWidth: 22,
      lineStyle: { width: 2 },
    })),
  };
}

const drawn = new WeakMap<Element, EChartsType>();

export function drawChart(figure: HTMLElement): void {
  const place = figure.querySelector<HTMLElement>(".chart-canvas");
  const data = figure.querySelector('script[type="application/json"]')?.textContent;
  if (!place || !data) return;
  const chart = JSON.parse(data) as Chart;
  const live = drawn.get(place) ?? init(place, null, { renderer: "canvas" });
  const draw = (): void => void live.setOption(option(chart, palette(), getComputedStyle(place).fontFamily), true);
  draw();
  if (drawn.has(place)) return;
  drawn.set(place, live);
  new ResizeObserver(() => live.resize()).observe(place);
  document.addEventListener("theme", draw);
}
