/** Below a field with data-words: how many words it has, said aloud only where it becomes too many. */
for (const field of document.querySelectorAll("[data-words]")) {
  const limit = Number(field.dataset.words);
  const counter = document.createElement("p");
  counter.className = "counter";
  counter.setAttribute("aria-hidden", "true");
  const alarm = document.createElement("p");
  alarm.className = "visually-hidden";
  alarm.setAttribute("role", "status");
  field.after(counter, alarm);
  const count = () => {
    const words = field.value.replace(/^[-*] /gm, "").match(/\S+/g)?.length ?? 0;
    const over = words - limit;
    counter.textContent = `${words} of ${limit} words${over > 0 ? `, ${over} too many` : ""}`;
    counter.classList.toggle("is-over", over > 0);
    const text = over > 0 ? "Too many words" : "";
    if (alarm.textContent !== text) alarm.textContent = text;
  };
  field.addEventListener("input", count);
  count();
}
