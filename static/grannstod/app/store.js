// What a phone keeps of a shift: encrypted, in IndexedDB, under a key that the server hands out and that goes when
// the shift ends. What could not be sent by then stays as unreadable bytes until the same person signs in again.
"use strict";
window.Patrol = window.Patrol || {};
Patrol.store = (function () {
  const NAME = "grannstod";
  let opened = null;

  function database() {
    opened = opened || new Promise(function (resolve, reject) {
      const opening = indexedDB.open(NAME, 1);
      opening.onupgradeneeded = function () {
        opening.result.createObjectStore("shifts");
        opening.result.createObjectStore("outbox", { keyPath: "id", autoIncrement: true });
      };
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    return opened;
  }

  async function run(name, mode, act) {
    const base = await database();
    return new Promise(function (resolve, reject) {
      const work = base.transaction(name, mode, { durability: "strict" });
      const request = act(work.objectStore(name));
      // A write counts once the whole transaction is on the disk: a browser killed after that has lost nothing.
      work.oncomplete = () => resolve(request.result);
      work.onerror = work.onabort = () => reject(work.error);
    });
  }

  function importKey(text) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  }

  async function seal(key, bytes) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv: iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv: iv }, key, bytes) };
  }

  function open(key, sealed) {
    return crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, key, sealed.data);
  }

  const words = (value) => new TextEncoder().encode(JSON.stringify(value));
  const value = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

  return {
    importKey: importKey,
    seal: seal,
    open: open,
    // The shift that is being driven: its key, which no script can read out, and what it shows.
    async keepShift(id, key, state, until) {
      await run("shifts", "readwrite", (all) => all.clear());
      const sealed = await seal(key, words(state));
      await run("shifts", "readwrite", (all) => all.put({ id: id, key: key, state: sealed, until: until }, "own"));
    },
    async keptShift(now) {
      const kept = await run("shifts", "readonly", (all) => all.get("own"));
      if (!kept) return null;
      if (Date.parse(kept.until) < now) {
        await this.forgetShift();
        return null;
      }
      try {
        return { id: kept.id, key: kept.key, until: kept.until, state: value(await open(kept.key, kept.state)) };
      } catch {
        return null;
      }
    },
    forgetShift: () => run("shifts", "readwrite", (all) => all.clear()),
    async add(shift, key, item, photo) {
      const entry = { shift: shift, item: await seal(key, words(item)), photo: photo ? await seal(key, photo) : null };
      return run("outbox", "readwrite", (all) => all.add(entry));
    },
    waiting: () => run("outbox", "readonly", (all) => all.getAll()),
    // In one step, in its own place. Without a photo given the one that is kept stays; null leaves it out.
    async replace(entry, key, item, photo) {
      const kept = photo === undefined ? entry.photo : photo && (await seal(key, photo));
      const whole = { ...entry, item: await seal(key, words(item)), photo: kept, refused: item.refused ? item.kind : "" };
      return run("outbox", "readwrite", (all) => all.put(whole));
    },
    remove: (id) => run("outbox", "readwrite", (all) => all.delete(id)),
    read: async (key, entry) => value(await open(key, entry.item)),
  };
})();
