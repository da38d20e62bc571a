// Follows an import: asks for its page again until it is done. Without JavaScript the page reloads itself.
const EVERY = 2000;
const place = () => document.getElementById("import-progress");

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const news = page.getElementById("import-progress");
      if (news) {
        // The status line stays the same element, so that screen readers hear it change.
        const [state, newState] = [place().querySelector("[role=status]"), news.querySelector("[role=status]")];
        if (state.textContent !== newState.textContent) state.textContent = newState.textContent;
        newState.replaceWith(state);
        place().replaceWith(news);
      }
    }
  } catch {
    // The next look may find it.
  }
  if (place().hasAttribute("data-unfinished")) setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
