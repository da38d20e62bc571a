/**
 * Copy buttons: <button hidden data-copy="id-of-the-text" data-copied="Copied">Copy</button>
 * A button appears only where the browser can copy, and says in words that it did.
 */
function connect(button) {
  const source = document.getElementById(button.dataset.copy);
  if (!source) return;
  const label = button.textContent;
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  status.className = "visually-hidden";
  button.after(status);
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent.trim());
    button.textContent = button.dataset.copied;
    status.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = label;
      status.textContent = "";
    }, 3000);
  });
}

if (navigator.clipboard) {
  document.querySelectorAll("button[data-copy]").forEach(connect);
}
