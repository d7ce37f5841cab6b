/** Tasks that the server submits by itself, again and again. */
import { el, fill, setText } from "../ui/dom.js";
import { NONE } from "../ui/format.js";
import { submitForm } from "./task-forms.js";

const FIELDS = [
  { name: "schedule-name", label: "name of the schedule", required: true, placeholder: "nightly" },
  { name: "schedule-cron", label: "cron", placeholder: "30 16 * * 1-5", help: "or a period, not both" },
  { name: "schedule-every", label: "period (s)", type: "number", min: 1 },
  { name: "schedule-zone", label: "time zone of cron", placeholder: "UTC" },
];

/** @returns {{close: () => void}} */
export function showSchedules(container, client, announce) {
  const list = el("tbody");
  const wrong = el("p", { class: "error", role: "alert", hidden: true });
  const form = el("div", {});
  let closed = false;
  const say = (text) => {
    setText(wrong, text);
    wrong.hidden = text === "";
  };
  const load = async () => {
    try {
      const { schedules } = await client.call("list_schedules");
      if (!closed) {
        fill(list, schedules.length === 0
          ? el("tr", {}, el("td", { colspan: 5, class: "note" }, "No schedule yet."))
          : schedules.map((it) => line(it)));
        say("");
      }
    } catch (error) {
      say(error.message);
    }
  };
  const line = (schedule) => el("tr", {},
    el("th", { scope: "row" }, schedule.name),
    el("td", {}, schedule.task?.kind ?? NONE),
    el("td", {}, schedule.cron ? `${schedule.cron} ${schedule.time_zone === "Z" ? "UTC" : schedule.time_zone}` : `every ${schedule.every}`),
    el("td", {}, schedule.next_at ? new Date(schedule.next_at).toLocaleString(undefined, { hour12: false }) : NONE),
    el("td", {}, el("button", {
      type: "button", class: "small", "aria-label": `Delete schedule ${schedule.name}`, onclick: async () => {
        try {
          await client.call("delete_schedule", { name: schedule.name });
          announce(`Schedule ${schedule.name} is deleted`);
          await load();
        } catch (error) {
          say(error.message);
        }
      },
    }, "Delete")));
  container.append(
    el("div", { class: "scrolling" }, el("table", { class: "plain" }, el("caption", { class: "unseen" }, "Schedules"),
      el("thead", {}, el("tr", {}, ["Name", "Kind", "When", "Next", ""].map((it) => el("th", { scope: "col" }, it || el("span", { class: "unseen" }, "Delete"))))),
      list)),
    wrong, form);
  load();
  client.call("list_task_kinds").then(({ kinds }) => fill(form, submitForm(kinds, async (task, values) => {
    if (values["schedule-cron"] && values["schedule-every"]) {
      throw new Error("a schedule has a cron or a period, not both");
    }
    const schedule = { name: values["schedule-name"], task };
    if (values["schedule-cron"]) {
      schedule.cron = values["schedule-cron"];
    } else if (values["schedule-every"]) {
      schedule.every = `${values["schedule-every"]}s`;
    }
    if (values["schedule-zone"]) {
      schedule.time_zone = values["schedule-zone"];
    }
    await client.call("create_schedule", { schedule });
    announce(`Schedule ${schedule.name} is made`);
    await load();
  }, { button: "Make schedule", more: FIELDS }))).catch((error) => say(error.message));
  return {
    close() {
      closed = true;
    },
  };
}
