/** What the parts of this view share. */
import { el } from "../ui/dom.js";
import { clock } from "../ui/format.js";

/** Whether calls are answered now. */
export function isUp(client) {
  return client.state.name === "live" || client.state.name === "resumed";
}

/** As in "12.5s" of the contract's JSON. */
export function seconds(duration) {
  return duration === undefined || duration === null ? NaN : parseFloat(duration);
}

/** Time of day, with the day where it is another one. */
export function when(time) {
  const date = new Date(time);
  return date.toDateString() === new Date().toDateString() ? clock(date) : `${date.toLocaleDateString()} ${clock(date)}`;
}

/** The head of a table; titles of numbers begin with "#". */
export function headOf(...titles) {
  return el("thead", {}, el("tr", {}, titles.map((it) =>
    el("th", { scope: "col", class: it.startsWith("#") ? "number" : "" }, it.replace("#", "")))));
}
