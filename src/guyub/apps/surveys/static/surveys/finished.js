// A finished interview leaves nothing behind in the browser.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const done = document.querySelector("[data-finished-interview]");
  if (!done) return;
  const place = `guyub:wawancara:${done.dataset.finishedInterview}:`;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(place)) localStorage.removeItem(key);
  }
});
