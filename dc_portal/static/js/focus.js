/** After a refused form, the summary of its errors takes the focus: <div tabindex="-1" data-focus>. */
document.querySelector("[data-focus]")?.focus();
