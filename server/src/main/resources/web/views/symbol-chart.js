/** What ECharts is told to draw of a symbol: price, volume, and a pane for every indicator that has its own scale. */
import { clock, fixed, short } from "../ui/format.js";

const SHOWN_BARS = 120;
const AXIS_WIDTH = 64;
const TOP = 8;
const GAP = 14;
const FOOT = 46;
const VOLUME_SHARE = 0.14;
const PANE_SHARE = 0.16;
const DAY_MS = 86_400_000;

/**
 * @param {object} series a SymbolSeries
 * @param {Map<string, object>} catalog of indicators, by id
 * @param {number} width of a bar, milliseconds
 * @param {number} height of the chart, pixels
 * @param {object} colours of the page
 */
export function chartOptions(series, catalog, width, height, colours) {
  const lines = linesOf(series, catalog, colours);
  const panes = [...new Set(lines.filter((it) => it.pane).map((it) => it.pane))];
  const grids = gridsOf(panes.length, height);
  const { times, data } = dataOf(series, lines, colours);
  return {
    animation: false,
    textStyle: { fontFamily: "inherit", fontSize: 11 },
    grid: grids.map(({ top, height: tall }) => ({ left: 8, right: AXIS_WIDTH, top, height: tall })),
    axisPointer: { link: [{ xAxisIndex: "all" }], lineStyle: { color: colours.quiet, type: "dashed" }, label: { show: false } },
    tooltip: { show: true, trigger: "axis", showContent: false, renderMode: "richText", axisPointer: { type: "cross" } },
    xAxis: grids.map((_, index) => ({ ...xAxis(index, grids.length, width, colours), data: times })),
    yAxis: grids.map((_, index) => yAxis(index, panes, colours)),
    dataZoom: zooms(series.bars.length, grids.length, colours),
    series: [...fixedSeries(colours), ...lines.map((line) => lineSeries(line, panes))]
      .map((it) => ({ ...it, data: data.get(it.id) })),
  };
}

/** Only the data, as it moves: the series have ids, so nothing else changes. */
export function chartData(series, catalog, colours) {
  const lines = linesOf(series, catalog, colours);
  const { times, data } = dataOf(series, lines, colours);
  const axes = new Set(lines.map((it) => it.pane).filter(Boolean)).size + 2;
  return {
    xAxis: Array.from({ length: axes }, () => ({ data: times })),
    series: [...data].map(([id, values]) => ({ id, data: values })),
  };
}

function dataOf(series, lines, colours) {
  const { bars } = series;
  const times = bars.map((bar) => bar.time);
  const data = new Map([
    ["price", bars.map((bar) => [bar.open, bar.close, bar.low, bar.high])],
    ["volume", bars.map((bar) => volumeItem(bar, colours))],
    ["signals", marksOf(series, times)],
  ]);
  lines.forEach((line) => data.set(line.id, valuesOf(line, times)));
  return { times, data };
}

/** Outputs of indicators as lines: over the price where the catalog says so, else in the pane of their indicator. */
export function linesOf(series, catalog, colours) {
  const lines = [];
  for (const indicator of series.indicators.values()) {
    const about = catalog.get(indicator.text.split("(")[0]);
    for (const output of about?.outputs ?? []) {
      lines.push({
        id: `${indicator.text} ${output.name}`,
        name: output.name,
        indicator,
        pane: output.on_price ? null : indicator.text,
        bars: output.name.startsWith("hist"),
        colour: colours.lines[lines.length % colours.lines.length],
      });
    }
  }
  return lines;
}

/** How many panes there are below the volume. */
export function panesOf(series, catalog) {
  return [...series.indicators.values()].filter(({ text }) =>
    catalog.get(text.split("(")[0])?.outputs.some((it) => !it.on_price)).length;
}

/** Heights in pixels: the volume, a share for every pane, the price what is left. */
function gridsOf(panes, height) {
  const usable = Math.max(160, height - TOP - FOOT);
  const small = Math.round(usable * (panes > 3 ? 0.5 / panes : PANE_SHARE));
  const volume = Math.round(usable * VOLUME_SHARE);
  const price = usable - volume - GAP - panes * (small + GAP);
  const tops = [];
  let top = TOP;
  for (const tall of [price, volume, ...Array(panes).fill(small)]) {
    tops.push({ top, height: tall });
    top += tall + GAP;
  }
  return tops;
}

function xAxis(index, count, width, colours) {
  const last = index === count - 1;
  return {
    type: "category",
    gridIndex: index,
    boundaryGap: true,
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    axisLabel: { show: last, color: colours.quiet, hideOverlap: true, formatter: (time) => timeText(Number(time), width) },
    axisPointer: { label: { show: false } },
  };
}

