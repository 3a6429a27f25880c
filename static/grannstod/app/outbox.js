// Sending what was written: in order, each thing with a key of its own, again and again until the server has it.
"use strict";
window.Patrol = window.Patrol || {};
Patrol.outbox = (function () {
  const CHUNK = 5;
  const store = Patrol.store;
  const here = document.documentElement.dataset;
  let running = null;

  class SignInError extends Error {}

  async function ask(address, options) {
    const answer = await fetch(address, { credentials: "same-origin", redirect: "manual", cache: "no-store", ...options });
    if (answer.status === 401 || answer.type === "opaqueredirect") throw new SignInError();
    return answer;
  }

  async function state() {
    const answer = await ask(here.state, {});
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  function address(kind, shift, token) {
    return here[kind].replace("/0/", "/" + shift + "/").replace("TOKEN", token || "");
  }

  async function digest(bytes) {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function sendPhoto(entry, key, item, csrf) {
    const bytes = await store.open(key, entry.photo);
    const form = new FormData();
    form.append("digest", await digest(bytes));
    form.append("photo", new Blob([bytes], { type: "image/jpeg" }), "photo.jpg");
    const to = address("photo", entry.shift, item.key);
    const answer = await ask(to, { method: "POST", body: form, headers: { "X-CSRFToken": csrf } });
    if (answer.ok) return { result: "saved", words: "" };
    if (answer.status === 409 || answer.status === 422) return answer.json();
    throw new Error(String(answer.status));
  }

  async function sendItems(shift, items, csrf) {
    const headers = { "X-CSRFToken": csrf, "Content-Type": "application/json" };
    const body = JSON.stringify({ items: items });
    const answer = await ask(address("sync", shift), { method: "POST", body: body, headers: headers });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = {};
    (await answer.json()).answers.forEach((one) => (found[one.key] = one));
    return found;
  }

  // What was refused stays, with the words that say why; everything else goes once the server has said that it has it.
  async function settle(entry, key, item, answer, csrf) {
    let told = answer;
    if (told.result === "saved" && entry.photo) told = await sendPhoto(entry, key, item, csrf);
    if (told.result === "saved") await store.remove(entry.id);
    else if (told.result === "refused") await store.replace(entry, key, { ...item, refused: told.words });
  }

  async function openable(keys) {
    const found = [];
    for (const entry of await store.waiting()) {
      if (!keys[entry.shift]) continue;
      try {
        const key = await store.importKey(keys[entry.shift]);
        found.push({ entry: entry, key: key, item: await store.read(key, entry) });
      } catch {
        // Another person's, on the same shift: theirs to send.
      }
    }
    return found;
  }

  async function deliver(told) {
    const said = [];
    const all = (await openable(told.keys)).filter((one) => !one.item.refused);
    for (const shift of new Set(all.map((one) => one.entry.shift))) {
      const own = all.filter((one) => one.entry.shift === shift);
      for (let first = 0; first < own.length; first += CHUNK) {
        const some = own.slice(first, first + CHUNK);
        const answers = await sendItems(shift, some.map((one) => one.item), told.csrf);
        for (const one of some) {
          const answer = answers[one.item.key];
          if (answer) await settle(one.entry, one.key, one.item, answer, told.csrf);
          if (answer && answer.result === "saved" && answer.words) said.push(answer.words);
        }
      }
    }
    return { sent: all.length, said: said };
  }

  // What was refused, of any shift whose key there still is: observations, which can be changed and sent again, and the
  // words about what has no place of its own on the screen (a start, a number).
  async function refusals(keys) {
    const held = (await openable(keys)).filter((one) => one.item.refused);
    const others = held.filter((one) => one.item.kind !== "seen").map((one) => one.item.refused);
    return { words: [...new Set(others)], sights: held.filter((one) => one.item.kind === "seen") };
  }

  // One sending at a time, in all windows of the phone together.
  async function send() {
    const told = await state();
    const { sent, said } = await deliver(told);
    const last = sent ? await state() : told;
    return { ...last, said: said, refused: await refusals(last.keys) };
  }

  function once() {
    if (!running) {
      const work = navigator.locks ? navigator.locks.request("grannstod-outbox", send) : send();
      running = work.finally(() => (running = null));
    }
    return running;
  }

  return { send: once, SignInError: SignInError };
})();
