/** One symbol: its candlesticks as they form, with volume, indicators and signals. */
import { el, fill, setText } from "../ui/dom.js";
import { digitsOf, fixed, signed } from "../ui/format.js";
import { colours, createChart } from "../ui/chart.js";
import { INTERVALS, SymbolSeries } from "./symbol-data.js";
import { chartData, chartOptions, legendParts, panesOf } from "./symbol-chart.js";
import { indicatorForm, signalForm, loadCatalog } from "./symbol-forms.js";

const DRAW_MS = 250;
const STUDIES_MAX = 12;
/** Least heights in pixels; a page that is lower scrolls. */
const PRICE_HEIGHT = 280;
const PANE_HEIGHT = 70;

/** "#/market/SPY/5m/rsi(14);ema(20)" is a chart with its interval and what was added to it. */
export function show(container, { client, announce, path }) {
  const [symbol, asked = "1m", studies = ""] = path;
  const view = new SymbolView(container, client, announce, symbol);
  view.choose(Object.hasOwn(INTERVALS, asked) ? asked : "1m", studies.split(";").filter(Boolean));
  return { close: () => view.close() };
}

class SymbolView {
  #client;
  #announce;
  #symbol;
  #interval = "";
  #series = null;
  #chart = null;
  #making = null;
  #catalog = new Map();
  #prices;
  #days;
  #drawing = 0;
  #pointed = null;
  #digits = 0;
  #open;
  #price;
  #closed = false;
  #turn = 0;
  #refused = "";
  #failed = false;
  #loading = false;
  #zoomed = false;
  #wanted = [];
  #states;

  #last = el("span", { class: "last" });
  #change = el("span", { class: "change" });
  #choices = el("div", { class: "choices", role: "group", "aria-label": "Width of a bar" });
  #legend = el("p", { class: "legend", id: "legend" });
  #note = el("p", { class: "note over", role: "status" }, "Loading bars.");
  #plot = el("div", { class: "plot", tabindex: 0, role: "application", "aria-describedby": "legend" });
  #stage = el("div", { class: "stage" }, this.#plot, this.#note);
  #studies = el("ul", { class: "studies", "aria-label": "Indicators and signals" });
  #forms = el("div", { class: "forms" });