function yAxis(index, panes, colours) {
  return {
    scale: true,
    gridIndex: index,
    position: "right",
    splitNumber: index === 0 ? 5 : 2,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: colours.quiet, hideOverlap: true, formatter: index === 1 ? (value) => short(value) : undefined },
    splitLine: { lineStyle: { color: colours.line } },
    name: index > 1 ? panes[index - 2] : "",
    nameLocation: "end",
    nameGap: 2,
    nameTextStyle: { color: colours.quiet, align: "right", fontSize: 10 },
    min: index === 1 ? 0 : undefined,
  };
}

function zooms(bars, axes, colours) {
  const all = Array.from({ length: axes }, (_, index) => index);
  const start = bars <= SHOWN_BARS ? 0 : 100 - (100 * SHOWN_BARS) / bars;
  return [
    { id: "inside", type: "inside", xAxisIndex: all, start, end: 100, minValueSpan: 10 },
    {
      id: "slider", type: "slider", xAxisIndex: all, start, end: 100, height: 16, bottom: 4, left: 8, right: AXIS_WIDTH,
      borderColor: colours.line, textStyle: { color: colours.quiet }, showDetail: false, brushSelect: false,
      dataBackground: { lineStyle: { color: colours.quiet }, areaStyle: { color: colours.line } },
    },
  ];
}

function fixedSeries(colours) {
  return [
    {
      id: "price", type: "candlestick", xAxisIndex: 0, yAxisIndex: 0,
      itemStyle: { color: colours.up, color0: colours.down, borderColor: colours.up, borderColor0: colours.down },
    },
    { id: "volume", type: "bar", xAxisIndex: 1, yAxisIndex: 1, large: false },
    { id: "signals", type: "scatter", xAxisIndex: 0, yAxisIndex: 0, symbolSize: 11, itemStyle: { color: colours.accent }, z: 5 },
  ];
}

function lineSeries(line, panes) {
  const axis = line.pane === null ? 0 : panes.indexOf(line.pane) + 2;
  const shared = { id: line.id, name: line.id, xAxisIndex: axis, yAxisIndex: axis };
  return line.bars
    ? { ...shared, type: "bar", itemStyle: { color: line.colour } }
    : { ...shared, type: "line", showSymbol: false, connectNulls: false, lineStyle: { color: line.colour, width: 1.4 },
      itemStyle: { color: line.colour }, emphasis: { disabled: true } };
}

function volumeItem(bar, colours) {
  return { value: bar.volume, itemStyle: { color: bar.close < bar.open ? colours.down : colours.up, opacity: 0.45 } };
}

function valuesOf(line, times) {
  return times.map((time) => {
    const value = line.indicator.values.get(time)?.[line.name];
    return value === undefined || Number.isNaN(value) ? "-" : value;
  });
}

/** A mark below the bar for what rises, above it for what falls, beside its close for everything else. */
function marksOf(series, times) {
  const at = new Map(times.map((time, index) => [time, index]));
  const marks = [];
  for (const [text, happened] of series.signals) {
    for (const [time, kind] of happened) {
      const index = at.get(time);
      if (index !== undefined) {
        const bar = series.bars[index];
        const fell = /BELOW|LEAVES|DOWN|FALL/.test(kind);
        marks.push({
          name: text,
          value: [index, fell ? bar.high : bar.low],
          symbol: "triangle",
          symbolRotate: fell ? 180 : 0,
          symbolOffset: [0, fell ? -9 : 9],
        });
      }
    }
  }
  return marks;
}

/** As an axis has it: days where a bar is a day, else the time of day. */
export function timeText(time, width) {
  const date = new Date(time);
  if (width >= DAY_MS) {
    return date.toLocaleDateString(undefined, { month: "short", day: "numeric", timeZone: "UTC" });
  }
  return width >= 60_000 ? date.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", hour12: false }) : clock(date);
}

/** One bar in words: "14:31  O 1.00  H ...". */
export function legendParts(series, catalog, colours, index, width, digits) {
  const bar = series.bars[index];
  if (!bar) {
    return [];
  }
  const parts = [{ label: "", text: `${width >= DAY_MS ? "" : `${new Date(bar.time).toLocaleDateString()} `}${timeText(bar.time, width)}` }];
  for (const [label, value] of [["O", bar.open], ["H", bar.high], ["L", bar.low], ["C", bar.close]]) {
    parts.push({ label, text: fixed(value, digits) });
  }
  parts.push({ label: "Vol", text: short(bar.volume) });
  for (const line of linesOf(series, catalog, colours)) {
    const value = line.indicator.values.get(bar.time)?.[line.name];
    parts.push({
      label: line.name === line.indicator.text.split("(")[0] ? line.indicator.text : line.id,
      text: value === undefined || Number.isNaN(value) ? "–" : String(Number(value.toPrecision(8))),
      colour: line.colour,
    });
  }
  for (const [text, happened] of series.signals) {
    if (happened.has(bar.time)) {
      parts.push({ label: text, text: happened.get(bar.time).toLowerCase().replaceAll("_", " ") });
    }
  }
  return parts;
}
