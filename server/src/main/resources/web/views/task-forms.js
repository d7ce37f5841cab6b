/** Forms that submit tasks: of the server's own kinds field by field, of others their payload as it is. */
import { el, newId } from "../ui/dom.js";
import { createForm } from "../ui/form.js";

const INTERVALS = ["1m", "1s", "5m", "15m", "1h", "1d"];
const interval = { name: "interval", label: "interval", type: "select", choices: INTERVALS, value: "1m" };
const symbols = { name: "symbols", label: "symbols", placeholder: "all", help: "separated by commas" };
const from = { name: "start", label: "start", placeholder: "2013-10-07T13:30:00Z" };
const to = { name: "end", label: "end", placeholder: "2013-10-08T00:00:00Z" };

/** docs/tasks.md has the payloads. */
const KINDS = {
  sleep: [{ name: "millis", label: "milliseconds", type: "number", whole: true, min: 0, max: 86_400_000, value: 5_000, required: true }],
  analyze: [{ ...symbols, value: "*", required: true, help: "separated by commas; * for all" }, interval,
    { name: "indicators", label: "indicators", value: "rsi(14); ema(20)", help: "separated by semicolons" },
    { name: "signals", label: "signals", help: "separated by semicolons" },
    { name: "output", label: "output", type: "select", choices: ["LAST", "FULL"] }, from, to],
  report: [{ name: "date", label: "date", placeholder: "2013-10-07", required: true }, interval, symbols,
    { name: "top", label: "top", type: "number", whole: true, min: 1, max: 100 }],
  "import-bars": [{ name: "path", label: "path", required: true, help: "in the folder import of data.dir" }, interval],
  "export-bars": [interval, symbols, from, to],
};
const LISTS = { symbols: /[\s,]+/, indicators: /\s*;\s*/, signals: /\s*;\s*/ };

const TERMS = [
  { name: "task-priority", label: "priority", type: "select", choices: ["NORMAL", "HIGH", "LOW"] },
  { name: "task-timeout", label: "timeout (s)", type: "number", min: 0.001 },
  { name: "task-attempts", label: "attempts", type: "number", whole: true, min: 1, max: 100 },
  { name: "task-labels", label: "labels", placeholder: "team=a, desk=fx" },
];

/**
 * A choice of kinds, and the form of the one that is chosen.
 *
 * @param {{name: string, description: string}[]} kinds
 * @param {(request: object) => Promise<void>} submit given a SubmitTaskRequest
 */
export function submitForm(kinds, submit, { button = "Submit task", more = [] } = {}) {
  const id = newId("kind");
  const offered = kinds.filter((it) => it.name !== "webhook");
  const choice = el("select", { id }, offered.map((it) => el("option", { value: it.name }, it.name)));
  const place = el("div", { class: "parameters" });
  const about = el("p", { class: "note about" });
  const choose = () => {
    const kind = choice.value;
    const form = createForm({
      label: `Task of kind ${kind}`,
      submit: button,
      fields: [...(KINDS[kind] ?? [{ name: "payload", label: "payload", type: "textarea", placeholder: "anything, often JSON" }]), ...TERMS, ...more],
      onSubmit: (values) => submit(requestOf(kind, values), values),
    });
    place.replaceChildren(form.element);
    about.textContent = offered.find((it) => it.name === kind)?.description ?? "";
  };
  choice.addEventListener("change", choose);
  choose();
  return el("section", { "aria-label": button },
    el("div", { class: "adder" }, el("div", { class: "field" }, el("label", { for: id }, "Kind"), choice), place), about);
}

/** "team=a, desk=fx" as a map. */
export function labelsOf(text = "") {
  const pairs = text.split(/[\s,;]+/).filter(Boolean).map((it) => it.split("="));
  const wrong = pairs.find((it) => it.length !== 2 || it[0] === "" || it[1] === "");
  if (wrong) {
    throw new Error(`labels are written as in team=a, not ${wrong.join("=")}`);
  }
  return Object.fromEntries(pairs);
}

/** A text in bytes as the contract has them: base64 of UTF-8. */
export function base64(text) {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
}

/** The opposite, as bytes. */
export function bytesOf(text) {
  return Uint8Array.from(atob(text), (it) => it.charCodeAt(0));
}

function requestOf(kind, values) {
  const request = { kind, labels: labelsOf(values["task-labels"]) };
  if (values["task-priority"] !== "NORMAL") {
    request.priority = values["task-priority"];
  }
  if (values["task-timeout"]) {
    request.timeout = `${values["task-timeout"]}s`;
  }
  if (values["task-attempts"]) {
    request.max_attempts = values["task-attempts"];
  }
  const text = KINDS[kind] ? JSON.stringify(payloadOf(kind, values)) : values.payload ?? "";
  if (text) {
    request.payload = base64(text);
  }
  return request;
}

function payloadOf(kind, values) {
  const payload = {};
  for (const { name } of KINDS[kind]) {
    const value = values[name];
    if (value !== undefined) {
      payload[name] = LISTS[name] && value !== "*" ? value.split(LISTS[name]).filter(Boolean) : value;
    }
  }
  return payload;
}
