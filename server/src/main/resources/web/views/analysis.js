/** Indicators and signals over many symbols at once, as a table that can be put in order and taken along. */
import { el, fill, newId, setText } from "../ui/dom.js";
import { count, span } from "../ui/format.js";
import { createTable } from "../ui/table.js";
import { save, csv } from "../ui/save.js";
import { indicatorForm, signalForm, loadCatalog } from "./symbol-forms.js";
import { allSymbols, analyze, columnsOf } from "./analysis-run.js";

const INTERVALS = ["1s", "1m", "5m", "15m", "1h", "1d"];
const STUDIES_MAX = 20;
const SYMBOLS_MAX = 10_000;
/** What a time looks like: a day, or a time of a day, both of UTC. */
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z?)?$/;

/** What was asked and answered outlives the view. */
const memories = new WeakMap();

/** @returns {{close: () => void}} */
export function show(container, { client, announce }) {
  const memory = memories.get(client) ?? { studies: ["rsi(14)"], signals: [], universe: "all", symbols: "", interval: "1m", from: "", to: "", rows: [], asked: null };
  memories.set(client, memory);
  const view = new AnalysisView(container, client, announce, memory);
  return { close: () => view.close() };
}

class AnalysisView {
  #client;
  #announce;
  #memory;
  #table = null;
  #running = null;
  #closed = false;

