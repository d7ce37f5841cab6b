/** Where the connection stands, always in sight and in plain words; and what fires. */
import { el, setText } from "./dom.js";
import { span } from "./format.js";

const TICK_MS = 1_000;
/** How long a passing notice stays. */
const NOTICE_MS = 8_000;
const STATUS_EVERY_MS = 5_000;
const STATES_OF_TROUBLE = new Set(["MUTE", "BACKING_OFF", "FAILED"]);
/** Age of a source's newest event from which on its prices count as stale, seconds. */
const SOURCE_AGE_MAX = 10;

/**
 * @param {HTMLElement} container
 * @param {object} client of finstage.js
 * @param {(text: string, options?: {assertive: boolean}) => void} announce
 */
export function showStatus(container, client, announce) {
  const text = el("span", { class: "words" });
  const chip = el("p", { class: "chip connecting", id: "state" }, text);
  const again = el("button", { type: "button", class: "small", hidden: true, onclick: () => client.retry() }, "Try now");
  const rate = el("dd", { id: "rate" }, "0");
  const server = el("dd", { id: "server" }, "–");
  const alerts = el("a", { class: "badge", href: "#/operations", hidden: true });
  container.append(chip, again, alerts, el("dl", {},
    el("div", {}, el("dt", {}, "Updates/s"), rate),
    el("div", { class: "wide" }, el("dt", {}, "Server"), server)));

  const firing = new Map();
  let updates = 0;
  let notice = { text: "", kind: "", until: 0 };
  let before = client.state.name;
  let trouble = "";
  let said = "";

  const draw = () => {
    const { kind, words } = describe(client.state, performance.now() < notice.until ? notice : null, trouble);
    chip.className = `chip ${kind}`;
    setText(text, words);
    text.title = words;
    again.hidden = client.state.name !== "reconnecting";
  };
  const notify = (words, kind = "waiting") => {
    notice = { text: words, kind, until: performance.now() + NOTICE_MS };
    draw();
  };

  client.on("state", (state) => {
    document.documentElement.dataset.state = state.name;
    setText(server, client.welcome?.server_version ?? "–");
    const again = before !== "connecting" && before !== "live";
    before = state.name;
    if (state.name === "resumed") {
      notify("Live again, nothing was lost", "live");
    } else if (state.name === "live" && state.restarted) {
      notify("Live again; the server was restarted", "live");
    } else if (state.name === "live" && state.restarted === false && again) {
      notify("Live again; some updates are missing");
    } else {
      draw();
    }
    const spoken = text.textContent.replace(/[;.] Next try.*/, "");
    if (spoken !== said) {
      said = spoken;
      announce(spoken);
    }
  });
  client.on("gap", (gap) => {
    const missing = gap.to_sequence > 0 ? gap.to_sequence - gap.from_sequence + 1 : 0;
    if (missing > 0) {
      notify(`A gap: ${missing} ${missing === 1 ? "update" : "updates"} of ${gap.symbol} missing`);
    }
  });
  client.on("error", (error) => notify(error.message));
  client.on("event", (event) => {
    if (event.sequence !== undefined) {
      updates++;
    }
  });
  client.subscribe({ channel: "alerts" }, (event) => {
    if (event.type !== "alert_update") {
      return;
    }
    if (event.snapshot) {
      firing.clear(); // What was over meanwhile is not told of.
    }
    for (const alert of event.alerts ?? []) {
      if (alert.state === "FIRING") {
        if (!firing.has(alert.id) && !event.snapshot) {
          announce(`Alert ${alert.rule} fires${alert.subject ? ` for ${alert.subject}` : ""}`, { assertive: true });
        }
        firing.set(alert.id, alert);
      } else {
        firing.delete(alert.id);
      }
    }
    alerts.hidden = firing.size === 0;
    alerts.textContent = `${firing.size} ${firing.size === 1 ? "alert" : "alerts"}`;
  });
  setInterval(() => {
    setText(rate, String(updates));
    updates = 0;
    draw();
  }, TICK_MS);
  setInterval(async () => {
    if (document.hidden || !["live", "resumed"].includes(client.state.name)) {
      return;
    }
    try {
      // No reading has this name: only what is known of the sources is wanted.
      const status = await client.call("get_status", { readings: ["none"] }, { timeout: STATUS_EVERY_MS });
      trouble = (status?.sources ?? []).map(troubleOf).find((it) => it !== "") ?? "";
    } catch {
      trouble = ""; // Another part of the status bar says what is wrong with the connection.
    }
    draw();
  }, STATUS_EVERY_MS);
  draw();
}

/** What is wrong with a source, in plain words; empty when nothing is. */
function troubleOf({ name, state, age = "0s", reason }) {
  const old = Number.parseFloat(age);
  if (STATES_OF_TROUBLE.has(state)) {
    return `Source ${name} is stale: ${reason || state.toLowerCase()}`;
  }
  return old > SOURCE_AGE_MAX ? `Source ${name} is stale: its prices are ${span(old * 1_000)} old` : "";
}

/** The state in plain words, and how it looks. */
function describe(state, notice, trouble) {
  switch (state.name) {
    case "live":
    case "resumed":
      return notice ? { kind: notice.kind, words: notice.text }
        : trouble ? { kind: "waiting", words: trouble } : { kind: "live", words: "Live" };
    case "stale":
      return { kind: "waiting", words: "Stale: the server is silent" };
    case "reconnecting":
      return {
        kind: "waiting",
        words: `Disconnected. Next try in ${span(Math.max(1_000, Math.ceil((state.retryAt - Date.now()) / 1_000) * 1_000))}`,
      };
    case "closing":
      return { kind: "waiting", words: "The server is about to stop" };
    case "closed":
      return { kind: "stopped", words: `Closed: ${state.reason}. Reload to try again` };
    default:
      return { kind: "connecting", words: "Connecting" };
  }
}
