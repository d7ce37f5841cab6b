/** Work that leaves the request: what waits, runs and has ended, live; a form for each kind; schedules. */
import { el, fill, newId, setText } from "../ui/dom.js";
import { count, clock, span, NONE } from "../ui/format.js";
import { createTable } from "../ui/table.js";
import { TaskDetail } from "./task-detail.js";
import { labelsOf, submitForm } from "./task-forms.js";
import { showSchedules } from "./task-schedules.js";

const STATES = ["SCHEDULED", "READY", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"];
const PAGE = 200;
const ROWS_MAX = 2_000;
/** How often tasks of others are looked for; those in the list tell of themselves. */
const LOOK_MS = 3_000;
const WATCHED_MAX = 500;

const ENDED = new Set(["SUCCEEDED", "FAILED", "CANCELLED"]);
const filters = new WeakMap();

/** @returns {{close: () => void}} */
export function show(container, { client, announce, path = [] }) {
  const view = new TasksView(container, client, announce);
  if (path[0]) {
    view.open(path[0]);
  }
  return { close: () => view.close() };
}

class TasksView {
  #client;
  #announce;
  #asked;
  #rows = new Map();
  #watches = new Map();
  #next = "";
  #more = false;
  #timer = 0;
  #turn = 0;
  #closed = false;
  #table;
  #detail;
  #schedules = null;

  #state = el("select", { id: newId("state") }, el("option", { value: "" }, "Any"),
    STATES.map((it) => el("option", { value: it }, it.toLowerCase())));
  #kind = el("select", { id: newId("kind") }, el("option", { value: "" }, "Any"));
  #labels = el("input", { id: newId("labels"), type: "search", placeholder: "team=a", autocomplete: "off", spellcheck: "false" });
  #summary = el("p", { class: "summary", role: "status" });
  #older = el("button", { type: "button", hidden: true, onclick: () => this.#look(true) }, "Older ones");
  #form = el("div", {});
  #planned = el("div", {});

  constructor(container, client, announce) {
    this.#client = client;
    this.#announce = announce;
    this.#asked = filters.get(client) ?? { state: "", kind: "", labels: "" };
    filters.set(client, this.#asked);
    this.#table = createTable({
      label: "Tasks", order: "id", descending: true, empty: "No task here yet.",
      columns: [
        { id: "id", title: "Task", head: true, width: "minmax(4.5rem, 0.6fr)", sort: (row) => Number(row.id),
          draw: (cell, row) => this.#drawId(cell, row) },
        { id: "kind", title: "Kind", text: (row) => row.kind, sort: (row) => row.kind, width: "minmax(6rem, 1fr)" },
        { id: "state", title: "State", sort: (row) => STATES.indexOf(row.state), width: "minmax(6.5rem, 0.8fr)",
          draw: (cell, row) => fill(cell, el("span", { class: `state ${row.state.toLowerCase()}` }, row.state.toLowerCase())) },
        { id: "progress", title: "Progress", draw: drawProgress, width: "minmax(8.5rem, 1fr)" },
        { id: "attempt", title: "Attempt", number: true, wide: true, text: (row) => `${row.attempt} / ${row.max_attempts}`, sort: (row) => row.attempt },
        { id: "created", title: "Submitted", wide: true, text: (row) => clock(row.created_at), sort: (row) => row.created_at },
        { id: "took", title: "Took", number: true, wide: true, text: took, sort: (row) => lasted(row) },
        { id: "note", title: "Note", wide: true, text: (row) => row.error || (!ENDED.has(row.state) && row.note) || NONE, width: "minmax(8rem, 2fr)" },
      ],
    });
    this.#detail = new TaskDetail(client, announce, (task) => this.#take(task));
    this.#state.value = this.#asked.state;
    this.#labels.value = this.#asked.labels;
    for (const input of [this.#state, this.#kind, this.#labels]) {
      input.addEventListener("change", () => this.#ask());
    }
    const planned = el("details", { class: "card adding" }, el("summary", {}, "Schedules"), this.#planned);
    planned.addEventListener("toggle", () => {
      if (planned.open && !this.#schedules) {
        this.#schedules = showSchedules(this.#planned, client, announce);
      }
    });
    container.append(
      el("div", { class: "bar" }, el("h1", {}, "Tasks"),
        el("label", { for: this.#state.id }, "State"), this.#state,
        el("label", { for: this.#kind.id }, "Kind"), this.#kind,
        el("label", { for: this.#labels.id }, "Labels"), this.#labels, this.#summary),
      el("details", { class: "card adding" }, el("summary", {}, "Submit a task"), this.#form),
      planned,
      el("div", { class: "results" }, this.#table.element),
      el("div", { class: "bar" }, this.#older),
      this.#detail.element);
    this.#loadKinds();
    this.#look(false);
  }

  /** Shows one task in full; the address names it. */
  async open(id) {
    const hash = `#/tasks/${encodeURIComponent(id)}`;
    if (location.hash !== hash) {
      history.pushState(null, "", hash);
    }
    await this.#detail.show(id);
  }

  /** The button stays while its task does: who has the focus on it keeps it. */
  #drawId(cell, row) {
    if (cell.firstChild?.dataset?.id !== row.id) {
      fill(cell, el("button", { type: "button", class: "link", "data-id": row.id, onclick: () => this.open(row.id) }, `#${row.id}`));
    }
  }

  close() {
    this.#closed = true;
    this.#turn++;
    clearTimeout(this.#timer);
    this.#watches.forEach((watch) => watch.close());
    this.#detail.close();
    this.#schedules?.close();
    this.#table.close();
  }

  async #loadKinds() {
    try {
      const { kinds } = await this.#client.call("list_task_kinds");
      this.#kind.append(...kinds.map((it) => el("option", { value: it.name }, it.name)));
      this.#kind.value = this.#asked.kind;
      fill(this.#form, submitForm(kinds, async (request) => {
        const { task } = await this.#client.call("submit_task", { ...request, request_id: crypto.randomUUID?.() ?? `${Math.random()}` });
        this.#take(task);
        this.#announce(`Task ${task.id} is submitted`);
        this.open(task.id);
      }));
    } catch (error) {
      fill(this.#form, el("p", { class: "error" }, `The kinds could not be loaded: ${error.message}`));
    }
  }

  /** The filters are other ones now. */
  #ask() {
    this.#asked.state = this.#state.value;
    this.#asked.kind = this.#kind.value;
    this.#asked.labels = this.#labels.value;
    this.#rows.clear();
    this.#watches.forEach((watch) => watch.close());
    this.#watches.clear();
    this.#next = "";
    this.#more = false;
    this.#table.setRows([]);
    this.#look(false);
  }

  async #look(older) {
    const mine = ++this.#turn;
    clearTimeout(this.#timer);
    if (!document.hidden) {
      try {
        const filter = { labels: labelsOf(this.#asked.labels) };
        if (this.#asked.state) {
          filter.states = [this.#asked.state];
        }
        if (this.#asked.kind) {
          filter.kinds = [this.#asked.kind];
        }
        const answer = await this.#client.call("list_tasks", { filter, page_size: PAGE, page_token: older ? this.#next : "" });
        if (mine !== this.#turn) {
          return;
        }
        if (older || !this.#more) {
          this.#next = answer.next_page_token;
          this.#more ||= older;
        }
        answer.tasks.forEach((task) => this.#take(task));
        this.#older.hidden = !this.#next || this.#rows.size >= ROWS_MAX;
        this.#table.say("No task here yet.");
        setText(this.#summary, `${count(this.#rows.size)}${this.#next ? "+" : ""} tasks`);
      } catch (error) {
        if (mine === this.#turn) {
          this.#table.say(error.message);
        }
      }
    }
    if (mine === this.#turn && !this.#closed) {
      this.#timer = setTimeout(() => this.#look(false), LOOK_MS);
    }
  }

  /** A task as somebody told of it; an older tale changes nothing. */
  #take(task) {
    const row = this.#rows.get(task.id);
    if (row && row.revision >= task.revision) {
      return;
    }
    if (this.#asked.state && task.state !== this.#asked.state) {
      this.#drop(task.id);
    } else if (row) {
      Object.assign(row, task, { started_at: task.started_at, ended_at: task.ended_at });
      this.#table.touch(row);
    } else {
      const added = { ...task };
      this.#rows.set(task.id, added);
      this.#table.add(added);
      if (this.#rows.size > ROWS_MAX) {
        this.#drop(String(Math.min(...[...this.#rows.keys()].map(Number))));
      }
    }
    this.#detail.changed(task);
    this.#watch(task);
  }

  /** No longer in the list: it does not fit the filter any more, or is the oldest of too many. */
  #drop(id) {
    if (this.#rows.delete(id)) {
      this.#table.setRows([...this.#rows.values()]);
    }
  }

  #watch(task) {
    const watch = this.#watches.get(task.id);
    if (ENDED.has(task.state)) {
      watch?.close();
      this.#watches.delete(task.id);
    } else if (!watch && this.#watches.size < WATCHED_MAX && !this.#closed) {
      this.#watches.set(task.id, this.#client.subscribe({ channel: "tasks", task_ids: [task.id] },
        (event) => event.type === "task_update" && this.#take(event.task)));
    }
  }
}

function drawProgress(cell, row) {
  if (row.state !== "RUNNING" && !(row.progress > 0)) {
    fill(cell, NONE);
    return;
  }
  const percent = `${Math.round(row.progress * 100)} %`;
  const bar = cell.querySelector("progress") ?? el("progress", { max: 1 });
  bar.value = row.progress;
  bar.setAttribute("aria-label", `Progress of task ${row.id}`);
  fill(cell, bar, ` ${percent}`);
}

function lasted(row) {
  return row.started_at && row.ended_at ? Date.parse(row.ended_at) - Date.parse(row.started_at) : undefined;
}

function took(row) {
  const millis = lasted(row);
  return millis === undefined ? NONE : span(millis);
}
