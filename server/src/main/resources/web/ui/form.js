/** Forms made from descriptions of their fields. */
import { el, newId } from "./dom.js";

/**
 * @typedef {object} Field
 * @property {string} name as the request has it
 * @property {string} label
 * @property {"number"|"text"|"select"|"checkbox"|"textarea"} [type] text when absent
 * @property {number} [min] of a number
 * @property {number} [max] of a number
 * @property {boolean} [whole] of a number
 * @property {*} [value] at first
 * @property {(string|{value: string, label: string})[]} [choices] of a select
 * @property {boolean} [required]
 * @property {string} [help] a short word below
 * @property {string} [placeholder]
 */

/**
 * @param {object} options
 * @param {Field[]} options.fields
 * @param {string} options.submit what the button says
 * @param {string} [options.label] of the form, for a screen reader
 * @param {(values: object) => (void|Promise<void>)} options.onSubmit given numbers as numbers and without what is empty;
 *   while it runs the button is off, and what it throws is shown: a FinstageError's violations at their fields
 * @returns {{element: HTMLFormElement, values: () => object, close: () => void}}
 */
export function createForm({ fields, submit, label, onSubmit }) {
  const controls = new Map(fields.map((field) => [field.name, control(field)]));
  const button = el("button", { type: "submit", class: "primary" }, submit);
  const wrong = el("p", { class: "wrong error", role: "alert", hidden: true });
  const element = el("form", { class: "fields", novalidate: true, "aria-label": label },
    [...controls.values()].map((it) => it.element), button, wrong);
  const values = () => {
    const all = {};
    for (const [name, it] of controls) {
      const value = it.value();
      if (value !== undefined) {
        all[name] = value;
      }
    }
    return all;
  };
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    wrong.hidden = true;
    const failing = [...controls.values()].filter((it) => !it.check());
    if (failing.length > 0) {
      failing[0].focus();
      return;
    }
    button.disabled = true;
    try {
      await onSubmit(values());
    } catch (error) {
      const placed = (error.fieldViolations ?? []).filter((it) => controls.get(nameOf(it.field, controls))
        ?.refuse(it.description));
      wrong.textContent = placed.length > 0 && placed.length === error.fieldViolations.length ? "" : error.message;
      wrong.hidden = wrong.textContent === "";
    } finally {
      button.disabled = false;
    }
  });
  return { element, values, close: () => element.remove() };
}

/** "payload.symbols[3]" is about the field "symbols" of the form. */
function nameOf(path, controls) {
  return path.split(/[.[\]]+/).find((part) => controls.has(part));
}

function control(field) {
  const id = newId(`field-${field.name}`);
  const wrong = el("span", { class: "wrong", id: `${id}-wrong`, hidden: true });
  const help = field.help ? el("span", { class: "note help", id: `${id}-help` }, field.help) : null;
  const input = inputOf(field, id);
  input.setAttribute("aria-describedby", help ? `${id}-help ${id}-wrong` : `${id}-wrong`);
  const refuse = (text) => {
    wrong.textContent = text;
    wrong.hidden = text === "";
    input.setAttribute("aria-invalid", String(text !== ""));
    return true;
  };
  return {
    element: el("div", { class: "field" }, el("label", { for: id }, field.label), input, help, wrong),
    focus: () => input.focus(),
    refuse,
    check() {
      const problem = problemOf(field, input);
      refuse(problem);
      return problem === "";
    },
    value() {
      if (field.type === "checkbox") {
        return input.checked;
      }
      const text = input.value.trim();
      return text === "" ? undefined : field.type === "number" ? Number(text) : text;
    },
  };
}

function inputOf(field, id) {
  const { name, type = "text", value, placeholder } = field;
  switch (type) {
    case "select": {
      const select = el("select", { id, name }, field.choices.map((it) =>
        el("option", { value: it.value ?? it }, it.label ?? it)));
      if (value !== undefined) {
        select.value = value;
      }
      return select;
    }
    case "checkbox":
      return el("input", { id, name, type, checked: Boolean(value) });
    case "textarea": {
      const area = el("textarea", { id, name, rows: 4, placeholder, spellcheck: "false" });
      area.value = value ?? "";
      return area;
    }
    default:
      return el("input", {
        id, name, type, value, placeholder, min: field.min, max: field.max, required: field.required,
        step: type === "number" ? (field.whole ? 1 : "any") : undefined, autocomplete: "off", spellcheck: "false",
      });
  }
}

/** In words of our own: the browser's bubble is gone before a screen reader has said it. */
function problemOf(field, input) {
  const text = (input.value ?? "").trim();
  if (input.validity?.badInput) {
    return "must be a number";
  }
  if (text === "" || field.type === "checkbox") {
    return field.required && text === "" ? "must not be empty" : "";
  }
  if (field.type !== "number") {
    return "";
  }
  const number = Number(text);
  if (field.whole && !Number.isInteger(number)) {
    return "must be a whole number";
  }
  if (field.min !== undefined && number < field.min) {
    return `must be ${field.min} or more`;
  }
  return field.max !== undefined && number > field.max ? `must be ${field.max} or less` : "";
}
