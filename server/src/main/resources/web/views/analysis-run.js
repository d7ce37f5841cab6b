/** Asks for an analysis of any number of symbols, in portions that fit into a message and into the server's limits. */
import { el, fill } from "../ui/dom.js";
import { NONE } from "../ui/format.js";

const PORTION = 250;
const PORTIONS_AT_A_TIME = 2;
const PAGE = 10_000;
const TIMEOUT_MS = 120_000;
const DIGITS = 7;

/** Every symbol that the server has a price of, or the first of them. */
export async function allSymbols(client, max) {
  const symbols = [];
  let page = "";
  do {
    const answer = await client.call("list_instruments", { page_size: PAGE, page_token: page });
    symbols.push(...answer.instruments.map((it) => it.symbol));
    page = answer.next_page_token;
  } while (page && symbols.length < max);
  return symbols.slice(0, max);
}

/**
 * Analyses all of them; a symbol that fails is a row too.
 *
 * @param {string[]} symbols
 * @param {{interval: string, studies: string[], signals: string[], from: string, to: string}} asked short texts, and the
 *   first time and the one after the last, empty for all bars
 * @param {AbortSignal} signal
 * @param {(row: object) => void} onRow
 * @param {() => void} onPortion after each portion
 */
export async function analyze(client, symbols, asked, signal, onRow, onPortion) {
  const request = {
    interval: asked.interval,
    indicators: asked.studies.map((id) => ({ id })),
    signals: asked.signals,
    output: { mode: "LAST" },
    ...(asked.from && { start_time: asked.from }),
    ...(asked.to && { end_time: asked.to }),
  };
  let next = 0;
  const work = async () => {
    while (next < symbols.length) {
      const portion = symbols.slice(next, next + PORTION);
      next += PORTION;
      await client.call("analyze_symbols", { ...request, symbols: portion }, {
        signal, timeout: TIMEOUT_MS, onReply: (answer) => answer?.symbol !== undefined && onRow(rowOf(answer)),
      });
      onPortion();
    }
  };
  await Promise.all(Array.from({ length: PORTIONS_AT_A_TIME }, work));
}

/** Columns of the table and of the file: what was asked, then what the server says of it. */
export function columnsOf({ interval, studies, signals }) {
  const values = studies.map((text, index) => ({
    id: `value-${index}`, title: text, number: true, width: "minmax(7rem, 1fr)",
    text: (row) => row.values[index]?.text ?? NONE,
    sort: (row) => row.values[index]?.first,
    raw: (row) => row.values[index]?.text.replaceAll(NONE, "") ?? "",
  }));
  const seen = signals.length === 0 ? [] : [{
    id: "signals", title: "Signals at the last bar", width: "minmax(10rem, 2fr)",
    text: (row) => row.signals.join(" ") || NONE,
    sort: (row) => row.signals.length,
    raw: (row) => row.signals.join(" "),
  }];
  return [
    { id: "symbol", title: "Symbol", head: true, width: "minmax(6rem, 1fr)", sort: (row) => row.symbol, raw: (row) => row.symbol,
      draw: (cell, row) => fill(cell, el("a", { href: chart(row.symbol, interval, studies) }, row.symbol)) },
    { id: "bars", title: "Bars", number: true, wide: true, text: (row) => String(row.bars), sort: (row) => row.bars, raw: (row) => row.bars },
    ...values, ...seen,
    { id: "outcome", title: "Status", width: "minmax(8rem, 2fr)", sort: (row) => row.error, raw: (row) => row.error ?? "OK",
      draw: (cell, row) => fill(cell, row.error ? el("span", { class: "error", title: row.error }, row.error) : "OK") },
  ];
}

function chart(symbol, interval, studies) {
  return `#/market/${encodeURIComponent(symbol)}/${interval}/${encodeURIComponent(studies.join(";"))}`;
}

function rowOf(answer) {
  const error = answer.status?.code ? answer.status.message || `code ${answer.status.code}` : undefined;
  const values = (answer.results ?? []).map(({ lines }) => {
    const last = lines.map((line) => numberOf(line.values.at(-1)));
    return { first: last[0], text: last.map(textOf).join(" / ") };
  });
  return { symbol: answer.symbol, bars: answer.bars, values, error, signals: (answer.signals ?? []).map((it) => it.signal) };
}

/** What is no number comes as a string. */
function numberOf(value) {
  return typeof value === "number" ? value : undefined;
}

function textOf(value) {
  return value === undefined ? NONE : String(Number(value.toPrecision(DIGITS)));
}
