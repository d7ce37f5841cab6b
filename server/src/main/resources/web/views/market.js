/** The board: every symbol that is live, as it moves. */
import { el, setText } from "../ui/dom.js";
import { digitsOf, fixed, signed, short, count, NONE } from "../ui/format.js";
import { createTable } from "../ui/table.js";
import { drawSpark, Trail } from "../ui/spark.js";

const INTERVAL_MS = 250;
const DAY_INTERVAL_MS = 1_000;
const FLASH_MS = 450;
const FADE_MS = 150;
const SUMMARY_MS = 1_000;
/** As many as a server may know: hub.symbols-max. */
const ROWS_MAX = 10_000;

/** What was seen of a client's symbols outlives the view, so that a trail goes on when one comes back. */
const boards = new WeakMap();

const COLUMNS = [
  { id: "symbol", title: "Symbol", head: true, draw: drawSymbol, sort: (row) => row.symbol, width: "minmax(6rem, 1.4fr)" },
  { id: "last", title: "Last", number: true, draw: drawLast, sort: (row) => row.price, live: true, width: "minmax(4.25rem, 1fr)" },
  { id: "change", title: "Change", number: true, wide: true, draw: drawChange, sort: (row) => change(row), live: true },
  { id: "percent", title: "Chg %", number: true, draw: drawPercent, sort: (row) => percent(row), live: true, width: "minmax(4.5rem, 0.8fr)" },
  { id: "bid", title: "Bid", number: true, wide: true, text: (row) => fixed(row.bid, row.digits), sort: (row) => row.bid, live: true },
  { id: "ask", title: "Ask", number: true, wide: true, text: (row) => fixed(row.ask, row.digits), sort: (row) => row.ask, live: true },
  { id: "range", title: "Day’s range", number: true, wide: true, text: range, width: "minmax(9rem, 1.4fr)" },
  { id: "volume", title: "Volume", number: true, wide: true, text: (row) => short(row.volume), sort: (row) => row.volume, live: true },
  { id: "trail", title: "Trail", draw: (cell, row) => drawSpark(cell, row.trail, Math.sign(change(row) ?? 0)), width: "minmax(4.8rem, 7rem)" },
];

/** @returns {{close: () => void}} */
export function show(container, { client }) {
  const rows = boards.get(client) ?? new Map();
  boards.set(client, rows);
  const flashing = new Set();
  const table = createTable({ label: "Live prices", columns: COLUMNS, order: "symbol", empty: "Waiting for the first price." });
  const filter = el("input", { type: "search", id: "filter", placeholder: "Filter symbols", autocomplete: "off", spellcheck: "false" });
  const summary = el("p", { class: "summary" });
  container.append(
    el("div", { class: "bar" }, el("h1", {}, "Market"),
      el("label", { class: "unseen", for: "filter" }, "Filter symbols"), filter, summary),
    table.element);
  table.setRows([...rows.values()]);
  filter.addEventListener("input", () => {
    const wanted = filter.value.trim().toUpperCase();
    table.filter((row) => row.symbol.toUpperCase().includes(wanted));
    table.say(wanted ? `No symbol has “${filter.value.trim()}” in it.` : "Waiting for the first price.");
  });

  const rowOf = (symbol) => {
    let row = rows.get(symbol);
    if (!row && rows.size < ROWS_MAX) {
      if (rows.size === 0) {
        performance.mark("first price");
      }
      row = { symbol, digits: 0, trail: new Trail(), flash: 0, direction: 0 };
      rows.set(symbol, row);
      table.add(row);
    }
    return row;
  };
  const prices = client.subscribe(
    { channel: "prices", symbols: ["*"], delivery: { mode: "INTERVAL", interval_ms: INTERVAL_MS } },
    (event) => {
      if (event.type === "price_update") {
        const row = rowOf(event.symbol);
        if (row) {
          price(row, event, flashing);
          table.touch(row);
        }
      } else if (event.type === "gap" && event.symbol === "*") {
        rows.clear(); // Another life of the server: what stands here may never move again.
        table.setRows([]);
      } else if (event.type === "error") {
        table.say(`The server refused the subscription: ${event.message}`);
      }
    });
  const days = client.subscribe(
    { channel: "bars", symbols: ["*"], interval: "1d", delivery: { mode: "INTERVAL", interval_ms: DAY_INTERVAL_MS } },
    (event) => {
      const row = event.type === "bar_update" ? rowOf(event.symbol) : null;
      if (row) {
        const { open, high, low, volume } = event.bar;
        row.digits = Math.max(row.digits, digitsOf(open), digitsOf(high), digitsOf(low));
        Object.assign(row, { open, high, low, volume });
        table.touch(row);
      }
    });

  const fade = setInterval(() => {
    const now = performance.now();
    for (const row of flashing) {
      if (now > row.flash) {
        flashing.delete(row);
        table.touch(row);
      }
    }
  }, FADE_MS);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const recolour = () => rows.forEach((row) => table.touch(row));
  dark.addEventListener("change", recolour);
  const summarize = () => {
    let up = 0;
    let down = 0;
    for (const row of rows.values()) {
      const moved = change(row) ?? 0;
      up += moved > 0;
      down += moved < 0;
    }
    setText(summary, rows.size === 0 ? "" : `${count(rows.size)} symbols · ${count(up)} up · ${count(down)} down`);
  };
  summarize();
  const sums = setInterval(summarize, SUMMARY_MS);
  return {
    close() {
      prices.close();
      days.close();
      clearInterval(fade);
      clearInterval(sums);
      dark.removeEventListener("change", recolour);
      table.close();
    },
  };
}

