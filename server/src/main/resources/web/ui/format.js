/** Numbers and times as people read them. */

const DIGITS_MAX = 8;
const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 2 });

/** What stands where nothing is known. */
export const NONE = "–";

/** Digits after the point of the shortest text of a number, at most 8. */
export function digitsOf(value) {
  if (value === undefined) {
    return 0;
  }
  const text = String(value);
  const point = text.indexOf(".");
  return point < 0 || text.includes("e") ? 0 : Math.min(DIGITS_MAX, text.length - point - 1);
}

/** As in "167.40". */
export function fixed(value, digits) {
  return value === undefined || Number.isNaN(value) ? NONE : value.toFixed(digits);
}

/** As in "+1.20"; what is rounded to zero has no sign. */
export function signed(value, digits) {
  if (value === undefined || Number.isNaN(value)) {
    return NONE;
  }
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : value > 0 ? `+${text}` : text;
}

/** As in "1,234". */
export function count(value) {
  return value === undefined ? NONE : whole.format(value);
}

/** As in "1.23M". */
export function short(value) {
  return value === undefined ? NONE : value < 10_000 ? whole.format(value) : compact.format(value);
}

/** As in "3.2 s", "5 min", "2 h". */
export function span(millis) {
  if (millis < 1_000) {
    return `${Math.round(millis)} ms`;
  }
  const seconds = millis / 1_000;
  if (seconds < 60) {
    return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  }
  return seconds < 3_600 ? `${Math.round(seconds / 60)} min` : seconds < 172_800
    ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`;
}

/** Time of day, as the reader's system has it. */
export function clock(value) {
  return new Date(value).toLocaleTimeString(undefined, { hour12: false });
}
