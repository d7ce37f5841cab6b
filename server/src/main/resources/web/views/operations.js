/** How the server is: what fires, what it promises, what it does, and what it adjusts by itself. */
import { el, fill, setText } from "../ui/dom.js";
import { count, span, NONE } from "../ui/format.js";
import { showAlerts } from "./operations-alerts.js";
import { showCharts } from "./operations-charts.js";
import { showTuning } from "./operations-tuning.js";
import { headOf, isUp, seconds } from "./operations-words.js";

const EVERY_MS = 5_000;
/** How often it is looked whether there are readings that were not there before. */
const NAMES_EVERY_MS = 15_000;
const STATES_GOOD = new Set(["EMITTING", "FINISHED", "WAITING_FOR_SUBSCRIBER"]);

/** @returns {{close: () => void}} */
export function show(container, { client, announce }) {
  useStyle();
  const summary = el("p", { class: "summary" }, "Asking the server.");
  const objectives = el("div", { class: "objectives" });
  const sources = el("tbody");
  const alerts = showAlerts(client, announce);
  const charts = showCharts(() => look());
  const tuning = showTuning(client, announce);
  container.append(
    el("div", { class: "bar" }, el("h1", {}, "Operations"), summary),
    el("div", { class: "panels" },
      alerts.element,
      el("div", { class: "column" },
        el("section", { class: "card", "aria-labelledby": "objectives-title" },
          el("h2", { id: "objectives-title" }, "Objectives"),
          el("p", { class: "note" }, "What is promised, and how much of what may go wrong is left."), objectives),
        el("section", { class: "card sources", "aria-labelledby": "sources-title" },
          el("h2", { id: "sources-title" }, "Sources"),
          el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table of sources" }, el("table", {},
            headOf("Source", "State", "#Age", "#Ticks", "Why"), sources)))),
      charts.element,
      tuning.element));

  let names = [];
  let namedAt = -Infinity;
  let looking = false;
  let closed = false;
  const look = async () => {
    if (looking || closed || document.hidden || !isUp(client)) {
      return;
    }
    looking = true;
    try {
      if (performance.now() - namedAt > NAMES_EVERY_MS) {
        names = charts.choose(Object.keys((await client.call("get_status")).readings ?? {}));
        namedAt = performance.now();
      }
      const status = await client.call("get_status", {
        readings: names.length > 0 ? names : ["none"], history: `${charts.seconds()}s`, history_points_max: 180,
      });
      if (closed) {
        return;
      }
      setText(summary, about(status));
      drawObjectives(objectives, status.objectives ?? []);
      fill(sources, (status.sources ?? []).map(sourceRow));
      charts.draw(status.history);
      await tuning.look();
    } catch (error) {
      setText(summary, `The server does not say how it is: ${error.message}`);
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(look, EVERY_MS);
  const ended = client.on("state", ({ name, restarted }) => {
    if (name === "live" || name === "resumed") {
      namedAt = restarted ? -Infinity : namedAt;
      look();
    }
  });
  look();
  return {
    close() {
      closed = true;
      clearInterval(timer);
      ended();
      alerts.close();
      charts.close();
      tuning.close();
    },
  };
}

function useStyle() {
  const href = new URL("operations.css", import.meta.url).href;
  if (![...document.styleSheets].some((it) => it.href === href)) {
    document.head.append(el("link", { rel: "stylesheet", href }));
  }
}

function about(status) {
  const ready = status.ready ? "ready" : `not ready: ${(status.ready_reasons ?? []).join(", ")}`;
  return `${status.node || "server"} · ${status.server_version} · up ${span(1_000 * seconds(status.uptime))} · ${ready}`;
}

/** Elements stay where they are and only their texts change, so that a reader is not interrupted. */
function drawObjectives(container, objectives) {
  if (container.children.length !== objectives.length) {
    fill(container, objectives.map(() => objectiveCard()));
  }
  objectives.forEach((it, index) => {
    const card = container.children[index];
    const left = it.error_budget_remaining_ratio ?? 0;
    const burns = Math.max(it.burn_rate_5m ?? 0, it.burn_rate_1h ?? 0);
    const look = left <= 0 ? "broken" : burns > 6 || left < 0.25 ? "burning" : "kept";
    card.className = `objective ${look}`;
    const [name, words, bar, budget, kept, burn] = card.children;
    setText(name, it.name);
    setText(words, wordsOf(it));
    bar.firstChild.style.width = `${100 * Math.max(0, Math.min(1, left))}%`;
    setText(budget, left < 0 ? "Broken: more went wrong than may" : `${percent(left)} of the error budget left`);
    setText(kept, Number(it.events) > 0
      ? `${percent(it.availability_ratio, 3)} of ${count(Number(it.events))} good, promised ${percent(it.target, 3)}`
      : `no events yet, promised ${percent(it.target, 3)}`);
    setText(burn, `burns ${times(it.burn_rate_5m)} over 5 min, ${times(it.burn_rate_1h)} over 1 h`);
  });
}

function objectiveCard() {
  return el("div", { class: "objective" }, el("h3", {}), el("p", { class: "note" }),
    el("div", { class: "budget", "aria-hidden": "true" }, el("div")), el("p", { class: "left" }), el("p", {}), el("p", {}));
}

function wordsOf(it) {
  const bound = it.threshold_seconds === undefined ? "" : ` Within ${span(1_000 * it.threshold_seconds)}.`;
  return `${it.description}${bound}`;
}

function percent(ratio = 0, digits = 1) {
  return `${(100 * ratio).toFixed(digits).replace(/\.?0+$/, "")} %`;
}

function times(rate = 0) {
  return `${rate < 10 ? rate.toFixed(1) : Math.round(rate)}×`;
}

function sourceRow(source) {
  const age = seconds(source.age);
  return el("tr", {},
    el("th", { scope: "row" }, source.name),
    el("td", { class: STATES_GOOD.has(source.state) ? "up" : "down" }, source.state.toLowerCase().replaceAll("_", " ")),
    el("td", { class: "number" }, Number.isNaN(age) ? NONE : span(1_000 * age)),
    el("td", { class: "number" }, count(Number(source.ticks ?? 0))),
    el("td", { class: "note" }, source.reason ?? ""));
}
