/**
 * The reader's own time below UTC: <p hidden data-local-time="Your time: {day}, {from}–{to}"
 * data-from="2021-05-13T11:00Z" data-to="2021-05-13T12:30Z"></p>
 * Times on the portal are UTC; this adds a line for readers whose clock differs and changes nothing else.
 */
function describe(element) {
  const from = new Date(element.dataset.from);
  const to = new Date(element.dataset.to ?? element.dataset.from);
  if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime()) || from.getTimezoneOffset() === 0) return;
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  const show = (moment, options) => new Intl.DateTimeFormat(language, options).format(moment);
  const clock = { hour: "2-digit", minute: "2-digit" };
  element.textContent = element.dataset.localTime
    .replace("{day}", show(from, { weekday: "long", day: "numeric", month: "long" }))
    .replace("{from}", show(from, clock))
    .replace("{to}", show(to, { ...clock, timeZoneName: "short" }));
  element.hidden = false;
}

document.querySelectorAll("[data-local-time]").forEach(describe);
