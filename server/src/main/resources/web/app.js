/** The page: one conversation with the server, and the view that the address asks for. */
import { connect } from "./finstage.js";
import { el, fill } from "./ui/dom.js";
import { showStatus } from "./ui/status.js";

/** A page that was asked to be patient for minutes would look dead. */
const BACKOFF_MAX_MS = 5_000;

const VIEWS = [
  { name: "market", title: "Market", load: (path) => (path.length > 0 ? import("./views/symbol.js") : import("./views/market.js")) },
  { name: "analysis", title: "Analysis", load: () => import("./views/analysis.js") },
  { name: "tasks", title: "Tasks", load: () => import("./views/tasks.js") },
  { name: "operations", title: "Operations", load: () => import("./views/operations.js") },
];

// Nothing here makes elements of text, and nothing is allowed to: emptying is all that a chart does by markup.
globalThis.trustedTypes?.createPolicy("default", { createHTML: (text) => (text === "" ? "" : null) });

const client = connect(new URL("ws", document.baseURI), { backoffMax: BACKOFF_MAX_MS });
const container = document.getElementById("view");
const links = new Map();
let shown = null;
let turn = 0;
let failed = false;

/** Tells a screen reader. */
function announce(text, { assertive = false } = {}) {
  document.getElementById(assertive ? "assertive" : "polite").textContent = text;
}

function navigate(hash) {
  location.hash = hash;
}

/** "#/market/SPY" is the view market with the path ["SPY"]. */
function asked() {
  const [name = "", ...path] = location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decoded);
  return { view: VIEWS.find((it) => it.name === name) ?? VIEWS[0], path };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

async function show() {
  const mine = ++turn;
  const { view, path } = asked();
  const first = shown === null;
  for (const [name, link] of links) {
    if (name === view.name) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }
  document.title = [...path.slice(0, 1), view.title, "Finstage"].join(" · ");
  try {
    const module = await view.load(path);
    if (mine !== turn) {
      return; // Another view was asked for meanwhile.
    }
    shown?.close();
    container.replaceChildren();
    container.className = `view ${view.name}`;
    shown = module.show(container, { client, navigate, announce, path });
    failed = false;
  } catch (error) {
    if (mine !== turn) {
      return;
    }
    shown?.close();
    shown = { close: () => {} };
    failed = true;
    fill(container, el("p", { class: "note error" }, `This view could not be shown: ${error.message}`));
    reportError(error);
  }
  if (!first) {
    container.focus({ preventScroll: true });
  }
}

for (const view of VIEWS) {
  const link = el("a", { href: `#/${view.name}` }, view.title);
  links.set(view.name, link);
  document.getElementById("views").append(link);
}
document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  container.focus();
});
showStatus(document.getElementById("status"), client, announce);
addEventListener("hashchange", show);
// What could not be loaded while the server was away can be now.
client.on("state", ({ name }) => failed && (name === "live" || name === "resumed") && show());
addEventListener("online", () => client.retry());
document.addEventListener("visibilitychange", () => document.hidden || client.retry());
show();
