// What somebody writes is kept on the phone until the server has it: a lost connection loses nothing, and the form's
// token makes it one report however often it is sent. Photos are kept in IndexedDB, the rest in localStorage.
"use strict";
(function () {
  const KEY = "report-draft";
  const DAY = 24 * 60 * 60 * 1000;
  const form = document.getElementById("report");
  const box = document.getElementById("draft");
  if (!form || !box) return;
  const photos = document.getElementById("id_photos");
  const NEVER = new Set(["csrfmiddlewaretoken", "me_too", "is_new"]);

  function store(mode, act) {
    return new Promise(function (resolve, reject) {
      const opening = indexedDB.open("report", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("photos");
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = function () {
        const request = act(opening.result.transaction("photos", mode).objectStore("photos"));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      };
    });
  }

  function say(words) {
    box.querySelector("p").textContent = words;
    box.hidden = false;
  }

  function forget() {
    localStorage.removeItem(KEY);
    return store("readwrite", (all) => all.delete(KEY)).catch(() => null);
  }

  function keep(isWaiting) {
    const fields = [];
    new FormData(form).forEach(function (value, name) {
      if (typeof value === "string" && !NEVER.has(name)) fields.push([name, value]);
    });
    localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), fields: fields, isWaiting: Boolean(isWaiting) }));
  }

  function read() {
    try {
      const draft = JSON.parse(localStorage.getItem(KEY) || "null");
      return draft && Date.now() - draft.at < DAY ? draft : null;
    } catch {
      return null;
    }
  }

  async function putBack(draft) {
    draft.fields.forEach(function ([name, value]) {
      for (const field of form.elements) {
        if (field.name !== name || NEVER.has(name)) continue;
        if (field.type === "radio") field.checked = field.value === value || field.checked;
        else if (field.type === "checkbox") field.checked = true;
        else if (field.type !== "file") field.value = value;
      }
    });
    const kept = await store("readonly", (all) => all.get(KEY)).catch(() => null);
    if (kept && kept.length) {
      const files = new DataTransfer();
      kept.forEach((file) => files.items.add(file));
      photos.files = files.files;
    }
    form.querySelectorAll("input[name=category]:checked").forEach((kind) => kind.dispatchEvent(new Event("change")));
  }

  async function send() {
    // A look at the form first: the answer tells that the server is there, and nothing is sent twice by guessing.
    try {
      const answer = await fetch(form.action, { method: "HEAD", cache: "no-store" });
      if (!answer.ok) return false;
    } catch {
      return false;
    }
    keep(true);
    form.submit();
    return true;
  }

  form.addEventListener("input", () => keep(false));
  form.addEventListener("change", function () {
    keep(false);
    if (photos.files.length) store("readwrite", (all) => all.put(Array.from(photos.files), KEY)).catch(() => null);
  });
  form.addEventListener("submit", function (event) {
    if (event.submitter && event.submitter.name) return; // "me too", or "no, send mine"
    event.preventDefault();
    keep(true);
    send().then(function (isSent) {
      if (!isSent) say(box.dataset.kept);
    });
  });
  window.addEventListener("online", function () {
    const draft = read();
    if (!draft || !draft.isWaiting) return;
    say(box.dataset.sending);
    send();
  });
  box.querySelector("button").addEventListener("click", function () {
    forget().then(() => location.assign(form.action));
  });

  // A form that came back from the server says more than the draft does.
  const draft = read();
  if (draft && !document.getElementById("fel") && !document.getElementById("redan")) {
    putBack(draft).then(() => say(box.dataset.back));
  }
})();
