// A posyandu day on a phone: the children in one page, each measured in a panel of its own, sent through the outbox of
// ui/outbox.js. What is asked and what is likely stands in attributes that the server wrote; what follows comes from it.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const root = document.querySelector("[data-day]");
  if (!root) return;
  const words = root.dataset;
  const comma = document.documentElement.lang === "en" ? "." : ",";
  const rows = [...root.querySelectorAll("[data-child]")];
  const rowOf = Object.fromEntries(rows.map((row) => [row.dataset.child, row]));
  const REFUSED = `guyub:ditolak:${words.day}`;
  const waiting = {}; // child → how many of its sendings have not arrived
  const outbox = GuyubOutbox.open(root, `posyandu:${words.day}`, { onArrived, onRefused });

  // -- figures as people write them ----------------------------------------------------------------------------

  // A whole number of grams or millimetres; null where nothing was typed, undefined where it cannot be read or is zero.
  function whole(text, per) {
    const typed = text.trim().replace(",", ".");
    if (!typed) return null;
    const decimals = String(per).length - 1;
    return new RegExp(`^\\d{1,3}(\\.\\d{1,${decimals}})?$`).test(typed) && Number(typed) ? Math.round(Number(typed) * per) : undefined;
  }

  function written(figure, per) {
    const text = String(figure / per);
    return (text.includes(".") ? text : `${text}.0`).replace(".", comma);
  }

  // -- one child -----------------------------------------------------------------------------------------------

  function formOf(row) {
    return row.querySelector("form.measure") || makeForm(row);
  }

  function makeForm(row) {
    const form = root.querySelector("template[data-form]").content.cloneNode(true).firstElementChild;
    const lying = row.dataset.posture === "l";
    for (const field of form.querySelectorAll("[data-figure]")) {
      const label = field.querySelector("label");
      if (label.dataset.lying) label.textContent = lying ? label.dataset.lying : label.dataset.standing;
      name(field.querySelector("input"), label, `${row.dataset.child}-${field.dataset.figure}`);
      field.hidden = Boolean(field.dataset.asked) && !row.dataset[field.dataset.asked];
      const before = row.getAttribute(`data-before-${field.dataset.figure}`);
      const last = field.querySelector("[data-last]");
      last.hidden = !before;
      if (before) {
        last.textContent = words.textLast.replace("{before}", before);
        describe(field.querySelector("input"), last, `${row.dataset.child}-${field.dataset.figure}-before`);
      }
    }
    const otherwise = form.querySelector("[data-otherwise]");
    otherwise.nextElementSibling.textContent = lying ? words.textStanding : words.textLying;
    name(otherwise, otherwise.nextElementSibling, `${row.dataset.child}-posture`);
    const oedema = form.querySelector("[data-oedema]");
    name(oedema, oedema.nextElementSibling, `${row.dataset.child}-oedema`);
    form.addEventListener("submit", (event) => { event.preventDefault(); save(row, false); });
    form.addEventListener("input", () => { form.querySelector("[data-doubts]").hidden = true; });
    form.querySelector("[data-keep]").addEventListener("click", () => save(row, true));
    form.querySelector("[data-mend]").addEventListener("click", () => {
      form.querySelector("[data-doubts]").hidden = true;
      (form.querySelector("[data-doubtful] input") || form.querySelector("input")).focus();
    });
    if (row.dataset.now) write(form, row, JSON.parse(row.dataset.now));
    row.querySelector("[data-entry]").replaceChildren(form);
    return form;
  }

  function name(input, label, id) {
    input.id = id;
    label.htmlFor = id;
  }

  function describe(input, hint, id) {
    hint.id = id;
    input.setAttribute("aria-describedby", id);
  }

  function write(form, row, figures) {
    for (const field of form.querySelectorAll("[data-figure]")) {
      const figure = figures[field.dataset.figure];
      field.querySelector("input").value = figure == null ? "" : written(figure, Number(field.dataset.per));
    }
    form.querySelector("[data-otherwise]").checked = Boolean(figures.posture) && figures.posture !== row.dataset.posture;
    form.querySelector("[data-oedema]").checked = Boolean(figures.oedema);
  }

  // What was typed, or null where some of it cannot be read or nothing was.
  function read(row, form) {
    const changes = { child: row.dataset.child };
    let wrong = null;
    for (const field of form.querySelectorAll("[data-figure]")) {
      const input = field.querySelector("input");
      const figure = field.hidden ? null : whole(input.value, Number(field.dataset.per));
      const note = field.querySelector("[data-wrong]");
      note.hidden = figure !== undefined;
      note.textContent = figure === undefined ? words[`text${field.dataset.unit[0].toUpperCase()}${field.dataset.unit[1]}`] : "";
      input.toggleAttribute("aria-invalid", figure === undefined);
      if (figure === undefined) wrong = wrong || input;
      if (figure != null) changes[field.dataset.figure] = figure;
    }
    const other = row.dataset.posture === "l" ? "h" : "l";
    if (changes.height_mm) changes.posture = form.querySelector("[data-otherwise]").checked ? other : row.dataset.posture;
    if (form.querySelector("[data-oedema]").checked) changes.oedema = true;
    const empty = form.querySelector("[data-empty]");
    empty.hidden = Boolean(wrong) || Object.keys(changes).length > 1;
    empty.textContent = empty.hidden ? "" : words.textEmpty;
    if (wrong || !empty.hidden) (wrong || form.querySelector("input")).focus();
    return wrong || !empty.hidden ? null : changes;
  }

  // Figures beyond what the server says is likely at this age, and a child that became shorter.
  function doubts(row, form, changes) {
    const found = [];
    for (const [figure, measure, unit, per] of [["weight_g", "weight", "kg", 1000], ["height_mm", "height", "cm", 10]]) {
      const value = changes[figure];
      const field = form.querySelector(`[data-figure="${figure}"]`);
      field.removeAttribute("data-doubtful");
      if (value === undefined) continue;
      const typed = `${written(value, per)} ${unit}`;
      const { [`${measure}Least`]: least, [`${measure}Most`]: most, [`${measure}Usual`]: usual, heightBefore } = row.dataset;
      const asked = found.length;
      if (least && (value < Number(least) || value > Number(most))) {
        found.push(words.textUnusual.replace("{typed}", typed).replace("{usual}", `${usual} ${unit}`));
      }
      if (measure === "height" && heightBefore && value < Number(heightBefore)) {
        const before = `${written(Number(heightBefore), per)} ${unit}`;
        found.push(words.textShorter.replace("{typed}", typed).replace("{before}", before));
      }
      field.toggleAttribute("data-doubtful", found.length > asked);
    }
    return found;
  }

  function save(row, sure) {
    const form = formOf(row);
    const changes = read(row, form);
    if (!changes) return;
    const questions = sure ? [] : doubts(row, form, changes);
    const box = form.querySelector("[data-doubts]");
    box.hidden = questions.length === 0;
    box.querySelector("ul").replaceChildren(...questions.map((question) => line("li", question)));
    if (questions.length) {
      box.querySelector("[data-keep]").focus();
      return;
    }
    row.dataset.now = JSON.stringify(changes);
    row.querySelector("summary").focus({ preventScroll: true }); // the form goes; the keyboard of a phone with it
    wait(row);
    outbox.add(changes);
  }

  // -- where a child stands: todo, waiting, done, refused --------------------------------------------------------

  function wait(row) {
    waiting[row.dataset.child] = (waiting[row.dataset.child] || 0) + 1;
    show(row, "waiting", line("span", words.textRowWaiting, "mark mark--waiting"));
    row.querySelector("[data-told]").replaceChildren(line("p", words.textFollows));
    offerAgain(row);
    refusal(row, "");
  }

  function onArrived(answer, changes) {
    const row = rowOf[answer.child || changes.child];
    if (answer.summary) root.querySelector("[data-summary]").innerHTML = answer.summary; // made by our own templates
    for (const code of answer.measured || []) measuredElsewhere(rowOf[code]);
    if (!row || !answer.result) return;
    waiting[row.dataset.child] = Math.max((waiting[row.dataset.child] || 0) - 1, 0);
    if (waiting[row.dataset.child]) return; // typed again in the meantime: that counts
    row.querySelector("[data-mark]").innerHTML = answer.result.mark;
    row.querySelector("[data-told]").innerHTML = answer.result.told;
    show(row, "done");
    refusal(row, "");
    if (!row.querySelector("[data-entry] button")) offerAgain(row);
  }

  // Two phones at one posyandu: who was measured on the other is not asked for again.
  function measuredElsewhere(row) {
    if (!row || row.dataset.state !== "todo" || row.querySelector("details").open) return;
    show(row, "done", line("span", words.textRowDone, "mark mark--plain"));
    row.querySelector("[data-told]").replaceChildren(line("p", words.textElsewhere));
    offerAgain(row);
  }

  function onRefused(answer, changes) {
    const row = rowOf[answer.child || changes.child];
    if (!row) return;
    waiting[row.dataset.child] = Math.max((waiting[row.dataset.child] || 0) - 1, 0);
    if (waiting[row.dataset.child]) return; // typed again in the meantime: that counts
    refuse(row, answer.why || words.textRefusedUnknown, changes);
  }

  function refuse(row, reason, changes) {
    const why = words.textRefused.replace("{why}", reason);
    row.dataset.now = JSON.stringify(changes); // nothing that was typed is lost
    keep(row.dataset.child, { reason, changes });
    show(row, "refused", line("span", words.textRowRefused, "mark mark--bad"));
    row.querySelector("[data-told]").replaceChildren(line("p", why, "result__line result__line--bad"));
    if (row.hasAttribute("data-editable")) makeForm(row);
    refusal(row, why);
  }

  function show(row, state, mark) {
    row.dataset.state = state;
    if (mark) row.querySelector("[data-mark]").replaceChildren(mark);
    count();
  }

  // The form makes room for the result; it comes back with what was typed.
  function offerAgain(row) {
    if (!row.hasAttribute("data-editable")) return;
    const again = root.querySelector("template[data-again]").content.cloneNode(true).firstElementChild;
    again.querySelector("button").addEventListener("click", () => makeForm(row).querySelector("input").focus());
    row.querySelector("[data-entry]").replaceChildren(again);
  }

  // What was refused stays in this browser, also when the page is loaded anew, until it is typed again. Like what waits, it
  // is forgotten when one signs out.
  function kept() {
    try {
      return JSON.parse(localStorage.getItem(REFUSED) || "{}");
    } catch {
      return {}; // a browser that keeps nothing
    }
  }

  function keep(child, refused) {
    const all = { ...kept(), [child]: refused };
    if (!refused) delete all[child];
    try {
      if (Object.keys(all).length) localStorage.setItem(REFUSED, JSON.stringify(all));
      else localStorage.removeItem(REFUSED);
    } catch {
      // a browser that keeps nothing
    }
  }

  // On top of the list: who was refused, and why.
  function refusal(row, why) {
    if (!why) keep(row.dataset.child, null);
    const list = root.querySelector("[data-refusals-list]");
    list.querySelector(`[data-of="${row.dataset.child}"]`)?.remove();
    if (why) {
      const item = line("li", `${row.dataset.name}: ${why}`);
      item.dataset.of = row.dataset.child;
      list.append(item);
    }
    root.querySelector("[data-refusals]").hidden = list.children.length === 0;
  }

  function line(tag, text, className = "") {
    const made = document.createElement(tag);
    made.textContent = text;
    made.className = className;
    return made;
  }

  // -- the list ------------------------------------------------------------------------------------------------

  const search = root.querySelector("[data-search]");
  const buttons = [...root.querySelectorAll("[data-show]")];
  const isDone = (row) => ["done", "waiting"].includes(row.dataset.state);
  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");

  function filter() {
    const wanted = buttons.find((button) => button.getAttribute("aria-pressed") === "true").dataset.show;
    const typed = plain(search.value.trim());
    let shown = 0;
    for (const row of rows) {
      const fits = wanted === "all" || isDone(row) === (wanted === "done");
      // Who is being looked at stays, also when the measurement moves them to the other list.
      const open = row.querySelector("details").open && !typed;
      row.hidden = !open && !(fits && plain(row.dataset.name).includes(typed));
      shown += row.hidden ? 0 : 1;
    }
    root.querySelector("[data-shown]").textContent = words.textCount.replace("{n}", shown);
    const nobody = root.querySelector("[data-nobody]");
    if (nobody) nobody.hidden = shown > 0;
  }

  function count() {
    const done = rows.filter(isDone).length;
    root.querySelector("[data-done]").textContent = done;
    root.querySelector("[data-todo]").textContent = rows.length - done;
  }

  search.addEventListener("input", filter);
  for (const button of buttons) {
    button.addEventListener("click", () => {
      for (const one of buttons) one.setAttribute("aria-pressed", String(one === button));
      for (const row of rows) row.querySelector("details").open = false;
      filter();
    });
  }
  for (const row of rows) {
    row.querySelector("details").addEventListener("toggle", (event) => {
      if (!event.target.open) {
        filter();
        return;
      }
      for (const other of rows) if (other !== row) other.querySelector("details").open = false;
      if (!row.hasAttribute("data-editable") || row.querySelector("[data-entry]").children.length) return;
      if (row.dataset.state === "done") offerAgain(row);
      else formOf(row).querySelector("input").focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
    });
  }

  // -- beginning -----------------------------------------------------------------------------------------------

  for (const part of root.querySelectorAll("[data-with-script]")) part.hidden = false;
  for (const [child, { reason, changes }] of Object.entries(kept())) {
    if (rowOf[child]) refuse(rowOf[child], reason, changes);
  }
  for (const changes of outbox.waiting()) {
    const row = rowOf[changes.child];
    if (!row) continue;
    row.dataset.now = JSON.stringify(changes);
    wait(row);
  }
  count();
  filter();
  if ("open" in words || outbox.waiting().length) outbox.begin();
});
