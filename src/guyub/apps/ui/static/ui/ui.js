// Small manners of the pages. Everything works without this file; it only makes things smoother.
"use strict";

// A menu closes when one clicks elsewhere or presses Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A link to a closed row opens it, so that a reason is one touch away.
function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const row = target && (target.matches("details") ? target : target.querySelector("details:not(.grade)"));
  if (row && !row.open) row.open = true;
}
window.addEventListener("hashchange", openTarget);
document.addEventListener("DOMContentLoaded", openTarget);
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link && link.hash === location.hash) openTarget();
});

// A menu on one line is moved so far that the present page is seen in it.
document.addEventListener("DOMContentLoaded", () => {
  const here = document.querySelector(".people-menu [aria-current]");
  const menu = here && here.parentElement;
  if (menu && menu.scrollWidth > menu.clientWidth) menu.scrollLeft = here.offsetLeft - menu.clientWidth / 3;
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A figure typed with thousand dots is sent as a whole number. Other dots stay: 12.5 must not turn into 125.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches('input[inputmode="numeric"]')) return;
  const text = input.value.trim();
  input.value = /^\d{1,3}([.\s]\d{3})+$/.test(text) ? text.replace(/[.\s]/g, "") : text;
});

// One press is enough: the button of a form that is on its way does not send it twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("hx-post") || form.hasAttribute("hx-get") || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 8000);
});

// What takes a while says so as soon as it is sent; `data-while-sending` names the button, if only one takes long.
document.addEventListener("submit", (event) => {
  const note = event.target.querySelector("[data-while-sending]");
  const button = note && note.dataset.whileSending;
  if (note && (!button || (event.submitter && event.submitter.value === button))) note.hidden = false;
});
window.addEventListener("pageshow", () => {
  for (const note of document.querySelectorAll("[data-while-sending]")) note.hidden = true;
});

// Errors that arrive after the page mark their field: what a reader of the screen hears must agree with what is seen.
document.addEventListener("htmx:afterSettle", () => {
  for (const slot of document.querySelectorAll("[data-error-of]")) {
    const field = document.getElementById(slot.dataset.errorOf);
    if (!field) continue;
    if (slot.textContent.trim()) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
});
