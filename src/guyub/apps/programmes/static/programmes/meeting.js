// A meeting on a phone: the members in one page, each tick sent through the outbox of ui/outbox.js.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const root = document.querySelector("[data-meeting]");
  if (!root) return;
  const words = root.dataset;
  const rows = [...root.querySelectorAll("[data-member]")];
  const boxOf = Object.fromEntries(rows.map((row) => [row.dataset.member, row.querySelector("input")]));
  const nameOf = Object.fromEntries(rows.map((row) => [row.dataset.member, row.dataset.name]));
  const waiting = {}; // member → how many of its ticks have not arrived
  const outbox = GuyubOutbox.open(root, `pertemuan:${words.meeting}`, { onArrived, onRefused });

  function tick(box) {
    waiting[box.value] = (waiting[box.value] || 0) + 1;
    outbox.add({ member: Number(box.value), present: box.checked });
    refusal(box.value, "");
    count();
  }

  const settled = (member) => { waiting[member] = Math.max((waiting[member] || 0) - 1, 0); };

  // Two phones at one meeting: who was ticked on the other is ticked here too, unless something of theirs waits here.
  function onArrived(answer, changes) {
    settled(changes.member);
    const present = new Set((answer.present || []).map(String));
    for (const [member, box] of Object.entries(boxOf)) if (!waiting[member]) box.checked = present.has(member);
    count();
  }

  function onRefused(answer, changes) {
    settled(changes.member);
    const box = boxOf[changes.member];
    if (!box || waiting[changes.member]) return; // ticked again in the meantime: that counts
    box.checked = !changes.present;
    refusal(changes.member, answer.why || words.textRefusedUnknown);
    count();
  }

  function refusal(member, why) {
    const list = root.querySelector("[data-refusals-list]");
    list.querySelector(`[data-of="${member}"]`)?.remove();
    if (why) {
      const item = document.createElement("li");
      item.dataset.of = member;
      item.textContent = words.textRefused.replace("{name}", nameOf[member]).replace("{why}", why);
      list.append(item);
    }
    root.querySelector("[data-refusals]").hidden = list.children.length === 0;
  }

  function count() {
    const came = root.querySelector("[data-came]");
    if (came) came.textContent = Object.values(boxOf).filter((box) => box.checked).length;
  }

  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  root.querySelector("[data-search]")?.addEventListener("input", (event) => {
    const typed = plain(event.target.value.trim());
    let shown = 0;
    for (const row of rows) {
      row.hidden = !plain(row.dataset.name).includes(typed);
      shown += row.hidden ? 0 : 1;
    }
    root.querySelector("[data-shown]").textContent = words.textCount.replace("{n}", shown);
    root.querySelector("[data-nobody]").hidden = shown > 0;
  });

  for (const part of root.querySelectorAll("[data-with-script]")) part.hidden = false;
  for (const changes of outbox.waiting()) {
    const box = boxOf[changes.member];
    if (!box) continue;
    waiting[changes.member] = (waiting[changes.member] || 0) + 1;
    box.checked = changes.present;
  }
  for (const box of Object.values(boxOf)) box.addEventListener("change", () => tick(box));
  count();
  if ("open" in words || outbox.waiting().length) outbox.begin();
});
