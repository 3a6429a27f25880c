// Time is the server's as last heard, carried on by a clock that nobody can set; after a restart by the phone's own
// clock, put right by how far it was wrong.
"use strict";
window.Patrol = window.Patrol || {};
Patrol.clock = (function () {
  let clock = { server: Date.now(), local: performance.now() };

  const now = () => clock.server + (performance.now() - clock.local);
  function hear(moment) {
    clock = { server: Date.parse(moment), local: performance.now() };
    localStorage.setItem("grannstod-clock", String(clock.server - Date.now()));
  }
  function recall() {
    const wrong = Number(localStorage.getItem("grannstod-clock") || 0);
    clock = { server: Date.now() + wrong, local: performance.now() };
  }
  const stamp = () => new Date(now()).toISOString();
  const hour = (moment) => new Date(moment).toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
  return { now, hear, recall, stamp, hour };
})();
