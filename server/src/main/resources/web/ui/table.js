/**
 * A table of any number of rows, of which only those in sight are elements. Rows are objects of the caller's; what a
 * column shows of one is a function. Cells are written once per frame at most, and only where their row was touched.
 */
import { el, setText, newId } from "./dom.js";

const ROW_HEIGHT = 30;
const OVERSCAN = 6;
/** How often cells are written, and rows of a column that moves by itself are put in order again. */
const DRAW_MS = 80;
const ORDER_MS = 1_000;

/**
 * @typedef {object} Column
 * @property {string} id
 * @property {string} title
 * @property {(row: object) => string} [text] what the cell says
 * @property {(cell: HTMLElement, row: object) => void} [draw] in place of text: fills the cell by itself
 * @property {(row: object) => number|string|undefined} [sort] by what rows are put in order; undefined comes last.
 *   Without it the column's head is no button.
 * @property {boolean} [live] whether that moves by itself
 * @property {boolean} [number] whether it stands at the right
 * @property {boolean} [head] whether it names the row
 * @property {boolean} [wide] whether a phone leaves it out
 * @property {string} [width] a track of a grid, in rem, as in "minmax(5rem, 1fr)", which is what counts when absent
 */

/**
 * @param {object} options
 * @param {string} options.label what a screen reader calls the table
 * @param {Column[]} options.columns
 * @param {string} [options.order] id of the column that rows are ordered by at first
 * @param {boolean} [options.descending]
 * @param {string} [options.empty] what stands where there is no row
 */
export function createTable({ label, columns, order = columns[0].id, descending = false, empty = "Nothing here." }) {
  return new Table(label, columns, order, descending, empty);
}

class Table {
  /** What goes into the page; its parent gives it its height. */
  element;
  #columns;
  #body;
  #empty;
  #table;
  #heads = new Map();
  #rows = [];
  #shown = [];
  #slots = [];
  #places = new Map();
  #dirty = new Set();
  #filter = () => true;
  #order;
  #descending;
  #orderedAt = -Infinity;
  #drawnAt = 0;
  #stale = true;
  #frame = 0;
  #timer = 0;
  #closed = false;
  #sizes;

