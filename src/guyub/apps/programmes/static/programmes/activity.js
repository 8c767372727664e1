// Recording an activity on a phone: what was filled in waits in the outbox of ui/outbox.js until there is a signal.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const root = document.querySelector("[data-activity-form]");
  if (!root) return;
  const words = root.dataset;
  const form = root.querySelector("form");
  const outbox = GuyubOutbox.open(root, `kegiatan:${words.village}`, { onArrived, onRefused });

  const filled = () => {
    const typed = {};
    for (const [name, value] of new FormData(form)) {
      if (name !== "csrfmiddlewaretoken" && typeof value === "string") (typed[name] ||= []).push(value);
    }
    return typed;
  };
  const called = (changes) => {
    const chosen = [...form.elements.activity.options].find((one) => one.value && one.value === changes.activity?.[0]);
    return changes.title?.[0] || chosen?.textContent || words.textNameless;
  };
  let untouched = JSON.stringify(filled());
  const touched = () => JSON.stringify(filled()) !== untouched;

  function fill(changes) {
    for (const field of form.elements) {
      if (!field.name || field.name === "csrfmiddlewaretoken") continue;
      const given = changes[field.name] || [];
      if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
      else if (field.type !== "submit") field.value = given[0] || "";
    }
  }

  function told(list, text, link) {
    const item = document.createElement("li");
    if (link) {
      const anchor = document.createElement("a");
      Object.assign(anchor, { href: link, textContent: text, className: "text-link" });
      item.append(anchor);
    } else item.textContent = text;
    root.querySelector(`[data-${list}-list]`).append(item);
    root.querySelector(`[data-${list}]`).hidden = false;
    return item;
  }

  function onArrived(answer, changes) {
    if (answer.code === "invalid") return onRefused(answer, changes);
    if (!answer.url) return undefined;
    if (!touched() && outbox.waiting().length === 0) return location.assign(answer.url);
    told("recorded", answer.title, answer.url);
    return undefined;
  }

  // What the server does not take comes back into the form, at once or when the person asks for it.
  function onRefused(answer, changes) {
    if (!Object.keys(changes).length) return;
    const why = words.textRefused.replace("{name}", called(changes)).replace("{why}", answer.why || "");
    const item = told("refusals", why);
    if (!touched()) {
      fill(changes);
      return;
    }
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn btn-quiet", textContent: words.textPutRight });
    button.addEventListener("click", () => {
      fill(changes);
      item.remove();
      root.querySelector("[data-refusals]").hidden = !root.querySelector("[data-refusals-list] li");
      form.scrollIntoView();
    });
    item.append(" ", button);
  }

  const lacking = () => ["targets", "institutions"].find((name) => !filled()[name]);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = lacking();
    if (!filled().activity?.[0] && !filled().title?.[0]) {
      form.elements.title.setCustomValidity(words.textLacksTitle);
    }
    const fine = form.reportValidity();
    form.elements.title.setCustomValidity("");
    root.querySelector("[data-lacking]").hidden = !name;
    if (!fine || name) {
      if (fine) form.querySelector(`[name=${name}]`).focus();
      return;
    }
    const typed = filled();
    form.reset();
    untouched = JSON.stringify(filled());
    outbox.add(typed);
    root.querySelector("[data-save-state]").scrollIntoView({ block: "center" });
  });

  for (const part of root.querySelectorAll("[data-with-script]")) part.hidden = false;
  outbox.begin();
});
