// Writes a comment in place: the form of the page behind the link is fetched and shown under it. Without this script,
// or where anything goes wrong, the link leads to that page.
const box = document.querySelector("[data-comments]");

function part(html, selector) {
  return new DOMParser().parseFromString(html, "text/html").querySelector(selector);
}

function show(link, element) {
  const before = link.parentElement.nextElementSibling;
  if (before?.matches("[data-comment-place]")) before.remove();
  const place = document.createElement("div");
  place.dataset.commentPlace = "";
  place.append(element);
  link.parentElement.after(place);
  const first = place.querySelector("[role=alert], textarea, h1");
  if (first && !first.matches("textarea")) first.tabIndex = -1;
  first?.focus();
  return place;
}

async function open(link) {
  const response = await fetch(link.href, { credentials: "same-origin" });
  const form = response.ok && part(await response.text(), "[data-comment-form]");
  if (!form) {
    location.href = link.href;
    return;
  }
  connect(link, show(link, form));
}

function connect(link, place) {
  const form = place.querySelector("form");
  place.querySelector("[data-comment-cancel]")?.addEventListener("click", (event) => {
    event.preventDefault();
    place.remove();
    link.focus();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    let response;
    try {
      response = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    } catch {
      form.submit();
      return;
    }
    const html = await response.text();
    const again = part(html, "[data-comment-form]");
    const said = part(html, "main .page-head");
    if (response.ok && response.redirected && said) {
      said.querySelector(".kicker")?.remove();
      show(link, said);
    } else if (again) {
      connect(link, show(link, again));
    } else {
      form.submit();
    }
  });
}

box?.addEventListener("click", (event) => {
  const link = event.target.closest("[data-comment-here]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  open(link).catch(() => (location.href = link.href));
});