  constructor(label, columns, order, descending, empty) {
    this.#columns = columns;
    this.#order = order;
    this.#descending = descending;
    this.#body = el("div", { class: "rows", role: "rowgroup" });
    this.#empty = el("p", { class: "empty", id: newId("empty") }, empty);
    const head = el("div", { class: "head", role: "rowgroup" },
      el("div", { class: "row", role: "row", "aria-rowindex": 1 }, columns.map((column) => this.#head(column))));
    this.#table = el("div", { class: "table", role: "table", "aria-label": label, "aria-colcount": columns.length },
      head, this.#body);
    this.element = el("div", { class: "scroller", tabindex: 0, role: "region", "aria-label": label },
      this.#table, this.#empty);
    this.#table.style.setProperty("--columns", tracks(columns));
    this.#table.style.setProperty("--columns-narrow", tracks(columns.filter((it) => !it.wide)));
    this.#table.style.setProperty("--least", least(columns));
    this.#table.style.setProperty("--least-narrow", least(columns.filter((it) => !it.wide)));
    this.element.addEventListener("scroll", () => this.#soon(true), { passive: true });
    this.#sizes = new ResizeObserver(() => this.#soon(true));
    this.#sizes.observe(this.element);
    this.#say();
  }

  /** How many rows pass the filter. */
  get size() {
    return this.#shown.length;
  }

  /** Replaces all rows. */
  setRows(rows) {
    this.#rows = rows;
    rows.forEach((row) => this.#dirty.add(row));
    this.#arrange();
  }

  /** One more row. */
  add(row) {
    this.#rows.push(row);
    this.#dirty.add(row);
    this.#arrange();
  }

  /** Something about a row is another now. Any number of calls. */
  touch(row) {
    this.#dirty.add(row);
    this.#soon(false);
  }

  /** Shows only rows that pass. */
  filter(passes) {
    this.#filter = passes;
    this.#arrange();
  }

  /** Text in place of rows. */
  say(text) {
    setText(this.#empty, text);
  }

  close() {
    this.#closed = true;
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#sizes.disconnect();
  }

  #head(column) {
    const title = column.sort
      ? el("button", { type: "button", onclick: () => this.#orderBy(column) }, column.title)
      : column.title;
    const cell = el("div", { class: classOf(column), role: "columnheader" }, title);
    this.#heads.set(column.id, cell);
    return cell;
  }

  #orderBy(column) {
    this.#descending = this.#order === column.id ? !this.#descending : Boolean(column.number);
    this.#order = column.id;
    this.#say();
    this.element.scrollTop = 0;
    this.#arrange();
  }

  #say() {
    for (const [id, cell] of this.#heads) {
      if (id === this.#order) {
        cell.setAttribute("aria-sort", this.#descending ? "descending" : "ascending");
      } else {
        cell.removeAttribute("aria-sort");
      }
    }
  }

  #arrange() {
    this.#stale = true;
    this.#orderedAt = -Infinity;
    this.#soon(false);
  }

  /** Scrolling is drawn in the next frame, what moves by itself a few times per second. */
  #soon(now) {
    if (this.#frame || this.#closed) {
      return;
    }
    const wait = now ? 0 : DRAW_MS - (performance.now() - this.#drawnAt);
    if (wait > 0) {
      this.#timer ||= setTimeout(() => {
        this.#timer = 0;
        this.#soon(true);
      }, wait);
      return;
    }
    this.#frame = requestAnimationFrame((time) => {
      this.#frame = 0;
      this.#drawnAt = time;
      this.#draw(time);
    });
  }

  #draw(time) {
    const column = this.#columns.find((it) => it.id === this.#order);
    // Nothing jumps away from who is working in it.
    const held = this.#body.contains(document.activeElement);
    if ((this.#stale || (column.live && this.#dirty.size > 0 && !held)) && time - this.#orderedAt > ORDER_MS) {
      this.#orderedAt = time;
      this.#stale = false;
      this.#shown = ordered(this.#rows.filter(this.#filter), column.sort, this.#descending);
      this.#table.setAttribute("aria-rowcount", String(this.#shown.length + 1));
      this.#body.style.height = `${this.#shown.length * ROW_HEIGHT}px`;
      this.#empty.hidden = this.#shown.length > 0;
    }
    this.#place();
    for (const row of this.#dirty) {
      const slot = this.#places.get(row);
      if (slot) {
        this.#write(slot, row);
      }
    }
    this.#dirty.clear();
  }

  /** Puts the rows in sight into elements, each of which keeps its row while that stays in sight. */
  #place() {
    const height = this.element.clientHeight;
    const first = Math.max(0, Math.floor(this.element.scrollTop / ROW_HEIGHT) - OVERSCAN);
    const needed = Math.ceil(height / ROW_HEIGHT) + 2 * OVERSCAN;
    while (this.#slots.length < needed) {
      this.#slots.push(this.#slot());
    }
    const last = Math.min(this.#shown.length, first + this.#slots.length);
    this.#places.clear();
    const used = new Set();
    for (let index = first; index < last; index++) {
      const at = index % this.#slots.length;
      const slot = this.#slots[at];
      const row = this.#shown[index];
      used.add(slot);
      if (slot.index !== index) {
        slot.index = index;
        slot.line.style.transform = `translateY(${index * ROW_HEIGHT}px)`;
        slot.line.setAttribute("aria-rowindex", String(index + 2));
        slot.line.classList.toggle("odd", index % 2 === 1);
      }
      if (slot.row !== row) {
        slot.row = row;
        this.#write(slot, row);
      }
      this.#places.set(row, slot);
      slot.line.hidden = false;
    }
    for (const slot of this.#slots) {
      if (!used.has(slot) && slot.row) {
        slot.row = null;
        slot.index = -1;
        slot.line.hidden = true;
      }
    }
  }

  #slot() {
    const cells = this.#columns.map((column) =>
      el("div", { class: classOf(column), role: column.head ? "rowheader" : "cell" }));
    const line = el("div", { class: "row", role: "row", hidden: true }, cells);
    this.#body.append(line);
    return { line, cells, row: null, index: -1 };
  }

  #write(slot, row) {
    for (let i = 0; i < this.#columns.length; i++) {
      const column = this.#columns[i];
      if (column.draw) {
        column.draw(slot.cells[i], row);
      } else {
        setText(slot.cells[i], column.text(row));
      }
    }
  }
}

function classOf(column) {
  return ["cell", column.id, column.number && "number", column.wide && "wide"].filter(Boolean).join(" ");
}

const WIDTH = "minmax(5rem, 1fr)";

function tracks(columns) {
  return columns.map((it) => it.width ?? WIDTH).join(" ");
}

/** What the tracks need at least: below that the table scrolls sideways. */
function least(columns) {
  const rem = columns.map((it) => Number(/([\d.]+)rem/.exec(it.width ?? WIDTH)?.[1] ?? 5)).reduce((sum, it) => sum + it, 0);
  return `${rem}rem`;
}

/** Ordered by a key taken once per row; what has none comes last in both directions. */
function ordered(rows, sort, descending) {
  if (!sort) {
    return rows;
  }
  const sign = descending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: sort(row) }));
  keyed.sort((a, b) => {
    if (a.key === undefined || b.key === undefined) {
      return (a.key === undefined) - (b.key === undefined);
    }
    return a.key < b.key ? -sign : a.key > b.key ? sign : 0;
  });
  return keyed.map((it) => it.row);
}
