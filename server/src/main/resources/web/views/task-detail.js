/** One task in full: how it stands, what went wrong, what may be done with it, and its result. */
import { el, fill } from "../ui/dom.js";
import { count, NONE } from "../ui/format.js";
import { save } from "../ui/save.js";
import { bytesOf } from "./task-forms.js";

const TEXT_MAX = 2_000;
/** Of a result at a time: it may be larger than a message. */
const PART_BYTES = 524_288;
const FILES = {
  report: ["html", "text/html"],
  "export-bars": ["csv", "text/csv"],
  analyze: ["jsonl", "application/jsonl"],
  "import-bars": ["json", "application/json"],
};
const RUNS = new Set(["SCHEDULED", "READY", "RUNNING"]);

export class TaskDetail {
  /** What goes into the page. */
  element = el("section", { class: "card detail", "aria-label": "One task", tabindex: -1, hidden: true });
  #client;
  #announce;
  #tell;
  #id = "";
  #task = null;
  #payload = "";
  #looks = 0;

  /** @param {(task: object) => void} tell whoever lists tasks */
  constructor(client, announce, tell) {
    this.#client = client;
    this.#announce = announce;
    this.#tell = tell;
  }

  async show(id) {
    this.#id = id;
    this.#task = null;
    this.element.hidden = false;
    fill(this.element, el("p", { class: "note" }, `Loading task ${id}.`));
    await this.#load();
    this.element.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "nearest" });
  }

  /** A task has changed; perhaps it is this one. */
  changed(task) {
    if (task.id === this.#id && this.#task && task.revision > this.#task.revision) {
      this.#draw({ ...this.#task, ...task, ended_at: task.ended_at, started_at: task.started_at });
    }
  }

  close() {
    this.#id = "";
    this.element.hidden = true;
  }

  async #load() {
    const mine = ++this.#looks;
    const id = this.#id;
    try {
      // Of its result the least there can be: it is asked for when it is downloaded.
      const { task } = await this.#client.call("get_task", { id, result_bytes_max: 1 });
      if (mine === this.#looks && id === this.#id) {
        this.#payload = task.payload ?? "";
        delete task.result;
        this.#draw(task);
        this.#tell(task);
      }
    } catch (error) {
      if (mine === this.#looks && id === this.#id) {
        this.#wrong(error);
      }
    }
  }

  #wrong(error) {
    fill(this.element, this.#head(`Task ${this.#id}`), el("p", { class: "error", role: "alert" }, error.message));
  }

  #head(title) {
    return el("div", { class: "bar" }, el("h2", {}, title),
      el("button", { type: "button", class: "small", onclick: () => {
        history.pushState(null, "", "#/tasks");
        this.close();
      } }, "Close"));
  }

  #draw(task) {
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset?.does : undefined;
    this.#task = task;
    const { id, kind, state } = task;
    const labels = Object.entries(task.labels ?? {}).map(([name, value]) => `${name}=${value}`).join(", ");
    const facts = {
      State: state.toLowerCase() + (task.cancel_requested && state === "RUNNING" ? ", cancel asked for" : ""),
      Progress: `${Math.round(task.progress * 100)} %${task.note ? `, ${task.note}` : ""}`,
      Attempt: `${task.attempt} of ${task.max_attempts}${task.rescues ? `, rescued ${task.rescues} times` : ""}`,
      Priority: task.priority.toLowerCase(),
      Labels: labels || NONE,
      Submitted: when(task.created_at),
      Due: when(task.run_at),
      Started: when(task.started_at),
      Ended: when(task.ended_at),
      "Runs on": task.owner || NONE,
      Result: Number(task.result_bytes) > 0 ? `${count(Number(task.result_bytes))} bytes` : NONE,
    };
    const action = (does, text, shown) => shown && el("button", { type: "button", "data-does": does, onclick: () => this.#do(does) }, text);
    fill(this.element, this.#head(`Task ${id}: ${kind}`),
      el("dl", { class: "facts" }, Object.entries(facts).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
      task.error && el("p", { class: "error wrapped" }, `Last error: ${task.error}`),
      this.#payload && el("details", {}, el("summary", {}, "Payload"), el("pre", {}, textOf(this.#payload))),
      el("div", { class: "bar" },
        action("cancel_task", "Cancel", RUNS.has(state)),
        action("rerun_task", "Run again", state === "FAILED" || state === "CANCELLED"),
        action("download", "Download result", Number(task.result_bytes) > 0)),
      el("p", { class: "error", role: "alert", hidden: true }));
    if (focused) {
      (this.element.querySelector(`[data-does="${focused}"]`) ?? this.element).focus({ preventScroll: true });
    }
  }

  async #do(does) {
    const { id, kind } = this.#task;
    const alert = this.element.querySelector("[role=alert]");
    const button = this.element.querySelector(`[data-does="${does}"]`);
    try {
      if (does === "download") {
        const [extension, type] = FILES[kind] ?? ["bin", "application/octet-stream"];
        button.disabled = true;
        save(`task-${id}.${extension}`, type, await this.#result(id));
        return;
      }
      const { task } = await this.#client.call(does, { id });
      this.#announce(does === "cancel_task" ? `Task ${id} is cancelled` : `Task ${id} runs again`);
      this.#tell(task);
      this.changed(task);
    } catch (error) {
      fill(alert, error.message).hidden = false;
    } finally {
      button.disabled = false;
    }
  }

  /** All of it, in parts of one attempt. */
  async #result(id) {
    const parts = [];
    let offset = 0;
    let revision;
    let size;
    do {
      const { task } = await this.#client.call("get_task", { id, result_offset: offset, result_bytes_max: PART_BYTES });
      const part = bytesOf(task.result ?? "");
      if (part.length === 0 || (revision !== undefined && task.revision !== revision)) {
        throw new Error("the task has changed meanwhile; download it again");
      }
      revision = task.revision;
      size = Number(task.result_bytes);
      parts.push(part);
      offset += part.length;
    } while (offset < size);
    return parts;
  }
}

function when(time) {
  return time ? new Date(time).toLocaleString(undefined, { hour12: false }) : NONE;
}

function textOf(payload) {
  const text = new TextDecoder().decode(bytesOf(payload));
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
}
