/** What the server adjusts by itself: the loop's switch, each tunable, and what was moved, on a line of time. */
import { el, fill, newId, setText } from "../ui/dom.js";
import { count } from "../ui/format.js";
import { headOf, when } from "./operations-words.js";

const PAGE_SIZE = 50;
const MODES = [["ON", "On"], ["DRY_RUN", "Dry run"], ["OFF", "Off"]];
const OUTCOMES = { KEPT: "kept", ROLLED_BACK: "taken back", PENDING: "not judged yet", FIXED: "set by a person" };
const REASON = "set on the page";

/** A section of its own, which is drawn when look() is called. */
export function showTuning(client, announce) {
  const modes = el("div", { class: "choices", role: "group", "aria-label": "The tuning loop" }, MODES.map(([mode, text]) =>
    el("button", { type: "button", "aria-pressed": "false", "data-mode": mode, onclick: () => set({ mode }, `Tuning: ${text}`) }, text)));
  const tunables = el("tbody");
  const timeline = el("ol", { class: "timeline", "aria-label": "Time line of adjustments, newest first" });
  const none = el("p", { class: "note" }, "Nothing was moved yet.");
  const older = el("button", { type: "button", hidden: true, onclick: () => more() }, "Older");
  const element = el("section", { class: "card tuning", "aria-labelledby": "tuning-title" },
    el("div", { class: "bar" }, el("h2", { id: "tuning-title" }, "Tuning"), modes),
    el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Tunables" }, el("table", {},
      headOf("Tunable", "#Value", "#Bounds", "Moved by", "Fix it at"), tunables)),
    el("h3", {}, "Adjustments"), none, timeline, older);
  const rows = new Map();
  let adjustments = [];
  let next = "";

  const set = async (change, words) => {
    try {
      await client.call("set_tuning", { ...change, reason: REASON });
      announce(words);
    } catch (error) {
      announce(error.fieldViolations?.[0]?.description ?? error.message, { assertive: true });
      return error.fieldViolations?.[0]?.description ?? error.message;
    }
    await look();
    return "";
  };
  const rowOf = (name) => {
    if (!rows.has(name)) {
      rows.set(name, tunableRow(name, set));
      tunables.append(rows.get(name).element);
    }
    return rows.get(name);
  };
  const draw = () => {
    none.hidden = adjustments.length > 0;
    fill(timeline, adjustments.map(adjustmentItem));
    older.hidden = next === "";
  };
  const look = async () => {
    const [listed, made] = await Promise.all([
      client.call("list_tunables"), client.call("list_adjustments", { page_size: PAGE_SIZE })]);
    [...modes.children].forEach((it) => it.setAttribute("aria-pressed", String(it.dataset.mode === listed.mode)));
    (listed.tunables ?? []).forEach((it) => rowOf(it.name).draw(it));
    const newest = made?.adjustments ?? [];
    const oldest = Number(newest.at(-1)?.id ?? 0);
    const before = adjustments.filter((it) => Number(it.id) < oldest);
    if (before.length === 0) {
      next = made?.next_page_token ?? "";
    }
    adjustments = [...newest, ...before];
    draw();
  };
  const more = async () => {
    try {
      const page = await client.call("list_adjustments", { page_size: PAGE_SIZE, page_token: next });
      adjustments = [...adjustments, ...(page?.adjustments ?? [])];
      next = page?.next_page_token ?? "";
      draw();
    } catch (error) {
      announce(error.message, { assertive: true });
    }
  };
  return { element, look, close() {} };
}

function tunableRow(name, set) {
  const id = newId("value");
  const about = el("p", { class: "note" });
  const value = el("td", { class: "number value" });
  const bounds = el("td", { class: "number" });
  const mode = el("td");
  const wrong = el("span", { class: "wrong error", id: `${id}-wrong`, role: "alert" });
  const input = el("input", { type: "number", id, step: "any", required: true, "aria-describedby": `${id}-wrong` });
  const back = el("button", {
    type: "button", class: "small", hidden: true, "aria-label": `Give ${name} back`,
    onclick: () => set({ tunable: { name } }, `${name} was given back`),
  }, "Give back");
  const form = el("form", { class: "setter", novalidate: true, "aria-label": `Set ${name}` },
    el("label", { class: "unseen", for: id }, `Value of ${name}`), input,
    el("button", { type: "submit", class: "small" }, "Set"), back, wrong);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wanted = input.value.trim();
    const problem = wanted === "" ? "must be a number"
      : await set({ tunable: { name, value: Number(wanted) } }, `${name} stays at ${wanted}`);
    wrong.textContent = problem;
    input.setAttribute("aria-invalid", String(problem !== ""));
    if (problem === "") {
      input.value = "";
    }
  });
  const element = el("tr", { "data-tunable": name }, el("th", { scope: "row" }, name, about), value, bounds, mode, el("td", {}, form));
  return {
    element,
    draw(tunable) {
      setText(about, tunable.description);
      setText(value, count(tunable.value));
      setText(bounds, `${count(tunable.min)} to ${count(tunable.max)}`);
      setText(mode, tunable.mode === "FIXED" ? "fixed" : "the loop");
      input.placeholder = String(tunable.value);
      back.hidden = tunable.mode !== "FIXED";
    },
  };
}

function adjustmentItem(it) {
  const outcome = it.outcome ?? "PENDING";
  const moved = it.from === it.to ? `stays at ${count(it.to)}` : `${count(it.from)} → ${count(it.to)}`;
  return el("li", { class: outcome.toLowerCase() },
    el("time", { datetime: it.time }, when(it.time)),
    el("div", {},
      el("p", {}, el("strong", {}, it.tunable), ` ${moved} `,
        el("span", { class: "outcome" }, it.dry_run ? `only written down, ${OUTCOMES[outcome]}` : OUTCOMES[outcome])),
      el("p", { class: "note" }, `${it.rule.toLowerCase().replaceAll("_", " ")}: ${it.reason}`)));
}
