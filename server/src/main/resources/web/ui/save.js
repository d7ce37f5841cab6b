/** Files that a reader takes along. They are made here and never opened here. */
import { el } from "./dom.js";

const KEEP_MS = 60_000;

/**
 * Hands a file to the browser's downloads.
 *
 * @param {string} name
 * @param {string} type as in "text/csv"
 * @param {(string|Uint8Array)[]} parts of its content, in order
 */
export function save(name, type, parts) {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = el("a", { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}

/** Lines of cells as RFC 4180 has them. What a spreadsheet would take for a formula is taken for text. */
export function csv(lines) {
  return lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("");
}

function cell(value) {
  const text = typeof value === "string" && /^[=+@\t\r]|^-(?![\d.])/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
