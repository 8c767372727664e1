// What a phone sends while the signal comes and goes: changes wait in this browser, in order and numbered; the server
// counts each number once (`guyub.apps.ui.outbox` reads them there) and answers {"saved": number}, or 422 for what it can
// never take, 428 for a gap in the numbers, 404 or 409 when nothing more is taken.
//
//   const outbox = GuyubOutbox.open(root, "wawancara:12");
//   for (const changes of outbox.waiting()) show(changes); // left from an earlier visit
//   outbox.add({ ... });
//   outbox.begin(); // once the page is shown
//
// A page that shows what the server makes of each sending, and why it refuses one, says so when it opens the outbox:
// `open(root, subject, { onArrived(answer, changes) {}, onRefused(answer, changes) {} })`. What was refused or had arrived
// before may be told again after a broken connection.
//
// `root` has data-save-url, data-text-saved, data-text-sending, data-text-waiting ({n}: how many) and a CSRF token; in it
// may stand [data-save-state] with a span, notices [data-sign-in], [data-refused], [data-ended] and [data-not-yet], and
// links [data-needs-saved] that are not followed before everything is saved.
"use strict";

const GuyubOutbox = (() => {
  const PREFIX = "guyub:";
  const FIRST_PAUSE = 1000;
  const LONGEST_PAUSE = 30000;
  const PATIENCE = 15000; // for one answer

  function newName() {
    return [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");
  }

  // Where the browser keeps nothing (private window, full disk), changes wait in the page itself.
  function usable(store) {
    try {
      store.setItem(`${PREFIX}try`, "1");
      store.removeItem(`${PREFIX}try`);
      return store;
    } catch {
      const page = {};
      Object.defineProperties(page, {
        getItem: { value: (key) => page[key] ?? null },
        setItem: { value: (key, text) => { page[key] = text; } },
        removeItem: { value: (key) => { delete page[key]; } },
      });
      return page;
    }
  }

  // Each page that is opened sends under a name of its own and counts from 1. What an earlier visit or another tab left
  // behind is sent first, under its own name: the server knows which of it had arrived.
  function openQueue(place) {
    const store = usable(localStorage);
    const read = (name) => JSON.parse(store.getItem(place + name) || "[]");
    const write = (name, items) =>
      items.length ? store.setItem(place + name, JSON.stringify(items)) : store.removeItem(place + name);
    const names = () => Object.keys(store).filter((key) => key.startsWith(place)).map((key) => key.slice(place.length));
    let device = newName();
    let last = 0;
    return {
      all: () => names().map(read),
      length: () => names().reduce((sum, name) => sum + read(name).length, 0),
      first() {
        const name = names().find((one) => one !== device) || device;
        const [item] = read(name);
        return item ? { device: name, ...item } : null;
      },
      add(changes) {
        last += 1;
        write(device, [...read(device), { sequence: last, changes }]);
      },
      arrived: (name, sequence) => write(name, read(name).filter((item) => item.sequence > sequence)),
      emptied: (name, sequence) =>
        write(name, read(name).map((item) => (item.sequence === sequence ? { ...item, changes: {} } : item))),
      renumbered(name) {
        const items = read(name).map((item, position) => ({ ...item, sequence: position + 1 }));
        const fresh = newName();
        write(name, []);
        write(fresh, items);
        if (name === device) [device, last] = [fresh, items.length];
      },
    };
  }

  function open(root, subject, { onArrived = () => {}, onRefused = () => {} } = {}) {
    const words = root.dataset;
    const queue = openQueue(`${PREFIX}${subject}:`);
    let sending = false;
    let unreached = false; // the last try found no server
    let ended = false; // finished or closed elsewhere: nothing more can be sent
    let pause = FIRST_PAUSE;
    let timer = null;

    const showNotice = (name, shown) => root.querySelector(`[data-${name}]`)?.toggleAttribute("hidden", !shown);

    async function send() {
      if (sending || ended) return;
      const item = queue.first();
      if (!item) return setState();
      clearTimeout(timer);
      sending = true;
      setState();
      const { outcome, answer } = await post(item);
      sending = false;
      unreached = outcome === "unreached";
      if (outcome === "arrived") {
        queue.arrived(item.device, item.sequence);
        pause = FIRST_PAUSE;
        onArrived(answer, item.changes);
        setState();
        return send();
      }
      if (outcome === "refused") {
        queue.emptied(item.device, item.sequence); // the number is used up, so that what follows can pass
        showNotice("refused", true);
        onRefused(answer, item.changes);
        return send();
      }
      if (outcome === "renumber") {
        queue.renumbered(item.device);
        return send();
      }
      showNotice("sign-in", outcome === "signed-out");
      setState();
      if (outcome === "ended") {
        ended = true;
        showNotice("ended", true);
        return undefined;
      }
      timer = setTimeout(send, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }

    async function post(item) {
      const stop = new AbortController();
      const clock = setTimeout(() => stop.abort(), PATIENCE);
      try {
        const answer = await fetch(words.saveUrl, {
          method: "POST",
          credentials: "same-origin",
          redirect: "manual",
          signal: stop.signal,
          headers: { "Content-Type": "application/json", "X-CSRFToken": root.querySelector("[name=csrfmiddlewaretoken]").value },
          body: JSON.stringify({ device: item.device, sequence: item.sequence, changes: item.changes }),
        });
        if (answer.ok) {
          const told = await answer.json();
          return told.saved >= item.sequence ? { outcome: "arrived", answer: told } : { outcome: "unreached" };
        }
        if (answer.status === 422) return { outcome: "refused", answer: await answer.json().catch(() => ({})) };
        if (answer.status === 428) return { outcome: "renumber" };
        if ([404, 409].includes(answer.status)) return { outcome: "ended" };
        if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) {
          return { outcome: (await renewToken()) ? "unreached" : "signed-out" };
        }
        return { outcome: "unreached" };
      } catch {
        return { outcome: "unreached" };
      } finally {
        clearTimeout(clock);
      }
    }

    // After signing in again, in another tab, forms need a new token.
    async function renewToken() {
      const answer = await fetch(location.pathname, { credentials: "same-origin", redirect: "manual" });
      if (!answer.ok) return false;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector("[data-save-url] [name=csrfmiddlewaretoken]");
      if (!token) return false;
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token.value;
      pause = 100;
      return true;
    }

    function setState() {
      const left = queue.length();
      const state = left === 0 ? "saved" : sending && !unreached ? "sending" : "waiting";
      const line = root.querySelector("[data-save-state]");
      if (line) {
        line.dataset.state = state;
        const text = { saved: words.textSaved, sending: words.textSending, waiting: words.textWaiting }[state].replace("{n}", left);
        const target = line.querySelector("span");
        if (target.textContent !== text) target.textContent = text;
      }
      for (const link of root.querySelectorAll("[data-needs-saved]")) link.classList.toggle("disabled", left > 0);
      if (left === 0) showNotice("not-yet", false);
    }

    function begin() {
      for (const link of root.querySelectorAll("[data-needs-saved]")) {
        link.addEventListener("click", (event) => {
          if (queue.length() === 0) return;
          event.preventDefault();
          showNotice("not-yet", true);
          send();
        });
      }
      window.addEventListener("online", () => { pause = FIRST_PAUSE; send(); });
      window.addEventListener("offline", () => { unreached = true; setState(); });
      setState();
      send();
    }

    return {
      waiting: () => queue.all().flat().map((item) => item.changes),
      add(changes) {
        queue.add(changes);
        setState();
        send();
      },
      begin,
    };
  }

  // All that waits in this browser, or what waits for one subject.
  const kept = (subject = "") =>
    Object.keys(localStorage).filter((key) => key.startsWith(PREFIX + (subject && `${subject}:`)));
  const forget = (subject = "") => { for (const key of kept(subject)) localStorage.removeItem(key); };

  return { open, kept, forget };
})();

// What was finished leaves nothing behind in the browser: <div data-outbox-done="wawancara:12"></div>.
document.addEventListener("DOMContentLoaded", () => {
  for (const done of document.querySelectorAll("[data-outbox-done]")) GuyubOutbox.forget(done.dataset.outboxDone);
});

// Signing out leaves nothing that was typed in the browser; what has not been sent yet is asked about first.
document.addEventListener("submit", (event) => {
  if (!new URL(event.target.action, location.href).pathname.endsWith("/logout/")) return;
  const question = event.target.dataset.confirmUnsent;
  if (GuyubOutbox.kept().length && question && !window.confirm(question)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  GuyubOutbox.forget();
}, true);
