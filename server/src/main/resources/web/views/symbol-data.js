/** What the chart of one symbol shows: its bars, and values of indicators at them, from the past and as they come. */

export const INTERVALS = { "1s": 1_000, "1m": 60_000, "5m": 300_000, "15m": 900_000, "1h": 3_600_000, "1d": 86_400_000 };

const HISTORY_BARS = 500;
/** More bars than this are not kept: the oldest go. */
const BARS_MAX = 2_000;
/** How much further back each try looks, where trading has pauses. */
const REACHES = [1, 12, 150];
const PAGES_MAX = 5;
const PAGE_SIZE = 10_000;
/** Bars before the first one shown, so that the start of the series no longer shows in values. */
const WARM_UP_BARS = 1_500;
const DELIVERY = { mode: "INTERVAL", interval_ms: 250 };
const FIRST_BAR_WAIT_MS = 1_000;

/** Bars of one symbol and interval; tells when something has changed. */
export class SymbolSeries {
  /** Oldest first: {time, open, high, low, close, volume, closed}. */
  bars = [];
  /** Short text of an indicator to {text, values: Map of time to an object by output}. */
  indicators = new Map();
  /** Short text of a signal to a Map of time to its kind. */
  signals = new Map();

  #client;
  #symbol;
  #interval;
  #changed;
  #subscription;
  /** Short text to the subscription that brings it. */
  #brings = new Map();
  #open = new Set();
  #abort = new AbortController();
  #reloading = false;

  /**
   * @param {object} client of finstage.js
   * @param {string} symbol
   * @param {string} interval
   * @param {() => void} changed called after every change; must be cheap
   */
  constructor(client, symbol, interval, changed) {
    this.#client = client;
    this.#symbol = symbol;
    this.#interval = interval;
    this.#changed = changed;
  }

  /** Loads the past and follows the present; rejected when the past could not be had. */
  async start() {
    const first = new Promise((resolve, reject) => {
      setTimeout(resolve, FIRST_BAR_WAIT_MS);
      this.#subscription = this.#client.subscribe(
        { channel: "bars", symbols: [this.#symbol], interval: this.#interval, delivery: DELIVERY },
        (event) => {
          if (event.type === "bar_update") {
            this.#put({ ...event.bar, closed: event.closed });
            this.#changed();
            resolve();
          } else if (event.type === "gap" && event.cause === "RESUME_EXPIRED") {
            this.#reload();
          } else if (event.type === "error") {
            reject(new Error(event.message));
          }
        });
    });
    await first;
    await this.#loadBars();
  }

  /**
   * Adds an indicator.
   *
   * @returns {Promise<string>} its text as the server spells it
   */
  addIndicator(text) {
    return this.#follow(text, (canonical) => {
      const values = this.indicators.get(canonical)?.values ?? new Map();
      this.indicators.set(canonical, { text: canonical, values });
    }, (event) => {
      if (event.type === "indicator_update") {
        const { values } = this.indicators.get(event.indicator) ?? {};
        values?.set(Date.parse(event.open_time), event.values ?? {});
      }
    }, (canonical) => this.#loadIndicator(canonical));
  }

