// The patrol on a phone: everything works from what the phone holds, with network or without.
"use strict";
window.Patrol = window.Patrol || {};
Patrol.app = (function () {
  const { held, outbox, screen, sight } = Patrol;
  const { own } = held;
  const { byId, told } = screen;
  let syncing = null;
  let again = false;

  // What is written while something is sent goes right after it.
  function synchronise() {
    again = true;
    syncing = syncing || untilQuiet().finally(() => (syncing = null));
    return syncing;
  }

  async function untilQuiet() {
    while (again) {
      again = false;
      await once();
    }
  }

  async function once() {
    try {
      const news = await outbox.send();
      Object.assign(told, { hasNetwork: true, needsSignIn: false, refused: news.refused });
      told.said = [...new Set([...told.said, ...news.said])];
      await held.take(news);
    } catch (error) {
      told.needsSignIn = error instanceof outbox.SignInError;
      told.hasNetwork = told.needsSignIn || !(error instanceof TypeError);
      if (told.needsSignIn) told.refused = { words: [], sights: [] };
    }
    await screen.draw();
  }

  async function tick(key, isDone) {
    const item = { kind: "tick", step: key, done: isDone, at: Patrol.clock.stamp() };
    held.apply(item);
    await held.write(item);
    await screen.draw();
  }

  async function begin() {
    const order = own.state.steps.filter((one) => one.kind === "place").map((one) => Number(one.key.split("-")[1]));
    const item = { kind: "start", checklist: own.state.checklist, order: order };
    await held.dropRefused((one) => one.kind === "start");
    told.said = [];
    held.apply(item);
    await held.write(item);
    await screen.draw();
  }

  async function finish() {
    const km = byId("km").value.trim();
    byId("km-fel").hidden = /^\d*$/.test(km) && Number(km) <= 1000;
    if (!byId("km-fel").hidden) return byId("km").focus();
    const item = { kind: "end", km: km };
    held.apply(item);
    await held.write(item);
    await held.forget();
    screen.show("slut");
    await synchronise();
  }

  const press = (id, act) => byId(id).addEventListener("click", act);
  press("starta", begin);
  press("har", () => tick(byId("har").dataset.step, true));
  press("skriv", sight.begin);
  press("min-plats", sight.position);
  press("plats-klar", sight.placed);
  press("arende-klart", sight.keepCase);
  press("slut-pa-passet", () => screen.show("avsluta"));
  press("ja-avsluta", finish);
  document.querySelectorAll("[data-outcome]").forEach((one) => one.addEventListener("click", () => sight.save(one.dataset.outcome)));
  document.querySelectorAll("[data-till]").forEach((one) => one.addEventListener("click", function () {
    sight.close();
    screen.leave();
  }));
  document.addEventListener("change", (event) => event.target.dataset.step && tick(event.target.dataset.step, event.target.checked));
  window.addEventListener("online", synchronise);
  window.addEventListener("offline", synchronise);
  setInterval(synchronise, 60000);
  // What is to be read only while somebody is there goes by itself, whatever the network does meanwhile.
  setInterval(() => (held.isOver() || (!held.isAtHand() && screen.showsOthers())) && screen.draw(), 15000);
  ["pointerdown", "keydown"].forEach((kind) => document.addEventListener(kind, held.touch, true));

  async function wake() {
    Patrol.clock.recall();
    held.touch();
    await held.restore();
    if (own.state) await screen.draw();
    if (navigator.serviceWorker) await navigator.serviceWorker.register(document.documentElement.dataset.worker).catch(() => null);
    await synchronise();
  }
  return { synchronise, wake };
})();
Patrol.app.wake();