  constructor(container, client, announce, symbol) {
    this.#client = client;
    this.#announce = announce;
    this.#symbol = symbol;
    this.#plot.setAttribute("aria-label", `Chart of ${symbol}: arrow keys go from bar to bar`);
    this.#plot.addEventListener("keydown", (event) => this.#key(event));
    for (const interval of Object.keys(INTERVALS)) {
      this.#choices.append(el("button", { type: "button", onclick: () => this.choose(interval, this.#asked()) }, interval));
    }
    container.append(
      el("div", { class: "bar" },
        el("a", { href: "#/market", class: "back" }, "‹ Market"), el("h1", {}, symbol), this.#last, this.#change, this.#choices),
      el("div", { class: "card chart" }, this.#legend, this.#stage),
      el("details", { class: "card adding" }, el("summary", {}, "Indicators and signals"), this.#forms),
      this.#studies);
    this.#follow();
  }

  /** Draws bars of another width, and everything that was added over them. */
  async choose(interval, texts) {
    const mine = ++this.#turn;
    this.#interval = interval;
    for (const button of this.#choices.children) {
      button.setAttribute("aria-pressed", String(button.textContent === interval));
    }
    this.#series?.close();
    this.#pointed = null;
    this.#zoomed = false;
    const series = new SymbolSeries(this.#client, this.#symbol, interval, () => this.#soon());
    this.#series = series;
    this.#wanted = texts;
    this.#failed = false;
    this.#loading = true;
    this.#say("Loading bars.");
    try {
      await Promise.all([series.start(), this.#loadCatalog()]);
      if (mine !== this.#turn) {
        return;
      }
      await this.#redraw();
      this.#loading = false;
      this.#say(series.bars.length > 0 ? "" : `No bars of ${interval} yet: the first trade makes one.`);
    } catch (error) {
      if (mine === this.#turn && !this.#closed) {
        this.#failed = true;
        this.#say(`Bars could not be loaded: ${error.message}`);
      }
      return;
    }
    for (const text of texts) {
      if (mine === this.#turn) {
        await this.#add(text).catch((error) => {
          this.#got(text);
          this.#announce(error.message);
        });
      }
    }
    if (mine === this.#turn && !this.#closed) {
      this.#remember();
    }
  }

  /** It is there, or cannot be had. */
  #got(text) {
    this.#wanted = this.#wanted.filter((it) => it !== text);
  }

  close() {
    this.#closed = true;
    this.#turn++;
    clearTimeout(this.#drawing);
    this.#states();
    this.#prices.close();
    this.#days.close();
    this.#series?.close();
    this.#chart?.close();
  }

  /** A symbol that is none stays one, whatever else goes wrong. */
  #say(text) {
    setText(this.#note, this.#refused || text);
    this.#note.hidden = this.#note.textContent === "";
  }

  /** What is shown, and what is still on its way. */
  #asked() {
    return [...new Set([...this.#texts(), ...this.#wanted])];
  }

  #texts() {
    return this.#series ? [...this.#series.indicators.keys(), ...this.#series.signals.keys()] : [];
  }

  async #loadCatalog() {
    if (this.#catalog.size > 0) {
      return;
    }
    this.#catalog = await loadCatalog(this.#client);
    const add = (text) => this.#add(text);
    fill(this.#forms, indicatorForm(this.#catalog, add), signalForm(add));
  }

  /** @param {string} text of an indicator or a signal: what the catalog does not name is a signal */
  async #add(text) {
    if (this.#texts().length >= STUDIES_MAX) {
      throw new Error(`At most ${STUDIES_MAX} indicators and signals at a time`);
    }
    const series = this.#series;
    const known = this.#catalog.has(text.split("(")[0].trim());
    const canonical = await (known ? series.addIndicator(text) : series.addSignal(text));
    if (series === this.#series && !this.#closed) {
      this.#got(text);
      await this.#redraw();
      this.#announce(`${canonical} is shown`);
    }
  }

  async #redraw() {
    this.#remember();
    this.#list();
    this.#digits = this.#series.bars.slice(-200)
      .reduce((most, bar) => Math.max(most, digitsOf(bar.close), digitsOf(bar.high)), this.#digits);
    if (this.#series.bars.length === 0) {
      return;
    }
    this.#stage.style.minHeight = `${PRICE_HEIGHT + PANE_HEIGHT * panesOf(this.#series, this.#catalog)}px`;
    if (this.#chart) {
      this.#chart.draw({ keepZoom: this.#zoomed });
    } else {
      this.#making ??= this.#make();
      await this.#making;
    }
    this.#zoomed = true;
    if (this.#closed) {
      return;
    }
    this.#drawLegend();
  }

  async #make() {
    const made = await createChart(this.#plot, (palette) =>
      chartOptions(this.#series, this.#catalog, INTERVALS[this.#interval], this.#plot.clientHeight, palette));
    if (this.#closed) {
      made.close();
      return;
    }
    this.#chart = made;
    made.chart.getZr().on("mousemove", ({ offsetX }) => {
      const index = Math.round(made.chart.convertFromPixel({ xAxisIndex: 0 }, offsetX));
      this.#pointed = this.#series.bars[index]?.time ?? null;
      this.#drawLegend();
    });
    made.chart.getZr().on("globalout", () => this.#point(null));
  }

  /** The address has what is shown, so that it can be kept and passed on. */
  #remember() {
    const parts = ["market", this.#symbol, this.#interval, this.#asked().join(";")].filter(Boolean);
    history.replaceState(null, "", `#/${parts.map(encodeURIComponent).join("/")}`);
  }

  #soon() {
    this.#drawing ||= setTimeout(() => requestAnimationFrame(() => {
      this.#drawing = 0;
      if (this.#closed || this.#loading || this.#series.bars.length === 0) {
        return;
      }
      if (this.#chart && this.#note.hidden) {
        this.#chart.chart.setOption(chartData(this.#series, this.#catalog, colours()));
        this.#drawLegend();
      } else if (!this.#failed) {
        this.#redraw().then(() => this.#say(""));
      }
    }), DRAW_MS);
  }

  #drawLegend() {
    const { bars } = this.#series;
    const at = this.#pointed === null ? -1 : bars.findIndex((bar) => bar.time === this.#pointed);
    const index = at < 0 ? bars.length - 1 : at;
    const parts = legendParts(this.#series, this.#catalog, colours(), index, INTERVALS[this.#interval], this.#digits);
    fill(this.#legend, parts.map(({ label, text, colour }) => {
      const part = el("span", {}, label && el("b", {}, `${label} `), text);
      if (colour) {
        part.style.setProperty("--mark", colour);
        part.className = "marked";
      }
      return [part, " "];
    }));
    this.#plot.dataset.bars = String(bars.length);
    this.#plot.dataset.time = String(bars[index]?.time ?? "");
  }

  #list() {
    fill(this.#studies, this.#texts().map((text) => el("li", {}, text, el("button", {
      type: "button",
      class: "small",
      "aria-label": `Remove ${text}`,
      onclick: () => {
        this.#series.remove(text);
        this.#redraw();
        this.#announce(`${text} is removed`);
      },
    }, "×"))));
  }

  #key(event) {
    const { bars } = this.#series;
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === "Escape") {
      this.#point(null);
    } else if (step !== undefined && bars.length > 0) {
      event.preventDefault();
      const at = this.#pointed === null ? bars.length - 1 : bars.findIndex((bar) => bar.time === this.#pointed);
      this.#point(Math.min(bars.length - 1, Math.max(0, at + step)));
      this.#announce(this.#legend.textContent);
    }
  }

  /** Points at a bar, as the mouse would, or at none. */
  #point(index) {
    this.#pointed = index === null ? null : this.#series.bars[index].time;
    if (!this.#loading) {
      this.#chart?.chart.dispatchAction(index === null
        ? { type: "hideTip" } : { type: "showTip", seriesIndex: 0, dataIndex: index });
    }
    this.#drawLegend();
  }

  #follow() {
    this.#states = this.#client.on("state", ({ name }) => {
      if (this.#failed && (name === "live" || name === "resumed")) {
        this.choose(this.#interval, this.#wanted);
      }
    });
    this.#prices = this.#client.subscribe(
      { channel: "prices", symbols: [this.#symbol], delivery: { mode: "INTERVAL", interval_ms: DRAW_MS } },
      (event) => {
        if (event.type === "price_update") {
          this.#price = event.data.price;
          this.#digits = Math.max(this.#digits, digitsOf(this.#price));
          this.#drawPrice();
        } else if (event.type === "error" || event.results?.[0].status === "INVALID_SYMBOL") {
          this.#refused = event.message ?? `${this.#symbol} is not the form of a symbol.`;
          this.#say("");
        }
      });
    this.#days = this.#client.subscribe(
      { channel: "bars", symbols: [this.#symbol], interval: "1d", delivery: { mode: "INTERVAL", interval_ms: 1_000 } },
      (event) => {
        if (event.type === "bar_update") {
          this.#open = event.bar.open;
          this.#drawPrice();
        }
      });
  }

  #drawPrice() {
    setText(this.#last, fixed(this.#price, this.#digits));
    if (this.#price !== undefined && this.#open !== undefined) {
      const moved = this.#price - this.#open;
      setText(this.#change, `${signed(moved, this.#digits)} (${signed((100 * moved) / this.#open, 2)}%)`);
      this.#change.className = `change ${moved > 0 ? "up" : moved < 0 ? "down" : ""}`;
    }
  }
}
