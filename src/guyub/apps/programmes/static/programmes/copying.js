// Copy what a form elsewhere asks, field by field.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const root = document.querySelector("[data-copying]");
  if (!root || !navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) {
    const words = button.querySelector("span");
    const before = words.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.closest("dd").querySelector("[data-copied-text]").innerText.trim());
      words.textContent = root.dataset.textCopied;
      setTimeout(() => { words.textContent = before; }, 2500);
    });
  }
});
