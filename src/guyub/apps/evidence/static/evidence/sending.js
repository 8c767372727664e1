// Sends a file of a proof in parts: what broke off goes on from where it stopped (views/sending.py answers). Without this
// script the same form sends the file whole.
"use strict";

(() => {
  const FIRST_PAUSE = 1000;
  const LONGEST_PAUSE = 20000;
  const PATIENCE = 60000; // for the answer to one part; checking a file takes up to as long

  class Stop extends Error {} // said to the person; nothing is tried again by itself

  for (const form of document.querySelectorAll("[data-proof-send]")) prepare(form);

  function prepare(form) {
    if (!window.crypto?.subtle) return; // no secure address: the plain form does it
    const words = form.dataset;
    const box = form.querySelector("[data-progress]");
    const bar = box.querySelector("progress");
    const line = box.querySelector("[data-progress-text]");
    const goOn = box.querySelector("[data-go-on]");
    let wake = null; // ends the pause

    const say = (text, percent) => {
      box.hidden = false;
      if (percent !== undefined) bar.value = percent;
      line.textContent = text.replace("{n}", Math.floor(bar.value));
    };
    goOn.addEventListener("click", () => wake?.());
    window.addEventListener("online", () => wake?.());

    form.addEventListener("submit", async (event) => {
      const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
      event.preventDefault();
      if (!files.length) return form.querySelector("#berkas").focus();
      const button = form.querySelector("button:not([type=button])");
      button.disabled = true;
      try {
        let url = "";
        for (const file of files) url = await send(file);
        window.location.assign(url);
      } catch (problem) {
        button.disabled = false;
        goOn.hidden = true;
        say(problem.message);
      }
    });

    async function send(file) {
      if (file.size > Number(words.largest)) throw new Stop(words.textTooLarge);
      say(words.textReading, 0);
      const content = await file.arrayBuffer();
      const sha256 = hex(await crypto.subtle.digest("SHA-256", content));
      const begins = hex(content.slice(0, Number(words.startBytes))); // tells the type before anything is sent
      const announcement = JSON.stringify({ name: file.name, size: file.size, sha256, begins });
      const upload = await ask("POST", words.startUrl, announcement, { "Content-Type": "application/json" });
      let { received } = upload;
      for (;;) {
        while (!upload.done && received < file.size) {
          say(words.textSending, (100 * received) / file.size);
          const part = file.slice(received, received + Number(words.partBytes));
          const headers = { "Content-Type": "application/octet-stream", "Upload-Offset": String(received) };
          ({ received } = await ask("PATCH", upload.url, part, headers)); // 409 tells it too: on from there
        }
        say(words.textChecking, 100);
        const finished = await ask("POST", `${upload.url}selesai/`, "", {});
        if (finished.url) return finished.url;
        ({ received } = finished);
      }
    }

    const hex = (bytes) => [...new Uint8Array(bytes)].map((n) => n.toString(16).padStart(2, "0")).join("");

    async function ask(method, url, body, headers) {
      for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
        const answer = await once(method, url, body, headers);
        if (answer?.ok || answer?.status === 409) {
          goOn.hidden = true;
          return answer.json();
        }
        if (answer && [400, 404, 413, 422].includes(answer.status)) {
          const told = await answer.json().catch(() => ({}));
          throw new Stop(told.problem || told.code || String(answer.status));
        }
        const signedOut = answer && (answer.type === "opaqueredirect" || [401, 403].includes(answer.status));
        if (signedOut) await renewToken();
        say(signedOut ? words.textSignedOut : words.textBroken);
        goOn.hidden = false;
        await waited(pause);
      }
    }

    async function once(method, url, body, headers) {
      const stop = new AbortController();
      const clock = setTimeout(() => stop.abort(), PATIENCE);
      const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
      try {
        return await fetch(url, {
          method, body, signal: stop.signal, credentials: "same-origin", redirect: "manual",
          headers: { ...headers, "X-CSRFToken": token },
        });
      } catch {
        return null;
      } finally {
        clearTimeout(clock);
      }
    }

    // After signing in again, in another tab, forms need a new token.
    async function renewToken() {
      try {
        const answer = await fetch(location.pathname, { credentials: "same-origin", redirect: "manual" });
        if (!answer.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.querySelector("[data-proof-send] [name=csrfmiddlewaretoken]");
        if (fresh) form.querySelector("[name=csrfmiddlewaretoken]").value = fresh.value;
      } catch { /* the next try tells */ }
    }

    const waited = (pause) =>
      new Promise((resolve) => {
        const clock = setTimeout(resolve, pause);
        wake = () => { clearTimeout(clock); resolve(); };
      });
  }
})();
