// The checklist on the spot: each item goes through the outbox as soon as it is filled in, with or without a signal.
// Without this file the page is one form with a button.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const root = document.querySelector("[data-field]");
  if (!root) return;
  const WORTH = { match: 2, partly: 1, absent: 0 };
  const items = [...root.querySelectorAll("[data-item]")];
  const outbox = GuyubOutbox.open(root, `lapangan:${root.dataset.field}`);

  for (const changes of outbox.waiting()) show(changes);
  for (const item of items) {
    item.addEventListener("change", (event) => {
      if (event.target.type === "file") return; // sent by a form of its own
      const chosen = item.querySelector("input[type=radio]:checked");
      if (!chosen) return;
      const note = item.querySelector("input[type=text], input:not([type])").value.trim();
      outbox.add({ item: item.dataset.item, result: chosen.value, note });
      count();
    });
  }
  root.querySelector("[data-without-script]").hidden = true;
  root.querySelector("[data-save-state]").hidden = false;
  root.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  count();
  outbox.begin();

  function show(changes) {
    const item = items.find((one) => one.dataset.item === changes.item);
    if (!item) return;
    const input = item.querySelector(`input[value="${CSS.escape(changes.result)}"]`);
    if (input) input.checked = true;
    item.querySelector("input:not([type])").value = changes.note || "";
  }

  function count() {
    const results = items.map((item) => item.querySelector("input[type=radio]:checked")?.value).filter(Boolean);
    // What the other sub-team had checked when the page was loaded counts too: the rate is the entry's.
    const sum = results.reduce((total, result) => total + WORTH[result], Number(root.dataset.othersWorth));
    const checked = results.length + Number(root.dataset.othersChecked);
    const rate = checked ? ((50 * sum) / checked).toFixed(2) : "–";
    root.querySelector("[data-rate]").textContent = document.documentElement.lang === "en" ? rate : rate.replace(".", ",");
    root.querySelector("[data-checked]").textContent = checked;
    const own = root.querySelector("[data-own]");
    if (own) own.textContent = results.length;
  }
});
