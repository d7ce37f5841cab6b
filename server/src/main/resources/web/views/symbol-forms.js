/** Forms that add indicators and signals to a chart, made from the server's catalog. */
import { el, newId } from "../ui/dom.js";
import { createForm } from "../ui/form.js";

const FIRST = "rsi";
const catalogs = new WeakMap();

/**
 * All indicators of the server, by id; asked for once per client.
 *
 * @returns {Promise<Map<string, object>>}
 */
export function loadCatalog(client) {
  if (!catalogs.has(client)) {
    const asked = client.call("list_indicators").then(({ indicators }) => new Map(indicators.map((it) => [it.id, it])));
    asked.catch(() => catalogs.delete(client));
    catalogs.set(client, asked);
  }
  return catalogs.get(client);
}

/**
 * A choice of indicators, and fields for the parameters of the one that is chosen.
 *
 * @param {Map<string, object>} catalog
 * @param {(text: string) => Promise<void>} add given the short text
 */
export function indicatorForm(catalog, add) {
  const id = newId("indicator");
  const choice = el("select", { id }, groups(catalog));
  const place = el("div", { class: "parameters" });
  const about = el("p", { class: "note about" });
  const choose = () => {
    const indicator = catalog.get(choice.value);
    const form = createForm({
      label: indicator.title,
      submit: "Add indicator",
      fields: fieldsOf(indicator),
      onSubmit: (values) => add(shortText(indicator, values)),
    });
    place.replaceChildren(form.element);
    about.textContent = `${indicator.title}: ${indicator.formula}`;
  };
  choice.value = catalog.has(FIRST) ? FIRST : catalog.keys().next().value;
  choice.addEventListener("change", choose);
  choose();
  return el("section", { "aria-label": "Add an indicator" },
    el("div", { class: "adder" }, el("div", { class: "field" }, el("label", { for: id }, "Indicator"), choice), place), about);
}

/** A signal is written, as in "crosses_above(ema(9),ema(21))". */
export function signalForm(add) {
  return el("section", { "aria-label": "Add a signal" }, createForm({
    label: "Signal",
    submit: "Add signal",
    fields: [{ name: "signal", label: "Signal", required: true, placeholder: "crosses_above(ema(9),ema(21))", value: "crosses_above(ema(9),ema(21))" }],
    onSubmit: ({ signal }) => add(signal),
  }).element);
}

/** Fields for the parameters of an indicator, as the catalog describes them. */
export function fieldsOf(indicator) {
  const fields = (indicator.parameters ?? []).map((it) => ({
    name: it.name,
    label: it.name.replaceAll("_", " "),
    type: "number",
    whole: it.whole,
    min: it.min,
    max: it.max,
    value: it.default_value,
    required: true,
  }));
  if ((indicator.profiles ?? []).length > 1) {
    fields.push({ name: "profile", label: "profile", type: "select", choices: indicator.profiles, value: "ACCURATE" });
  }
  return fields;
}

/** As in "ema(9,profile=PINE)". */
export function shortText({ id, parameters = [] }, { profile, ...values }) {
  const all = parameters.map((it) => values[it.name]);
  if (profile && profile !== "ACCURATE") {
    all.push(`profile=${profile}`);
  }
  return all.length > 0 ? `${id}(${all.join(",")})` : id;
}

function groups(catalog) {
  const byCategory = Map.groupBy
    ? Map.groupBy(catalog.values(), (it) => it.category)
    : [...catalog.values()].reduce((all, it) => all.set(it.category, [...(all.get(it.category) ?? []), it]), new Map());
  return [...byCategory].map(([category, indicators]) =>
    el("optgroup", { label: category.toLowerCase().replaceAll("_", " ") },
      indicators.map((it) => el("option", { value: it.id }, `${it.title} (${it.id})`))));
}
