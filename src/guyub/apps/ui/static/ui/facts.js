// The profile form made smoother. The server checks everything again; without this file all questions simply show.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector(".facts-form");
  if (!form) return;
  const numbers = new Intl.NumberFormat(document.documentElement.lang);

  // A question that depends on a "yes" shows only after that yes. Hidden answers are not sent.
  function showAsked() {
    for (const field of form.querySelectorAll("[data-depends-on]")) {
      const flag = form.querySelector(`input[name="${field.dataset.dependsOn}"]:checked:not(:disabled)`);
      const asked = Boolean(flag) && flag.value === "1";
      field.hidden = !asked;
      for (const input of field.querySelectorAll("input, select")) input.disabled = !asked;
    }
  }

  // "None of them" and "not known" stand alone; a frequency ticks its routine.
  function keepAlone(input) {
    const group = input.closest("[data-ticks]");
    if (!group) return;
    if (input.matches("select")) {
      const box = input.closest(".tick").querySelector("input");
      if (input.value) box.checked = true;
      input = box;
    }
    if (!input.checked) return;
    for (const other of group.querySelectorAll("input[type=checkbox]")) {
      if (other !== input && (input.hasAttribute("data-alone") || other.hasAttribute("data-alone"))) other.checked = false;
    }
  }

  // A typed number is known; "not known" empties the number.
  function keepKnown(input) {
    if (input.dataset.unknownFor && input.checked) document.getElementById(input.dataset.unknownFor).value = "";
    const box = input.value && form.querySelector(`[data-unknown-for="${input.id}"]`);
    if (box) box.checked = false;
  }

  function addUp() {
    const total = form.querySelector("[data-total-of]");
    if (!total) return;
    const inputs = total.dataset.totalOf.split(" ").map((id) => document.getElementById(id));
    const texts = inputs.map((input) => input.value.replace(/[.\s]/g, ""));
    const sum = texts.reduce((all, text) => all + (/^\d+$/.test(text) ? Number(text) : 0), 0);
    total.hidden = texts.every((text) => !text);
    total.querySelector("[data-sum]").textContent = numbers.format(sum);
    const off = total.querySelector("[data-off]");
    if (!off) return;
    const difference = sum - Number(total.dataset.target);
    total.classList.toggle("running-total--off", difference !== 0);
    off.textContent = difference === 0 ? "✓" : `(${difference > 0 ? "+" : "−"}${numbers.format(Math.abs(difference))})`;
  }

  form.addEventListener("change", (event) => {
    keepAlone(event.target);
    keepKnown(event.target);
    showAsked();
    addUp();
  });
  form.addEventListener("input", (event) => {
    keepKnown(event.target);
    addUp();
  });
  showAsked();
  addUp();
});
