/** What fires now, the rules, and a form for another rule. */
import { el, fill, newId, setText } from "../ui/dom.js";
import { createForm } from "../ui/form.js";
import { headOf, isUp, when } from "./operations-words.js";

const RESOLVED_MAX = 20;
const RANK = { FIRING: 0, PENDING: 1, RESOLVED: 2 };

const SYMBOL = { name: "symbol", label: "Symbol", required: true, placeholder: "SPY" };
const INTERVAL = { name: "interval", label: "Bars", type: "select", choices: ["1s", "1m", "5m", "15m", "1h", "1d"], value: "1m" };
const COMPARISON = { name: "comparison", label: "Is", type: "select", choices: [{ value: "ABOVE", label: "above" }, { value: "BELOW", label: "below" }] };
const READING = { name: "reading", label: "Reading", required: true, placeholder: "finstage_process_cpu_percent" };
const number = (name, label, more = {}) => ({ name, label, type: "number", required: true, ...more });

/** What a rule may be about: the fields of its condition, of which those that end in "_s" are seconds. */
const KINDS = [
  { kind: "price_level", label: "A price above or below", fields: [SYMBOL, COMPARISON, number("price", "Price")] },
  { kind: "percent_move", label: "A price that moves", fields: [SYMBOL, number("percent", "By percent"), number("window_s", "Within seconds", { value: 300 })] },
  { kind: "volume_level", label: "The volume of a bar", fields: [SYMBOL, INTERVAL, number("above", "Is above")] },
  { kind: "indicator_level", label: "An indicator above or below", fields: [SYMBOL, INTERVAL,
    { name: "indicator", label: "Indicator", required: true, placeholder: "rsi(14)" }, COMPARISON, number("value", "Value")] },
  { kind: "signal_seen", label: "A signal", fields: [SYMBOL, INTERVAL,
    { name: "signal", label: "Signal", required: true, placeholder: "crosses_above(ema(9),ema(21))" }] },
  { kind: "threshold", label: "A reading above or below", fields: [READING, COMPARISON, number("value", "Value")] },
  { kind: "rate_of_change", label: "A reading that rises or falls", fields: [READING, COMPARISON,
    number("per_second", "Per second"), number("window_s", "Over seconds", { value: 60 })] },
  { kind: "absence", label: "A source that is silent", fields: [
    { name: "source", label: "Source, or * for all", required: true, value: "*" }, number("duration_s", "For seconds", { value: 60 })] },
];
const RULE = [
  { name: "name", label: "Name of the rule", required: true, placeholder: "spy-high" },
  { name: "severity", label: "Severity", type: "select", choices: ["WARNING", "CRITICAL", "INFO"] },
  { name: "pending_for_s", label: "Fires after seconds", type: "number", min: 0, placeholder: "0" },
];

