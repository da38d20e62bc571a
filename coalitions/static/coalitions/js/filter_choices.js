// Narrows a list of checkboxes to those whose label holds what is typed. Ticked ones always stay in sight.
function connect(box) {
  const field = box.querySelector("[data-filter-text]");
  const count = box.querySelector("[data-filter-count]");
  const choices = [...box.querySelectorAll("[data-filter-choice]")];

  const narrow = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const choice of choices) {
      const text = choice.textContent.toLowerCase();
      const fits = words.every((word) => text.includes(word));
      choice.hidden = !fits && !choice.querySelector("input").checked;
      shown += choice.hidden ? 0 : 1;
    }
    count.textContent = words.length ? `${shown} of ${choices.length} shown` : "";
  };

  // A field of its own form would be sent along, and Enter would save the page.
  field.closest("[data-filter-field]").hidden = choices.length < 8;
  field.addEventListener("input", narrow);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

// The admin loads scripts in the head of its pages, before there is anything to connect.
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-filter-choices]").forEach(connect));
