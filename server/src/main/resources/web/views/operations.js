import { el } from "../ui/dom.js";

/** @returns {{close: () => void}} */
export function show(container) {
  container.append(el("div", { class: "bar" }, el("h1", {}, "Operations")), el("p", { class: "note" }, "Not there yet."));
  return { close() {} };
}