  /** Adds a signal, as in "crosses_above(ema(9),ema(21))". */
  addSignal(text) {
    return this.#follow(text, (canonical) => {
      this.signals.set(canonical, this.signals.get(canonical) ?? new Map());
    }, (event) => {
      if (event.type === "signal_update") {
        this.signals.get(event.signal)?.set(Date.parse(event.open_time), event.kind);
      }
    }, (canonical) => this.#loadSignal(canonical));
  }

  /** Ends an indicator or a signal, by its text as the server spells it. */
  remove(canonical) {
    this.#end(this.#brings.get(canonical));
    this.#brings.delete(canonical);
    this.indicators.delete(canonical);
    this.signals.delete(canonical);
    this.#changed();
  }

  close() {
    this.#abort.abort();
    this.#subscription?.close();
    this.#open.forEach((it) => this.#end(it));
  }

  #end(subscription) {
    subscription?.close();
    this.#open.delete(subscription);
  }

  /** Subscribes, learns how the server spells the text, and then asks for the past. */
  async #follow(text, begin, hear, load) {
    const canonical = await new Promise((resolve, reject) => {
      const subscription = this.#client.subscribe(
        { channel: "indicators", symbols: [this.#symbol], interval: this.#interval, indicators: [text], delivery: DELIVERY },
        (event) => {
          if (event.type === "subscribed") {
            const spelled = event.results[0]?.indicator ?? text;
            if ((this.#brings.get(spelled) ?? subscription) === subscription) {
              this.#brings.set(spelled, subscription);
              begin(spelled);
            } else {
              this.#end(subscription); // It is there, in other words.
            }
            resolve(spelled);
          } else if (event.type === "error") {
            this.#open.delete(subscription);
            const [violation] = event.field_violations ?? [];
            reject(new Error(violation ? `${text} ${violation.description}` : event.message));
          } else {
            hear(event);
            this.#changed();
          }
        });
      this.#open.add(subscription);
    });
    await load(canonical);
    this.#changed();
    return canonical;
  }

  async #loadBars() {
    const width = INTERVALS[this.#interval];
    const newest = this.bars.at(-1)?.time ?? Date.now();
    let past = [];
    for (const reach of REACHES) {
      past = await this.#page(newest - HISTORY_BARS * width * reach);
      if (past.length >= HISTORY_BARS / 2) {
        break;
      }
    }
    for (const bar of past.slice(-HISTORY_BARS)) {
      this.#put({ ...bar, closed: true });
    }
    this.#changed();
  }

  /** All pages from a time on, of which the last are what counts. */
  async #page(start) {
    const request = {
      symbol: this.#symbol,
      interval: this.#interval,
      start_time: new Date(Math.max(0, start)).toISOString(),
      page_size: PAGE_SIZE,
    };
    let bars = [];
    for (let page = 0; page < PAGES_MAX; page++) {
      const answer = await this.#client.call("list_bars", request, { signal: this.#abort.signal });
      bars = bars.concat(answer.bars ?? []).slice(-HISTORY_BARS);
      if (!answer.next_page_token) {
        break;
      }
      request.page_token = answer.next_page_token;
    }
    return bars;
  }

  async #reload() {
    if (this.#reloading) {
      return;
    }
    this.#reloading = true;
    try {
      await this.#loadBars();
      await Promise.all([...this.indicators.keys()].map((it) => this.#loadIndicator(it)));
      await Promise.all([...this.signals.keys()].map((it) => this.#loadSignal(it)));
      this.#changed();
    } catch {
      // The connection dropped again: the next gap asks again.
    } finally {
      this.#reloading = false;
    }
  }

  async #loadIndicator(text) {
    const answer = await this.#analyze({ indicators: [{ id: text }] });
    const values = this.indicators.get(text)?.values;
    const result = answer?.results?.[0];
    (answer?.open_time_ms ?? []).forEach((time, index) => {
      // What came live is newer than what was stored.
      if (values && !values.has(time)) {
        values.set(time, Object.fromEntries(result.lines.map((line) => [line.name, Number(line.values[index])])));
      }
    });
  }

  async #loadSignal(text) {
    const answer = await this.#analyze({ signals: [text] });
    for (const signal of answer?.signals ?? []) {
      this.signals.get(text)?.set(Date.parse(signal.open_time), signal.kind);
    }
  }

  async #analyze(what) {
    if (this.bars.length === 0) {
      return null;
    }
    const start = this.bars[0].time - WARM_UP_BARS * INTERVALS[this.#interval];
    let answer = null;
    await this.#client.call("analyze_symbols", {
      symbols: [this.#symbol],
      interval: this.#interval,
      start_time: new Date(Math.max(0, start)).toISOString(),
      output: { mode: "TAIL", tail: this.bars.length },
      ...what,
    }, { signal: this.#abort.signal, onReply: (it) => (answer = it) });
    return answer;
  }

  /** Bars come in order, but for corrections of one that was closed. */
  #put({ open_time: openTime, ...bar }) {
    bar.time = Date.parse(openTime);
    const { bars } = this;
    let at = bars.length;
    while (at > 0 && bars[at - 1].time > bar.time) {
      at--;
    }
    if (at > 0 && bars[at - 1].time === bar.time) {
      bars[at - 1] = bar;
    } else {
      bars.splice(at, 0, bar);
    }
    if (bars.length > BARS_MAX) {
      const oldest = bars[bars.length - BARS_MAX].time;
      bars.splice(0, bars.length - BARS_MAX);
      for (const { values } of this.indicators.values()) {
        forgetBefore(values, oldest);
      }
      this.signals.forEach((times) => forgetBefore(times, oldest));
    }
  }
}

function forgetBefore(times, oldest) {
  for (const time of times.keys()) {
    if (time < oldest) {
      times.delete(time);
    }
  }
}
