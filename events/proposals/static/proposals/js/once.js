/**
 * A form is sent once: <form data-once>. A second press does nothing until the answer is there.
 * The server takes no harm from a second press either; this only spares the reader the doubt.
 */
function connect(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
  });
  // Back in the browser's history the form can be sent again.
  window.addEventListener("pageshow", () => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });
}

document.querySelectorAll("form[data-once]").forEach(connect);
