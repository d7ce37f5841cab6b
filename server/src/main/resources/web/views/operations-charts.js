/** What the server does over time, from the readings that it keeps of its last hour. */
import { el, fill, setText } from "../ui/dom.js";
import { clock, short } from "../ui/format.js";
import { createChart } from "../ui/chart.js";

const RANGES = [["5 min", 300], ["15 min", 900], ["1 h", 3_600]];
const SERIES_MAX = 6;
const MEGABYTE = 1_048_576;

/** Families of readings (docs/operations.md), what each line is called, and by what a value is multiplied. */
const CHARTS = [
  { title: "Throughput", unit: "/s", families: [["finstage_ticks_total:rate", "ticks"], ["finstage_deliveries_total:rate", "delivered"]] },
  { title: "Latency", unit: " ms", factor: 1_000, families: [
    ["finstage_delivery_latency_seconds:p50", "delivery p50"], ["finstage_delivery_latency_seconds:p99", "delivery p99"],
    ["finstage_analysis_duration_seconds:p99", "analysis p99"], ["finstage_task_run_seconds:p99", "task p99"]] },
  { title: "Processors", unit: " %", max: 100, families: [
    ["finstage_system_cpu_percent", "machine"], ["finstage_process_cpu_percent", "server"]] },
  { title: "Memory", unit: " MB", factor: 1 / MEGABYTE, families: [
    ["finstage_process_memory_bytes", "resident"], ["finstage_jvm_heap_used_bytes", "heap"]] },
  { title: "Subscribers", unit: "", families: [["finstage_subscribers", ""]] },
  { title: "Source age", unit: " ms", factor: 1_000, families: [["finstage_source_age_seconds", ""]] },
];

/**
 * @param {() => void} onRange another range was chosen
 */
export function showCharts(onRange) {
  let range = RANGES[0][1];
  const choices = el("div", { class: "choices", role: "group", "aria-label": "How far back" });
  for (const [text, seconds] of RANGES) {
    choices.append(el("button", {
      type: "button", "aria-pressed": String(seconds === range), onclick: (event) => {
        range = seconds;
        [...choices.children].forEach((it) => it.setAttribute("aria-pressed", String(it === event.currentTarget)));
        onRange();
      },
    }, text));
  }
  const panels = CHARTS.map((about) => new Panel(about));
  const element = el("section", { class: "charts", "aria-labelledby": "charts-title" },
    el("div", { class: "bar" }, el("h2", { id: "charts-title" }, "Over time"), choices),
    el("div", { class: "plots" }, panels.map((it) => it.element)));
  return {
    element,
    seconds: () => range,
    /** Which of all readings are drawn. */
    choose: (names) => panels.flatMap((it) => it.choose(names)),
    draw: (history) => panels.forEach((it) => it.draw(history, range)),
    close: () => panels.forEach((it) => it.close()),
  };
}

class Panel {
  element;
  #about;
  #plot = el("div", { class: "plot", role: "img" });
  #now = el("ul", { class: "keys note" });
  #lines = [];
  #chart = null;
  #data = [];
  #span = [0, 0];
  #closed = false;

  constructor(about) {
    this.#about = about;
    this.element = el("figure", { class: "card" },
      el("figcaption", {}, el("h3", {}, about.title), this.#now), this.#plot);
  }

  choose(names) {
    this.#lines = this.#about.families.flatMap(([family, title]) => names
      .filter((name) => name === family || name.startsWith(`${family}{`))
      .map((name) => ({ name, title: [title, labels(name)].filter(Boolean).join(" ") || family })))
      .slice(0, SERIES_MAX);
    return this.#lines.map((it) => it.name);
  }

  draw(history, seconds) {
    const times = (history?.time_ms ?? []).map(Number);
    const values = new Map((history?.series ?? []).map((it) => [it.name, it.values ?? []]));
    const factor = this.#about.factor ?? 1;
    this.#data = this.#lines.map(({ name, title }) => ({
      title,
      points: times.map((time, i) => [time, finite(values.get(name)?.[i], factor)]),
    }));
    const end = times.at(-1) ?? Date.now();
    this.#span = [end - 1_000 * seconds, end];
    const newest = this.#data.map(({ title, points }) => {
      const value = points.at(-1)?.[1] ?? null;
      return value === null ? title : `${title} ${this.#text(value)}`;
    });
    const texts = newest.length > 0 ? newest : ["Nothing yet"];
    if (this.#now.children.length !== texts.length || this.#now.dataset.lines !== String(newest.length)) {
      this.#now.dataset.lines = String(newest.length);
      fill(this.#now, texts.map((_, index) => el("li", { class: newest.length > 0 ? `line-${index + 1}` : "nothing" })));
    }
    texts.forEach((text, index) => setText(this.#now.children[index], text));
    this.#plot.setAttribute("aria-label", `${this.#about.title} over time; now ${texts.join(", ")}`);
    if (this.#chart) {
      this.#chart.then((it) => it?.draw());
    } else {
      this.#chart = createChart(this.#plot, (colours) => this.#options(colours)).then((it) => {
        if (this.#closed) {
          it.close();
          return null;
        }
        return it;
      }, () => null);
    }
  }

  close() {
    this.#closed = true;
    this.#chart?.then((it) => it?.close());
  }

  #text(value) {
    return `${value < 100 ? Number(value.toPrecision(2)) : short(Math.round(value))}${this.#about.unit}`;
  }

  #options(colours) {
    const label = { color: colours.quiet, fontSize: 11 };
    return {
      animation: false,
      textStyle: { fontFamily: "inherit" },
      grid: { left: 48, right: 10, top: 10, bottom: 22 },
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true, backgroundColor: colours.card, borderColor: colours.line,
        textStyle: { color: colours.ink, fontSize: 12 },
        formatter: (points) => [clock(points[0].axisValue), ...points.filter((it) => it.value[1] !== null)
          .map((it) => `${it.seriesName} ${this.#text(it.value[1])}`)].join("\n"),
      },
      xAxis: {
        type: "time", min: this.#span[0], max: this.#span[1], splitNumber: 4, axisLine: { lineStyle: { color: colours.line } },
        axisTick: { show: false }, axisLabel: { ...label, hideOverlap: true, formatter: (time) => clock(time).slice(0, 5) },
      },
      yAxis: {
        type: "value", min: 0, minInterval: this.#about.unit === "" ? 1 : 0, max: this.#about.max, splitNumber: 3, axisLabel: { ...label, formatter: (it) => (it < 10 ? Number(it.toPrecision(2)) : short(it)) },
        splitLine: { lineStyle: { color: colours.line } },
      },
      series: this.#data.map(({ title, points }, index) => ({
        type: "line", name: title, data: points, showSymbol: false, color: colours.lines[index % colours.lines.length],
        lineStyle: { width: 1.5 }, emphasis: { disabled: true },
      })),
    };
  }
}

/** The values of a reading's labels: what tells it from its like. */
function labels(name) {
  return [...name.matchAll(/="([^"]*)"/g)].map((it) => it[1]).join(" ");
}

function finite(value, factor) {
  const number = Number(value);
  return value === undefined || value === null || !Number.isFinite(number) ? null : number * factor;
}