function price(row, { data, snapshot }, flashing) {
  row.digits = Math.max(row.digits, digitsOf(data.price), digitsOf(data.bid), digitsOf(data.ask));
  if (data.price !== undefined) {
    if (row.price !== undefined && data.price !== row.price && !snapshot) {
      row.direction = Math.sign(data.price - row.price);
      row.flash = performance.now() + FLASH_MS;
      flashing.add(row);
    }
    row.trail.add(data.price, performance.now());
  }
  row.price = data.price;
  row.bid = data.bid;
  row.ask = data.ask;
}

function change(row) {
  return row.price === undefined || row.open === undefined ? undefined : row.price - row.open;
}

function percent(row) {
  return row.price === undefined || row.open === undefined ? undefined : (100 * (row.price - row.open)) / row.open;
}

function range(row) {
  return row.low === undefined ? NONE : `${fixed(row.low, row.digits)} – ${fixed(row.high, row.digits)}`;
}

function drawSymbol(cell, row) {
  const link = cell.firstChild ?? cell.appendChild(el("a", {}));
  if (cell.symbol !== row.symbol) {
    cell.symbol = row.symbol;
    setText(link, row.symbol);
    link.setAttribute("href", `#/market/${encodeURIComponent(row.symbol)}`);
  }
}

function drawLast(cell, row) {
  setText(cell, fixed(row.price, row.digits));
  const look = performance.now() > row.flash ? "" : row.direction > 0 ? "flash-up" : "flash-down";
  if (cell.look !== look) {
    cell.look && cell.classList.remove(cell.look);
    look && cell.classList.add(look);
    cell.look = look;
  }
}

function drawChange(cell, row) {
  setText(cell, signed(change(row), row.digits));
  colour(cell, change(row));
}

function drawPercent(cell, row) {
  const moved = percent(row);
  setText(cell, moved === undefined ? NONE : `${signed(moved, 2)}%`);
  colour(cell, moved);
}

function colour(cell, moved = 0) {
  const sign = moved > 0 ? "up" : moved < 0 ? "down" : "";
  if (cell.sign !== sign) {
    cell.classList.toggle("up", sign === "up");
    cell.classList.toggle("down", sign === "down");
    cell.sign = sign;
  }
}