  #universe = el("select", { id: newId("universe") },
    el("option", { value: "all" }, "All symbols of the server"), el("option", { value: "these" }, "These symbols"));
  #symbols = el("input", { id: newId("symbols"), placeholder: "SPY, IBM", autocomplete: "off", spellcheck: "false" });
  #symbolsField = el("div", { class: "field" }, el("label", { for: this.#symbols.id }, "Symbols"), this.#symbols);
  #interval = el("select", { id: newId("interval") }, INTERVALS.map((it) => el("option", { value: it }, it)));
  #from = el("input", { id: newId("from"), placeholder: "the first bar", autocomplete: "off", spellcheck: "false" });
  #to = el("input", { id: newId("to"), placeholder: "the newest bar", autocomplete: "off", spellcheck: "false" });
  #run = el("button", { type: "submit", class: "primary" }, "Run");
  #stop = el("button", { type: "button", hidden: true, onclick: () => this.#running?.abort() }, "Stop");
  #csv = el("button", { type: "button", disabled: true, onclick: () => this.#save() }, "Download CSV");
  #failures = el("input", { type: "checkbox", id: newId("failures") });
  #summary = el("p", { class: "summary", role: "status" });
  #wrong = el("p", { class: "error", role: "alert", hidden: true });
  #progress = el("progress", { max: 1, value: 0, hidden: true, "aria-label": "Symbols analysed" });
  #chosen = el("ul", { class: "studies", "aria-label": "Indicators and signals that are computed" });
  #forms = el("div", { class: "forms" });
  #place = el("div", { class: "results" });

  constructor(container, client, announce, memory) {
    this.#client = client;
    this.#announce = announce;
    this.#memory = memory;
    this.#universe.value = memory.universe;
    this.#symbols.value = memory.symbols;
    this.#interval.value = memory.interval;
    this.#from.value = memory.from;
    this.#to.value = memory.to;
    this.#symbolsField.hidden = memory.universe !== "these";
    this.#universe.addEventListener("change", () => {
      this.#symbolsField.hidden = this.#universe.value !== "these";
    });
    this.#failures.addEventListener("change", () => this.#filter());
    const form = el("form", { class: "fields", novalidate: true, "aria-label": "What is analysed" },
      el("div", { class: "field" }, el("label", { for: this.#universe.id }, "Universe"), this.#universe),
      this.#symbolsField,
      el("div", { class: "field" }, el("label", { for: this.#interval.id }, "Width of a bar"), this.#interval),
      el("div", { class: "field" }, el("label", { for: this.#from.id }, "From (UTC)"), this.#from),
      el("div", { class: "field" }, el("label", { for: this.#to.id }, "Before (UTC)"), this.#to),
      this.#run, this.#stop);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#start();
    });
    container.append(
      el("div", { class: "bar" }, el("h1", {}, "Analysis"), this.#summary),
      el("div", { class: "card" }, form, this.#chosen, this.#wrong,
        el("details", { class: "adding" }, el("summary", {}, "Add indicators and signals"), this.#forms)),
      el("div", { class: "bar" }, el("h2", {}, "Results"), this.#progress,
        el("label", { class: "check" }, this.#failures, " Only failures"), this.#csv),
      this.#place);
    this.#drawChosen();
    this.#loadForms();
    if (memory.asked) {
      this.#lay(memory.asked, memory.rows);
      setText(this.#summary, memory.said ?? "");
    } else {
      fill(this.#place, el("p", { class: "note" }, "Nothing was run yet."));
    }
  }

  close() {
    this.#closed = true;
    this.#running?.abort();
    this.#keep();
    this.#table?.close();
  }

  async #loadForms() {
    try {
      const catalog = await loadCatalog(this.#client);
      fill(this.#forms, indicatorForm(catalog, (text) => this.#add(this.#memory.studies, text)),
        signalForm((text) => this.#add(this.#memory.signals, text)));
    } catch (error) {
      fill(this.#forms, el("p", { class: "error" }, `The catalog could not be loaded: ${error.message}`));
    }
  }

  async #add(list, text) {
    if (this.#memory.studies.length + this.#memory.signals.length >= STUDIES_MAX) {
      throw new Error(`at most ${STUDIES_MAX} at a time`);
    }
    if (!list.includes(text)) {
      list.push(text);
    }
    this.#drawChosen();
    this.#announce(`${text} is added`);
  }

  #drawChosen() {
    const line = (list, text) => el("li", {}, text,
      el("button", {
        type: "button", "aria-label": `Leave out ${text}`, onclick: () => {
          list.splice(list.indexOf(text), 1);
          this.#drawChosen();
          this.#run.focus();
        },
      }, "×"));
    fill(this.#chosen, this.#memory.studies.map((it) => line(this.#memory.studies, it)),
      this.#memory.signals.map((it) => line(this.#memory.signals, it)));
  }

  #keep() {
    this.#memory.universe = this.#universe.value;
    this.#memory.symbols = this.#symbols.value;
    this.#memory.interval = this.#interval.value;
    this.#memory.from = this.#from.value.trim();
    this.#memory.to = this.#to.value.trim();
  }

  async #start() {
    if (this.#running) {
      return;
    }
    this.#keep();
    const memory = this.#memory;
    this.#say("");
    const wrong = [this.#from, this.#to].filter((it) => mark(it));
    if (wrong.length > 0) {
      this.#say("A time is written as 2013-10-07 or as 2013-10-07T13:30:00Z.");
      wrong[0].focus();
      return;
    }
    const asked = {
      interval: memory.interval, studies: [...memory.studies], signals: [...memory.signals],
      from: timeOf(memory.from), to: timeOf(memory.to),
    };
    if (asked.studies.length + asked.signals.length === 0) {
      this.#say("Add an indicator or a signal first.");
      return;
    }
    const abort = new AbortController();
    this.#running = abort;
    this.#busy(true);
    memory.said = "";
    setText(this.#summary, "");
    const begun = performance.now();
    let failed = 0;
    try {
      const symbols = memory.universe === "all"
        ? await allSymbols(this.#client, SYMBOLS_MAX)
        : [...new Set(memory.symbols.split(/[\s,;]+/).filter(Boolean))];
      if (symbols.length === 0) {
        throw new Error(memory.universe === "all" ? "the server knows no symbol yet" : "name at least one symbol");
      }
      memory.rows = [];
      memory.asked = asked;
      this.#lay(asked, memory.rows);
      this.#table.say("No results yet.");
      this.#progress.max = symbols.length;
      await analyze(this.#client, symbols, asked, abort.signal, (row) => {
        failed += row.error ? 1 : 0;
        memory.rows.push(row);
        if (!this.#closed) {
          this.#table.touch(row);
          this.#progress.value = memory.rows.length;
        }
      }, () => this.#table.setRows(memory.rows));
    } catch (error) {
      memory.said = "stopped: ";
      this.#say(error.code === "CANCELLED" ? "" : `The analysis failed: ${error.message}`);
    }
    this.#running = null;
    memory.said += `${count(memory.rows.length - failed)} symbols with results, ${count(failed)} failed, in ${span(performance.now() - begun)}`;
    if (this.#closed) {
      return;
    }
    this.#busy(false);
    this.#table?.setRows(memory.rows);
    this.#table?.say("No results.");
    setText(this.#summary, memory.said);
  }

  #lay(asked, rows) {
    this.#table?.close();
    this.#table = createTable({
      label: "Results", columns: columnsOf(asked), order: "symbol", empty: "No results.",
    });
    this.#table.setRows(rows);
    this.#filter();
    this.#place.replaceChildren(this.#table.element);
    this.#csv.disabled = rows.length === 0;
  }

  #filter() {
    this.#table?.filter(this.#failures.checked ? (row) => Boolean(row.error) : () => true);
  }

  #busy(busy) {
    this.#run.disabled = busy;
    this.#stop.hidden = !busy;
    this.#progress.hidden = !busy;
    this.#progress.value = 0;
    this.#csv.disabled = busy || this.#memory.rows.length === 0;
  }

  #say(text) {
    setText(this.#wrong, text);
    this.#wrong.hidden = text === "";
  }

  #save() {
    const columns = columnsOf(this.#memory.asked);
    const lines = this.#memory.rows.map((row) => columns.map((it) => it.raw(row)));
    save(`analysis-${this.#memory.asked.interval}.csv`, "text/csv", [csv([columns.map((it) => it.title), ...lines])]);
  }
}

/** Whether a field of time cannot be read; it is marked then. */
function mark(input) {
  const wrong = input.value.trim() !== "" && timeOf(input.value.trim()) === "";
  input.setAttribute("aria-invalid", String(wrong));
  return wrong;
}

/** A time as the contract has it; empty when it is none. */
function timeOf(text) {
  const time = TIME.test(text) ? Date.parse(text.length > 10 && !text.endsWith("Z") ? `${text}Z` : text) : NaN;
  const iso = Number.isNaN(time) ? "" : new Date(time).toISOString();
  return iso.startsWith(text.slice(0, 10)) ? iso : ""; // The 31st of February would be in March.
}
