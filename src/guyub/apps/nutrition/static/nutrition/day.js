// A kitchen day on a phone: who gets a portion in one page, each tick sent through the outbox of ui/outbox.js.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const root = document.querySelector("[data-kitchen]");
  if (!root) return;
  const words = root.dataset;
  const part = (row, name) => row.querySelector(`[data-${name}]`);
  const everybody = [...root.querySelectorAll("[data-guest]")];
  const rows = everybody.filter((row) => part(row, "eaten")); // whom the reader may tick; of the others nothing is asked
  const rowOf = Object.fromEntries(rows.map((row) => [row.dataset.guest, row]));
  const waiting = {}; // guest → how many of its ticks have not arrived
  const outbox = GuyubOutbox.open(root, `dapur:${words.kitchen}`, { onArrived, onRefused });

  function read(row) {
    const given = part(row, "given").checked;
    const eaten = given && part(row, "eaten").value !== "" ? Number(part(row, "eaten").value) : null;
    const left = !given || (eaten !== null && eaten < 4);
    return { guest: Number(row.dataset.guest), given, eaten, reason: left ? part(row, "reason").value : "" };
  }

  function write(row, [given, eaten, reason]) {
    part(row, "given").checked = given;
    part(row, "eaten").value = eaten === null ? "" : String(eaten);
    part(row, "reason").value = reason;
    show(row);
  }

  // What is asked follows from what was ticked: how much of a given portion, why not all of it.
  function show(row) {
    const { given, eaten } = read(row);
    part(row, "asks-eaten").hidden = !given;
    part(row, "asks-reason").hidden = given ? eaten === null || eaten === 4 : !row.hasAttribute("data-ticked");
  }

  function tick(row) {
    row.toggleAttribute("data-ticked", true);
    const changes = read(row);
    if (!changes.reason) part(row, "reason").value = "";
    waiting[changes.guest] = (waiting[changes.guest] || 0) + 1;
    outbox.add(changes);
    refusal(row, "");
    show(row);
    count();
  }

  const settled = (guest) => { waiting[guest] = Math.max((waiting[guest] || 0) - 1, 0); };

  // Two phones at one kitchen: what was ticked on the other is ticked here too, unless something of theirs waits here.
  function onArrived(answer, changes) {
    settled(changes.guest);
    for (const [guest, told] of Object.entries(answer.ticked || {})) {
      if (!rowOf[guest] || waiting[guest]) continue;
      rowOf[guest].toggleAttribute("data-ticked", true);
      write(rowOf[guest], told);
    }
    count();
  }

  function onRefused(answer, changes) {
    settled(changes.guest);
    const row = rowOf[changes.guest];
    if (!row || waiting[changes.guest]) return; // ticked again in the meantime: that counts
    refusal(row, answer.why || words.textRefusedUnknown);
  }

  function refusal(row, why) {
    const list = root.querySelector("[data-refusals-list]");
    list.querySelector(`[data-of="${row.dataset.guest}"]`)?.remove();
    if (why) {
      const item = document.createElement("li");
      item.dataset.of = row.dataset.guest;
      item.textContent = words.textRefused.replace("{name}", row.dataset.name).replace("{why}", why);
      list.append(item);
    }
    root.querySelector("[data-refusals]").hidden = list.children.length === 0;
  }

  function count() {
    const shown = root.querySelector("[data-came]");
    if (shown) shown.textContent = everybody.filter((row) => part(row, "given").checked).length;
  }

  for (const one of root.querySelectorAll("[data-with-script]")) one.hidden = false;
  for (const changes of outbox.waiting()) {
    const row = rowOf[changes.guest];
    if (!row) continue;
    waiting[changes.guest] = (waiting[changes.guest] || 0) + 1;
    row.toggleAttribute("data-ticked", true);
    write(row, [changes.given, changes.eaten, changes.reason]);
  }
  for (const row of rows) {
    show(row);
    for (const input of row.querySelectorAll("input, select")) input.addEventListener("change", () => tick(row));
  }
  count();
  if ("open" in words || outbox.waiting().length) outbox.begin();
});
