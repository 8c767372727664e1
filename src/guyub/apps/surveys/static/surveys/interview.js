// The interview on a phone: one screen a topic, skip logic at once, saved as you go through the outbox of ui/outbox.js.
// Without this file the page is one long form with a button for each topic.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const root = document.querySelector("[data-interview]");
  if (!root) return;
  const form = JSON.parse(document.getElementById("interview-form").textContent);
  const given = JSON.parse(document.getElementById("interview-answers").textContent);
  const words = root.dataset;
  const answers = given.family;
  const members = given.members; // [{id, facts, answers}]
  const kept = given.kept;
  const questions = Object.fromEntries(form.topics.flatMap((t) => t.questions).map((q) => [q.key, q]));
  const whoOf = Object.fromEntries(form.topics.flatMap((t) => t.questions.map((q) => [q.key, t.who])));

  const outbox = GuyubOutbox.open(root, `wawancara:${words.interview}`);
  for (const changes of outbox.waiting()) overlay(changes);

  // -- answers on the page -------------------------------------------------------------------------------------

  function holder(owner) {
    return owner === "family" || owner === "couple" ? answers : members.find((m) => m.id === owner).answers;
  }

  function readField(field) {
    const question = questions[field.dataset.key];
    if (question.kind === "choice") {
      const chosen = field.querySelector("input:checked");
      return chosen ? Number(chosen.value) : null;
    }
    if (question.kind === "choices") {
      const ticked = [...field.querySelectorAll("input:checked")].map((box) => Number(box.value));
      return ticked.length ? ticked : null;
    }
    const text = field.querySelector("input").value.trim();
    if (!text) return null;
    if (question.kind !== "number") return text;
    const digits = text.replace(/[.\s]/g, "");
    return /^\d{1,9}$/.test(digits) ? Number(digits) : text;
  }

  function writeField(field) {
    const answer = holder(field.dataset.owner)[field.dataset.key];
    for (const input of field.querySelectorAll("input[name]")) {
      if (input.type === "radio") input.checked = Number(input.value) === answer;
      else if (input.type === "checkbox") input.checked = Array.isArray(answer) && answer.includes(Number(input.value));
      else input.value = answer ?? "";
    }
  }

  function overlay(changes) {
    for (const section of ["family", "couple"]) {
      for (const [code, answer] of Object.entries(changes[section] || {})) answers[keyOf(code)] = answer;
    }
    for (const [person, changed] of Object.entries(changes.members || {})) {
      const member = members.find((m) => m.id === person);
      if (member) for (const [code, answer] of Object.entries(changed)) member.answers[keyOf(code)] = answer;
    }
    Object.assign(kept, changes.kept || {});
  }

  function keyOf(code) {
    return Object.values(questions).find((question) => question.code === code).key;
  }

  function onChange(field) {
    const { owner, key } = field.dataset;
    const answer = readField(field);
    const typedWrong = questions[key].kind === "number" && typeof answer === "string";
    field.querySelector("[data-typed-wrong]")?.toggleAttribute("hidden", !typedWrong);
    if (typedWrong) return;
    holder(owner)[key] = answer;
    const one = { [questions[key].code]: answer };
    outbox.add(["family", "couple"].includes(owner) ? { [owner]: one } : { members: { [owner]: one } });
    show();
  }

  // -- what is asked, and what does not fit --------------------------------------------------------------------

  const fields = [...root.querySelectorAll("[data-key]")];
  const screens = [...root.querySelectorAll("[data-screen]")];
  let current = null;

  function show() {
    const sheet = GuyubSheet.read(form, answers, members, given.facts);
    const statesOf = Object.fromEntries(members.map((member, n) => [member.id, sheet.rounds[n].states]));
    for (const field of fields) {
      const states = statesOf[field.dataset.owner] || sheet.family.states;
      field.hidden = states[field.dataset.key] !== "asked";
      const blank = !GuyubSheet.isAnswered(holder(field.dataset.owner)[field.dataset.key]);
      field.classList.toggle("answer--open", !field.hidden && blank && questions[field.dataset.key].required);
      field.querySelector("[data-clear]")?.toggleAttribute("hidden", blank);
    }
    showProblems(sheet.problems);
    for (const screen of screens) {
      const asked = [...screen.querySelectorAll("[data-key]")].filter((field) => !field.hidden);
      screen.dataset.skipped = String(screen.matches("[data-topic]") && asked.length === 0);
      const open = asked.filter((field) => field.classList.contains("answer--open")).length;
      const line = root.querySelector(`[data-goto="${screen.id}"]`);
      if (!line) continue;
      line.closest("li").hidden = screen.dataset.skipped === "true";
      line.querySelector("[data-open]").textContent = open ? words.textOpen.replace("{n}", open) : words.textComplete;
    }
    countScreens();
  }

  function showProblems(problems) {
    const shown = problems.filter((problem) => problem.code !== "unanswered");
    for (const box of root.querySelectorAll("[data-problems]")) {
      const field = box.closest("[data-key]");
      const mine = shown.filter((problem) => problem.questions[0] === field.dataset.key
        && (problem.member || "") === (whoOf[field.dataset.key] === "member" ? field.dataset.owner : ""));
      const wanted = mine.map((problem) => problem.id).join(" ");
      if (box.dataset.shown === wanted) continue; // do not disturb a reason that is being typed
      box.dataset.shown = wanted;
      box.replaceChildren(...mine.map((problem) => problemNotice(problem, field)));
    }
    const general = root.querySelector("[data-general-problems]");
    const registry = shown.filter((problem) => !fields.some((field) => field.dataset.key === problem.questions[0]
      && (!problem.member || field.dataset.owner === problem.member)));
    const wanted = registry.map((problem) => problem.id).join(" ");
    if (general.dataset.shown !== wanted) {
      general.dataset.shown = wanted;
      general.replaceChildren(...registry.map((problem) => problemNotice(problem, general)));
    }
  }

  function problemNotice(problem, near) {
    const notice = document.createElement("div");
    notice.className = `answer__problem answer__problem--${problem.severity}`;
    const sentence = document.createElement("p");
    sentence.textContent = form.messages[problem.code] || near.dataset[camel(`text-${problem.code}`)] || problem.code;
    const name = problem.member && near === root.querySelector("[data-general-problems]")
      && members.find((member) => member.id === problem.member).name;
    if (name) sentence.prepend(`${name}: `);
    notice.append(sentence);
    if (problem.severity !== "keep") return notice;
    const label = document.createElement("label");
    label.textContent = words.textReason;
    const input = document.createElement("input");
    input.type = "text";
    input.className = "form-control";
    input.maxLength = 300;
    input.value = kept[problem.id] || "";
    input.addEventListener("change", () => {
      kept[problem.id] = input.value.trim() || null;
      outbox.add({ kept: { [problem.id]: kept[problem.id] } });
    });
    label.append(input);
    notice.append(label);
    return notice;
  }

  const camel = (text) => text.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());

  // -- one screen at a time ------------------------------------------------------------------------------------

  const open = () => screens.filter((screen) => screen.dataset.skipped !== "true");

  function countScreens() {
    const there = open();
    if (current && current.dataset.skipped === "true") go(there[0]);
    const number = there.indexOf(current) + 1;
    root.querySelector("[data-count]").textContent = words.textCount.replace("{n}", number).replace("{of}", there.length);
    const bar = root.querySelector("[data-bar]");
    bar.max = there.length;
    bar.value = number;
    root.querySelector("[data-previous]").hidden = number <= 1;
    root.querySelector("[data-next]").hidden = number >= there.length;
  }

  function go(screen, byHand = true) {
    current = screen;
    for (const one of screens) one.hidden = one !== screen;
    countScreens();
    if (!byHand) return;
    history.replaceState(null, "", `#${screen.id}`);
    screen.querySelector("h2").focus({ preventScroll: true });
    root.scrollIntoView();
  }

  function step(by) {
    const there = open();
    go(there[Math.min(Math.max(there.indexOf(current) + by, 0), there.length - 1)]);
  }

  // -- beginning -----------------------------------------------------------------------------------------------

  for (const field of fields) {
    writeField(field);
    field.addEventListener("change", () => onChange(field));
    field.querySelector("[data-clear]")?.addEventListener("click", () => {
      for (const input of field.querySelectorAll("input:checked")) input.checked = false;
      onChange(field);
      field.querySelector("input").focus();
    });
  }
  for (const button of root.querySelectorAll("[data-save-topic]")) button.hidden = true;
  for (const part of root.querySelectorAll("[data-with-script]")) part.hidden = false;
  for (const topicForm of root.querySelectorAll("form[data-topic-form]")) {
    topicForm.addEventListener("submit", (event) => {
      event.preventDefault();
      step(1);
    });
  }
  root.querySelector("[data-previous]").addEventListener("click", () => step(-1));
  root.querySelector("[data-next]").addEventListener("click", () => step(1));
  for (const line of root.querySelectorAll("[data-goto]")) {
    line.addEventListener("click", (event) => {
      event.preventDefault();
      line.closest("details").open = false;
      go(document.getElementById(line.dataset.goto));
    });
  }

  show();
  const wanted = document.getElementById(location.hash.slice(1));
  const firstOpen = open().find((screen) => [...screen.querySelectorAll(".answer--open")].some((field) => !field.hidden));
  go(open().includes(wanted) ? wanted : firstOpen || screens[screens.length - 1], false);
  outbox.begin();
});