/** A section of its own; alerts move as the server tells of them. */
export function showAlerts(client, announce) {
  const now = el("ul", { class: "alerts", "aria-label": "Alerts" });
  const none = el("p", { class: "note" }, "Nothing fires.");
  const rules = el("tbody");
  const rulesTitle = el("summary", {}, "Rules");
  const place = el("div");
  const kind = el("select", { id: newId("kind") }, KINDS.map((it) => el("option", { value: it.kind }, it.label)));
  const adding = el("details", { class: "adding" }, el("summary", {}, "New rule"),
    el("div", { class: "field" }, el("label", { for: kind.id }, "What is watched"), kind), place);
  const element = el("section", { class: "card alerting", "aria-labelledby": "alerts-title" },
    el("h2", { id: "alerts-title" }, "Alerts"), none, now, adding,
    el("details", {}, rulesTitle,
      el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table of rules" }, el("table", {},
        headOf("Rule", "Severity", "About", "Change"), rules))));

  const known = new Map();
  const draw = () => {
    const all = [...known.values()].sort((a, b) => RANK[a.state] - RANK[b.state] || Number(b.id) - Number(a.id));
    all.filter((it) => it.state === "RESOLVED").slice(RESOLVED_MAX).forEach((it) => known.delete(it.id));
    fill(now, all.filter((it) => known.has(it.id)).map(alertItem));
    none.hidden = all.some((it) => it.state === "FIRING");
  };
  const refresh = async () => {
    try {
      const [listed, resolved] = await Promise.all([
        client.call("list_alert_rules"), client.call("list_alerts", { states: ["RESOLVED"], page_size: RESOLVED_MAX })]);
      (resolved?.alerts ?? []).forEach((it) => known.set(it.id, it));
      draw();
      const all = listed?.rules ?? [];
      setText(rulesTitle, `Rules (${all.length})`);
      fill(rules, all.map((rule) => ruleRow(rule, change)));
    } catch (error) {
      announce(`Rules could not be read: ${error.message}`);
    }
  };
  const change = async (name, request, words) => {
    try {
      await client.call(name, request);
      announce(words);
    } catch (error) {
      announce(error.message, { assertive: true });
    }
    await refresh();
  };
  let form = null;
  const choose = () => {
    const about = KINDS.find((it) => it.kind === kind.value);
    form?.close();
    form = createForm({
      fields: [...about.fields, ...RULE],
      submit: "Create rule",
      label: "New rule",
      async onSubmit(values) {
        await client.call("create_alert_rule", { rule: ruleOf(about, values) });
        announce(`Rule ${values.name} is there`);
        choose();
        await refresh();
      },
    });
    fill(place, form.element);
  };
  kind.addEventListener("change", choose);
  choose();

  const watch = client.subscribe({ channel: "alerts" }, (event) => {
    if (event.type !== "alert_update") {
      return;
    }
    if (event.snapshot) {
      [...known.values()].filter((it) => it.state !== "RESOLVED").forEach((it) => known.delete(it.id));
    }
    for (const alert of event.alerts ?? []) {
      if (alert.state === "RESOLVED" && !alert.firing_at) {
        known.delete(alert.id); // It was never more than pending.
      } else {
        known.set(alert.id, alert);
      }
    }
    draw();
  });
  const ended = client.on("state", ({ name }) => (name === "live" || name === "resumed") && refresh());
  if (isUp(client)) {
    refresh();
  }
  return {
    element,
    close() {
      watch.close();
      ended();
    },
  };
}

function ruleOf(about, values) {
  const condition = {};
  for (const { name } of about.fields) {
    if (values[name] !== undefined) {
      const seconds = name.endsWith("_s");
      condition[seconds ? name.slice(0, -2) : name] = seconds ? `${values[name]}s` : values[name];
    }
  }
  return {
    name: values.name,
    severity: values.severity,
    pending_for: values.pending_for_s === undefined ? undefined : `${values.pending_for_s}s`,
    condition: { [about.kind]: condition },
  };
}

function alertItem(alert) {
  const since = alert.resolved_at ?? alert.firing_at ?? alert.pending_at;
  return el("li", { class: `alert ${alert.state.toLowerCase()} ${alert.severity.toLowerCase()}` },
    el("span", { class: "state" }, alert.state.toLowerCase()),
    el("strong", {}, alert.rule), el("span", { class: "message" }, alert.message),
    el("span", { class: "note" }, `${alert.severity.toLowerCase()}, since ${when(since)}`));
}

function ruleRow(rule, change) {
  const enabled = rule.enabled !== false;
  return el("tr", { class: enabled ? "rule" : "rule off" },
    el("th", { scope: "row" }, rule.name),
    el("td", {}, rule.severity.toLowerCase()),
    el("td", { class: "about" }, rule.description || wordsOf(rule.condition)),
    el("td", {}, el("div", { class: "actions" },
      el("button", {
        type: "button", class: "small", "aria-label": `${enabled ? "Disable" : "Enable"} ${rule.name}`,
        onclick: () => change("update_alert_rule", { rule: { ...rule, enabled: !enabled } },
          `Rule ${rule.name} is ${enabled ? "disabled" : "enabled"}`),
      }, enabled ? "Disable" : "Enable"),
      !rule.built_in && el("button", {
        type: "button", class: "small", "aria-label": `Delete ${rule.name}`,
        onclick: () => change("delete_alert_rule", { name: rule.name }, `Rule ${rule.name} was deleted`),
      }, "Delete"))));
}

/** "price_level: SPY above 100". */
function wordsOf(condition) {
  const [kind, fields] = Object.entries(condition)[0];
  return `${kind.replaceAll("_", " ")}: ${Object.values(fields).map((it) => String(it).toLowerCase()).join(" ")}`;
}
