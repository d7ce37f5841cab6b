// Live prices over /ws. Everything that comes from the server is put in as text, never as markup.
"use strict";

const INTERVAL_MS = 250;
const BACKOFF_FIRST_MS = 500;
const BACKOFF_MAX_MS = 30_000;
const STABLE_AFTER_MS = 10_000;
const ROWS_MAX = 2_000;
const DIGITS_MAX = 8;
// Columns that a phone does not show.
const WIDE = new Set(["size", "time", "sequence"]);
// Close codes after which the same request would fail the same way.
const FINAL_CODES = new Set([1002, 1003, 1007, 1009, 4003, 4016]);

const element = (id) => document.getElementById(id);
const table = element("prices");
const rows = new Map();
const pending = new Map();

let socket = null;
let epoch = "";
let attempt = 0;
let heartbeatMs = 5_000;
let heardAt = 0;
let openedAt = 0;
let received = 0;
let gaps = 0;
let refused = false;
let drawing = false;
let hidden = 0;

function show(state, text) {
  const badge = element("state");
  badge.className = `state ${state}`;
  badge.textContent = text;
  table.classList.toggle("stale", state !== "live");
}

function connect() {
  show("connecting", "connecting");
  const url = new URL("ws", document.baseURI);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const current = new WebSocket(url, "finstage.v1.json");
  socket = current;
  refused = false;
  heardAt = performance.now();
  current.onopen = () => {
    openedAt = performance.now();
    current.send(JSON.stringify({
      type: "subscribe",
      request_id: "all",
      channel: "prices",
      symbols: ["*"],
      delivery: { mode: "INTERVAL", interval_ms: INTERVAL_MS },
      snapshot: true,
    }));
  };
  current.onmessage = (message) => {
    heardAt = performance.now();
    if (current === socket) {
      hear(JSON.parse(message.data));
    }
  };
  current.onclose = (event) => {
    if (current === socket) {
      socket = null;
      reconnect(event);
    }
  };
}

/** Waits a random part of a growing time, so that many pages do not come back at once. */
function reconnect(event) {
  if (refused || FINAL_CODES.has(event.code)) {
    show("stopped", `closed: ${event.reason || event.code}; reload to try again`);
    return;
  }
  if (openedAt > 0 && performance.now() - openedAt > STABLE_AFTER_MS) {
    attempt = 0;
  }
  openedAt = 0;
  const longest = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** attempt++);
  const wait = Math.max(100, Math.random() * longest);
  show("waiting", `disconnected; next try in ${Math.ceil(wait / 1000)} s`);
  setTimeout(connect, wait);
}

function hear(event) {
  switch (event.type) {
    case "welcome":
      heartbeatMs = event.heartbeat_interval_ms;
      if (event.epoch !== epoch) {
        epoch = event.epoch;
        forgetRows();
      }
      element("server").textContent = event.server_version;
      break;
    case "subscribed":
      show("live", "live");
      break;
    case "price_update":
      received++;
      pending.set(event.symbol, event);
      drawSoon();
      break;
    case "gap":
      gaps++;
      element("gaps").textContent = String(gaps);
      break;
    case "error":
      refused = true;
      element("note").textContent = `The server refused the subscription: ${event.message}`;
      socket.close(1000);
      break;
    case "closing":
      refused = !event.reconnect;
      break;
    default:
      break; // Heartbeats, and what later versions may say.
  }
}

/** Another life of the server: what stands here may never move again. */
function forgetRows() {
  rows.clear();
  pending.clear();
  hidden = 0;
  element("rows").replaceChildren();
  element("symbols").textContent = "0";
}

/** Draws at most once per frame; a page that is not seen keeps only the latest of each symbol. */
function drawSoon() {
  if (!drawing) {
    drawing = true;
    requestAnimationFrame(draw);
  }
}

function draw() {
  drawing = false;
  for (const update of pending.values()) {
    const row = rows.get(update.symbol) ?? newRow(update.symbol);
    if (row) {
      fill(row, update);
    }
  }
  pending.clear();
  element("symbols").textContent = String(rows.size);
  const more = hidden > 0 ? `Only the first ${ROWS_MAX} symbols are shown.` : "";
  element("note").textContent = rows.size > 0 ? more : "Waiting for the first price.";
}

function newRow(symbol) {
  if (rows.size >= ROWS_MAX) {
    hidden++;
    return null;
  }
  const line = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = symbol;
  line.append(head);
  const cells = {};
  for (const name of ["price", "size", "bid", "ask", "time", "sequence"]) {
    const cell = document.createElement("td");
    cell.className = WIDE.has(name) ? "number wide" : "number";
    cells[name] = cell;
    line.append(cell);
  }
  const row = { line, cells, price: undefined, digits: 0 };
  rows.set(symbol, row);
  element("rows").insertBefore(line, lineAfter(symbol));
  return row;
}

/** The line of the first symbol behind this one, so that the table stays sorted. */
function lineAfter(symbol) {
  const lines = element("rows").children;
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle].firstChild.textContent < symbol) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return lines[low] ?? null;
}

function fill(row, update) {
  const { price, size, bid, ask } = update.data;
  for (const value of [price, bid, ask]) {
    row.digits = Math.max(row.digits, digitsOf(value));
  }
  if (price !== undefined && row.price !== undefined && price !== row.price) {
    flash(row.cells.price, price > row.price ? "up" : "down");
  }
  row.price = price;
  row.cells.price.textContent = fixed(price, row.digits);
  if (size !== undefined) {
    row.cells.size.textContent = String(size);
  }
  row.cells.bid.textContent = fixed(bid, row.digits);
  row.cells.ask.textContent = fixed(ask, row.digits);
  row.cells.time.textContent = new Date(update.timestamp).toLocaleTimeString(undefined, { hour12: false });
  row.cells.time.title = update.timestamp;
  row.cells.sequence.textContent = String(update.sequence);
}

function digitsOf(value) {
  const text = value === undefined ? "" : String(value);
  const point = text.indexOf(".");
  return point < 0 || text.includes("e") ? 0 : Math.min(DIGITS_MAX, text.length - point - 1);
}

function fixed(value, digits) {
  return value === undefined ? "–" : value.toFixed(digits);
}

function flash(cell, direction) {
  cell.classList.remove("up", "down", "flash");
  void cell.offsetWidth; // Starts the animation anew.
  cell.classList.add(direction, "flash");
}

setInterval(() => {
  element("rate").textContent = String(received);
  received = 0;
  // The server is never silent longer than its heartbeat; a dead network does not say so itself.
  if (socket && performance.now() - heardAt > 3 * heartbeatMs) {
    const dead = socket;
    socket = null;
    dead.close();
    reconnect({ code: 0, reason: "" });
  }
}, 1_000);

connect();
