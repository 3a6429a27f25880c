// The shift that the phone holds: its key, what it shows, and what was written here and has not arrived yet.
"use strict";
window.Patrol = window.Patrol || {};
Patrol.held = (function () {
  const store = Patrol.store;
  const { now, hear, stamp } = Patrol.clock;
  const AT_HAND = 15 * 60000; // milliseconds
  const own = { id: 0, key: null, state: null, until: "" };
  let known = []; // the kinds that the server named last
  let touched = 0; // when somebody last did something here

  const touch = () => (touched = now());
  const isAtHand = () => touched + AT_HAND > now();
  const isOver = () => Boolean(own.until) && Date.parse(own.until) < now();
  const kinds = () => (own.state ? own.state.kinds : known);
  const token = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const keep = () => store.keepShift(own.id, own.key, own.state, own.until);
  const sendSoon = () => setTimeout(() => Patrol.app.synchronise(), 0);

  async function write(item, photo, where) {
    const { id, key } = where || own;
    await store.add(id, key, { at: stamp(), ...item, key: item.key || token() }, photo);
    if (id === own.id) await keep();
    sendSoon();
  }

  // What was refused is written anew in its own place, in one step: killed meanwhile, the phone has the one or the other.
  async function rewrite(refused, item, photo) {
    await store.replace(refused.entry, refused.key, item, photo);
    if (refused.entry.shift === own.id && own.state) {
      own.state.log = own.state.log.filter((one) => one.key !== item.key);
      apply(item);
      await keep();
    }
    sendSoon();
  }

  // What was refused before is written anew, not beside.
  async function dropRefused(fits) {
    for (const { entry, item } of await mine()) if (item.refused && fits(item)) await store.remove(entry.id);
  }

  async function mine() {
    const found = [];
    if (!own.key) return found;
    for (const entry of await store.waiting()) {
      if (entry.shift !== own.id) continue;
      try {
        found.push({ entry: entry, key: own.key, item: await store.read(own.key, entry) });
      } catch {
        // Written by the other of the crew on this tablet.
      }
    }
    return found;
  }

  async function take(told) {
    hear(told.now);
    known = told.kinds;
    const shift = told.shift;
    if (!shift || !told.keys[shift.id]) {
      if (!own.state || !own.state.started) await forget();
      return;
    }
    own.id = shift.id;
    // Past its time a shift that nobody ended is shown only while somebody signed in works with it.
    own.until = new Date(Math.max(Date.parse(shift.locks), touched + AT_HAND)).toISOString();
    if (isOver()) return forget();
    own.key = await store.importKey(told.keys[shift.id]);
    own.state = shift;
    const held = await mine();
    if (!own.state) return; // ended here meanwhile
    // Refused here, begun on the other phone: it is one patrol.
    const stale = held.filter(({ item }) => item.kind === "start" && item.refused && shift.started);
    held.filter((one) => !stale.includes(one)).forEach(({ item }) => apply(item));
    for (const { entry } of stale) await store.remove(entry.id);
    if (!own.state || own.state.ended) await forget();
    else await keep();
  }

  async function restore() {
    const kept = await store.keptShift(now());
    if (kept) Object.assign(own, kept);
    for (const { item } of await mine()) apply(item);
  }

  // What has been written here and not arrived yet counts on the screen at once.
  function apply(item) {
    const state = own.state;
    if (item.kind === "start") Object.assign(state, { started: !item.refused, refused: item.refused || "" });
    if (item.kind === "end") state.ended = !state.refused;
    if (item.kind === "tick") {
      const step = state.steps.find((one) => one.key === item.step);
      if (step) step.done = item.done ? item.at : null;
    }
    if (item.kind === "seen" && !state.log.some((one) => one.key === item.key)) {
      state.log.push({ ...item, became: "", case: "" });
    }
    if (item.kind === "case") {
      const seen = state.log.find((one) => one.key === item.seen);
      if (seen) Object.assign(seen, item.refused ? { caseRefused: item.refused } : { case: item.number, caseRefused: "" });
    }
  }

  async function forget() {
    Patrol.screen.clear();
    if (!Patrol.sight.isElsewhere()) Patrol.sight.close();
    Object.assign(own, { id: 0, key: null, state: null, until: "" });
    await store.forgetShift();
  }

  return { own, kinds, token, touch, isAtHand, isOver, write, rewrite, dropRefused, mine, take, restore, apply, forget };
})();
