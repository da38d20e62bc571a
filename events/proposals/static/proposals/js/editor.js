/**
 * The form of a proposal, for those with a script: counted characters, rows that come and go, the writer's own time
 * beside UTC, a question for its focus area, and a word before what is not saved is left. Everything works without it.
 */

const form = document.querySelector("[data-editor]");

/** Below a field with data-limit: how many characters it has, said aloud only where it becomes too many. */
function countCharacters(field) {
  const limit = Number(field.dataset.limit);
  const counter = document.createElement("p");
  counter.className = "counter";
  counter.setAttribute("aria-hidden", "true");
  const alarm = document.createElement("p");
  alarm.className = "visually-hidden";
  alarm.setAttribute("role", "status");
  field.after(counter, alarm);
  const count = () => {
    const length = Array.from(field.value.replace(/\r\n/g, "\n").trim()).length;
    const over = length - limit;
    counter.hidden = field.tagName === "INPUT" && length < limit * 0.75;
    counter.textContent = `${length.toLocaleString("en")} of ${limit.toLocaleString("en")}`;
    counter.classList.toggle("is-over", over > 0);
    const text = over > 0 ? `${over} too many` : "";
    if (text) counter.textContent += `, ${text}`;
    if (Boolean(text) !== Boolean(alarm.textContent)) alarm.textContent = text ? "Too long" : "";
  };
  field.addEventListener("input", count);
  count();
}

/** The reader's own time below a moment that is typed in UTC. */
function showOwnTime(line) {
  const field = document.getElementById(line.dataset.ownTime);
  const place = line.querySelector("span");
  const show = () => {
    const moment = field.value ? new Date(`${field.value}Z`) : null;
    const useful = moment && !Number.isNaN(moment.getTime()) && moment.getTimezoneOffset() !== 0;
    line.hidden = !useful;
    if (!useful) return;
    const options = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
    place.textContent = new Intl.DateTimeFormat("en-GB", { ...options, timeZoneName: "short" }).format(moment);
  };
  field.addEventListener("input", show);
  show();
}

/** Rows that are added and taken out at once; the box "Take out" goes on meaning it for the server. */
function connectRows(part) {
  const list = part.querySelector("[data-list]");
  const pattern = part.querySelector("template");
  const add = part.querySelector("[data-add]");
  const total = form.elements[`${part.dataset.rows}-TOTAL_FORMS`];
  const connect = (row) => {
    const box = row.querySelector("input[name$='-DELETE']");
    const label = box.closest("label");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet button-small";
    button.textContent = "Take out";
    button.addEventListener("click", () => {
      box.checked = true;
      row.hidden = true;
      form.dataset.changed = "yes";
      add.focus();
    });
    label.hidden = true;
    label.after(button);
    row.hidden = box.checked;
  };
  list.querySelectorAll("[data-row]").forEach(connect);
  add.addEventListener("click", (event) => {
    event.preventDefault();
    const next = document.createElement("template");
    next.innerHTML = pattern.innerHTML.replaceAll("__prefix__", total.value);
    const row = next.content.querySelector("[data-row]");
    list.append(row);
    total.value = Number(total.value) + 1;
    connect(row);
    row.querySelectorAll("[data-limit]").forEach(countCharacters);
    row.querySelector("input:not([type='hidden'], [type='checkbox'])").focus();
  });
}

/** A question is asked within its focus area: ticking one ticks the area, taking the area away takes its questions. */
function connectTopic(topic) {
  const area = topic.querySelector("input[name='focus_areas']");
  const questions = [...topic.querySelectorAll("input[name='policy_questions']")];
  area.addEventListener("change", () => {
    if (!area.checked) questions.forEach((question) => (question.checked = false));
  });
  questions.forEach((question) =>
    question.addEventListener("change", () => {
      if (question.checked) area.checked = true;
    }),
  );
}

/** A word before the page is left with something that is not saved. */
function guard() {
  let leaving = false;
  form.addEventListener("input", () => (form.dataset.changed = "yes"));
  form.addEventListener("submit", (event) => {
    if (leaving) event.preventDefault();
    leaving = true;
  });
  window.addEventListener("pageshow", () => (leaving = false));
  window.addEventListener("beforeunload", (event) => {
    if (form.dataset.changed && !leaving) event.preventDefault();
  });
}

document.querySelector("[data-summary]")?.focus();
if (form) {
  form.querySelectorAll("[data-limit]").forEach(countCharacters);
  form.querySelectorAll("[data-own-time]").forEach(showOwnTime);
  form.querySelectorAll("[data-rows]").forEach(connectRows);
  form.querySelectorAll("[data-topic]").forEach(connectTopic);
  guard();
}
