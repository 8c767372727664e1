// A session of the life cycle on a phone: everybody in one page, each tick sent through the outbox of ui/outbox.js. How far
// somebody is, and their number, comes from the server; until then the page says that the number follows.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const root = document.querySelector("[data-session]");
  if (!root) return;
  const words = root.dataset;
  const rows = [...root.querySelectorAll("[data-person]")];
  const rowOf = Object.fromEntries(rows.map((row) => [row.dataset.person, row]));
  const waiting = {}; // person → how many of their ticks have not arrived
  const outbox = GuyubOutbox.open(root, `ilp:${words.session}`, { onArrived, onRefused });
  let shown = "all";

  const control = (row, mark) => row.querySelector(`[data-mark="${mark}"]`);
  const valueOf = (input) => (input.type === "checkbox" ? input.checked : input.value);
  const put = (input, value) => {
    if (input.type === "checkbox") input.checked = Boolean(value);
    else input.value = value || "";
  };

  function tick(row, input) {
    const person = row.dataset.person;
    const mark = input.dataset.mark;
    waiting[person] = (waiting[person] || 0) + 1;
    outbox.add({ person, mark, value: valueOf(input) });
    if (mark !== "came" && valueOf(input)) control(row, "came").checked = true;
    refusal(person, "");
    pending(row);
    count();
  }

  // What is known before the answer: here or not, and without a number yet.
  function pending(row) {
    const came = control(row, "came").checked || "measured" in row.dataset;
    const number = row.querySelector("[data-number]");
    if (came && !number.textContent.trim()) row.querySelector("[data-words]").textContent = words.textNumber;
    if (came && row.dataset.state === "todo") row.dataset.state = "queue";
    row.querySelector("[data-next]").hidden = !came;
  }

  const settled = (person) => { waiting[person] = Math.max((waiting[person] || 0) - 1, 0); };

  // Two phones at one post: what was ticked on the other shows here too, unless something of theirs waits here.
  function onArrived(answer, changes) {
    settled(changes.person);
    for (const one of answer.queue || []) {
      const row = rowOf[one.person];
      if (!row || waiting[one.person]) continue;
      for (const mark of ["came", "service", "education", "left", "tuberculosis"]) put(control(row, mark), one[mark]);
      row.dataset.state = one.state;
      row.querySelector("[data-number]").textContent = one.number;
      row.querySelector("[data-words]").textContent = one.words;
      row.querySelector("[data-next]").hidden = !one.came && one.state === "todo";
    }
    count();
  }

  function onRefused(answer, changes) {
    settled(changes.person);
    const row = rowOf[changes.person];
    if (!row || waiting[changes.person]) return; // ticked again in the meantime: that counts
    const input = control(row, changes.mark);
    if (input) put(input, typeof changes.value === "boolean" ? !changes.value : "");
    refusal(changes.person, answer.why || words.textRefusedUnknown);
    count();
  }

  function refusal(person, why) {
    const list = root.querySelector("[data-refusals-list]");
    list.querySelector(`[data-of="${person}"]`)?.remove();
    if (why) {
      const item = document.createElement("li");
      item.dataset.of = person;
      item.textContent = words.textRefused.replace("{name}", rowOf[person].dataset.name).replace("{why}", why);
      list.append(item);
    }
    root.querySelector("[data-refusals]").hidden = list.children.length === 0;
  }

  // -- who is shown --------------------------------------------------------------------------------------------

  const GROUP = { todo: "todo", queue: "queue", left: "queue", served: "served", done: "served" };
  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");

  function count() {
    const found = { todo: 0, queue: 0, served: 0 };
    for (const row of rows) found[GROUP[row.dataset.state]] += 1;
    for (const part of root.querySelectorAll("[data-n]")) part.textContent = found[part.dataset.n];
    show();
  }

  function show() {
    const search = root.querySelector("[data-search]");
    if (!search) return;
    const typed = plain(search.value.trim());
    const stage = root.querySelector("[data-stages]").value;
    let seen = 0;
    for (const row of rows) {
      const fits = (shown === "all" || GROUP[row.dataset.state] === shown) && (!stage || row.dataset.stage === stage);
      row.hidden = !fits || !plain(row.dataset.name).includes(typed);
      seen += row.hidden ? 0 : 1;
    }
    root.querySelector("[data-shown]").textContent = words.textCount.replace("{n}", seen);
    const nobody = root.querySelector("[data-nobody]");
    if (nobody) nobody.hidden = seen > 0;
  }

  root.querySelector("[data-search]")?.addEventListener("input", show);
  root.querySelector("[data-stages]")?.addEventListener("change", show);
  for (const button of root.querySelectorAll("[data-show]")) {
    button.addEventListener("click", () => {
      shown = button.dataset.show;
      for (const other of root.querySelectorAll("[data-show]")) other.setAttribute("aria-pressed", String(other === button));
      show();
    });
  }

  for (const part of root.querySelectorAll("[data-with-script]")) part.hidden = false;
  for (const changes of outbox.waiting()) {
    const row = rowOf[changes.person];
    if (!row || !control(row, changes.mark)) continue;
    waiting[changes.person] = (waiting[changes.person] || 0) + 1;
    put(control(row, changes.mark), changes.value);
    pending(row);
  }
  for (const row of rows) {
    for (const input of row.querySelectorAll("[data-mark]")) input.addEventListener("change", () => tick(row, input));
  }
  count();
  if ("open" in words || outbox.waiting().length) outbox.begin();
});
