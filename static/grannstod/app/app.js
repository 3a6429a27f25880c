// The patrol on a phone: everything works from what the phone holds, with network or without.
"use strict";
(function () {
  const store = Patrol.store;
  const outbox = Patrol.outbox;
  const { now, hear, recall, stamp, hour } = Patrol.clock;
  const byId = (id) => document.getElementById(id);
  const words = byId("ord").dataset;
  const AT_HAND = 15 * 60000; // milliseconds
  const own = { id: 0, key: null, state: null, until: "" };
  const draft = { kind: "", place: "", latitude: null, longitude: null, photo: null, key: "" };
  let screen = "";
  let hasNetwork = true;
  let needsSignIn = false;
  let syncing = null;
  let again = false;
  let touched = 0; // when somebody last did something here
  let said = []; // what the server told of things that it took
  let refused = []; // what stays here until somebody does something about it

  const token = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  function make(tag, attributes, ...children) {
    const made = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => (name in made ? (made[name] = value) : made.setAttribute(name, value)));
    made.append(...children.filter(Boolean));
    return made;
  }
  const chip = (kind, text) => make("span", { className: "chip small " + kind }, text);

  async function write(item, photo) {
    const whole = { key: token(), at: stamp(), ...item };
    await store.add(own.id, own.key, whole, photo);
    await keep();
    setTimeout(synchronise, 0);
    return whole;
  }

  const keep = () => store.keepShift(own.id, own.key, own.state, own.until);

  // ---- what the phone holds

  async function mine() {
    const found = [];
    if (!own.key) return found;
    for (const entry of await store.waiting()) {
      if (entry.shift !== own.id) continue;
      try {
        found.push({ entry: entry, item: await store.read(own.key, entry) });
      } catch {
        // Written by the other of the crew on this tablet.
      }
    }
    return found;
  }

  async function take(told) {
    hear(told.now);
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

  const isOver = () => Boolean(own.until) && Date.parse(own.until) < now();

  async function forget() {
    document.querySelectorAll("main input, main textarea").forEach((one) => (one.value = ""));
    document.querySelectorAll("main ul, main ol, [data-shows]").forEach((one) => one.replaceChildren());
    delete byId("polis").dataset.seen;
    Object.assign(own, { id: 0, key: null, state: null, until: "" });
    Object.assign(draft, { kind: "", place: "", latitude: null, longitude: null, photo: null, key: "" });
    await store.forgetShift();
  }

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
      const told = await outbox.send();
      hasNetwork = true;
      needsSignIn = false;
      said = [...new Set([...said, ...told.said])];
      refused = told.refused;
      await take(told);
    } catch (error) {
      needsSignIn = error instanceof outbox.SignInError;
      hasNetwork = needsSignIn || !(error instanceof TypeError);
    }
    await draw();
  }

  // ---- what the screen shows

  async function banner() {
    const count = (await store.waiting()).length;
    const text = [];
    if (!hasNetwork) text.push(words.offline);
    if (needsSignIn) text.push(words.signin);
    if (count) text.push(words.waiting.replace("0", String(count)));
    text.push(...said, ...refused.filter((one) => !own.state || one !== own.state.refused));
    byId("lage").textContent = text.join(" ");
    byId("lage").hidden = !text.length;
    byId("in").hidden = !needsSignIn;
    document.documentElement.dataset.waiting = String(count);
  }

  function show(name) {
    screen = name;
    document.querySelectorAll("main > section").forEach((one) => (one.hidden = one.id !== name));
    const heading = byId(name).querySelector("h1");
    if (heading && document.activeElement && document.activeElement !== document.body) heading.focus();
  }

  function step(one, next) {
    const isNext = next === one;
    const said = one.done ? chip("done", hour(one.done)) : isNext ? chip("needs", words.next) : chip("", words.left);
    const number = own.state.steps.filter((other) => other.kind === "place").indexOf(one) + 1;
    return make(
      "li", { className: one.done ? "been" : isNext ? "now" : "" },
      make("span", { className: "n", "aria-hidden": "true" }, String(number)), make("span", {}, one.name), said,
    );
  }

  function tickRow(one) {
    const box = make("input", { type: "checkbox", checked: Boolean(one.done) });
    box.dataset.step = one.key;
    return make("li", {}, make("label", {}, box, make("span", {}, one.name)));
  }

  function logRow(one, pending) {
    const outcome = words["outcome" + one.outcome.replace("_", "")] || one.outcome;
    const state = one.refused ? chip("late", one.refused) : pending ? chip("wait", words.pending) : chip("done", one.became || words.sent);
    const row = make("li", {}, make("p", {}, one.text), make("p", { className: "soft small" }, hour(one.at) + ", " + one.place), chip("", outcome), state);
    if (one.case) row.append(chip("", one.case));
    else if (one.outcome === "police") {
      if (one.caseRefused) row.append(chip("late", one.caseRefused));
      row.append(make("button", { className: "btn", type: "button", onclick: () => callPolice(one) }, words.number));
    }
    (one.answers || []).forEach((said) => row.append(make("blockquote", { className: "small" }, said)));
    if (one.refused) row.append(make("button", { className: "btn", type: "button", onclick: () => mend(one) }, words.mend));
    return row;
  }

  async function drawShift() {
    const state = own.state;
    const places = state.steps.filter((one) => one.kind === "place");
    const next = places.find((one) => !one.done);
    byId("dag").textContent = "Grannstöd, " + state.day;
    byId("till").textContent = words.until + " " + state.until;
    byId("vilka").textContent = [state.car, state.route, state.crew.join(", ")].filter(Boolean).join(". ");
    byId("genomgang").replaceChildren(...state.briefing.map((one) => make("li", {}, one)));
    byId("genomgang-del").hidden = !state.briefing.length;
    byId("nasta").hidden = !next;
    if (next) {
      byId("nasta-nr").textContent = words.place + " " + (places.indexOf(next) + 1) + "/" + places.length;
      byId("nasta-namn").textContent = next.name;
      byId("nasta-titta").textContent = next.hint;
      byId("har").dataset.step = next.key;
    }
    byId("platser").replaceChildren(...places.map((one) => step(one, next)));
    ["before", "after"].forEach((kind) => byId(kind).replaceChildren(...state.steps.filter((one) => one.kind === kind).map(tickRow)));
    const waiting = {};
    (await mine()).forEach(({ item }) => (waiting[item.key] = item));
    byId("skrivet").replaceChildren(...state.log.map((one) => logRow({ ...one, ...(waiting[one.key] || {}) }, waiting[one.key])));
    byId("kvar").textContent = state.steps.filter((one) => one.kind === "after" && !one.done).map((one) => one.name).join(", ");
  }

  async function draw() {
    if (isOver()) await forget();
    await banner();
    const state = own.state;
    if (!state) return show(screen === "slut" ? "slut" : "tomt");
    if (!state.started) {
      byId("nar").textContent = state.day + ", " + state.from + "–" + state.until;
      const isEarly = now() < Date.parse(state.opens);
      byId("starta").disabled = isEarly || state.crew.length !== 2;
      byId("oppnar").hidden = !isEarly;
      byId("ensam").hidden = state.crew.length === 2;
      byId("vagrad").textContent = state.refused || "";
      byId("vagrad").hidden = !state.refused;
      return show("start");
    }
    await drawShift();
    if (!["slag", "plats", "ord-bild", "polis", "avsluta"].includes(screen)) show("pass");
  }

  // ---- what a person does

  function kinds() {
    const rows = own.state.kinds.map((one) => make("li", {}, make("button", { className: "btn pick", type: "button", onclick: () => choose(one.code) }, one.name)));
    byId("slag-lista").replaceChildren(...rows);
    show("slag");
  }

  function choose(code) {
    draft.kind = code;
    draft.key = draft.key || token();
    const been = own.state.steps.filter((one) => one.kind === "place" && one.done);
    been.sort((one, other) => one.done.localeCompare(other.done));
    byId("var").value = draft.place || (been.length ? been[been.length - 1].name : "");
    byId("position-said").textContent = "";
    point(draft.latitude, draft.longitude);
    show("plats");
    window.dispatchEvent(new Event("resize")); // a map that was opened before measures itself again
  }

  // The position, from the phone or pointed at on the map, stands in the form's own fields.
  function point(latitude, longitude) {
    byId("id_latitude").value = latitude ?? "";
    byId("id_longitude").value = longitude ?? "";
    if (latitude === null) byId("place-map").dispatchEvent(new Event("place:none"));
  }
  const degrees = (id) => (byId(id).value ? Number(byId(id).value) : null);

  function mend(one) {
    Object.assign(draft, { kind: one.category, place: one.place, key: one.key, latitude: one.latitude, longitude: one.longitude });
    byId("vad").value = one.text;
    byId("ingen-del").hidden = false;
    kinds();
  }

  function position() {
    byId("position-said").textContent = words.looking;
    navigator.geolocation.getCurrentPosition(
      function (found) {
        point(found.coords.latitude.toFixed(6), found.coords.longitude.toFixed(6));
        byId("position-said").textContent = words.found;
      },
      () => (byId("position-said").textContent = words.nofound),
      { enableHighAccuracy: true, timeout: 10000 },
    );
  }

  async function small(file) {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    const canvas = make("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.82));
    return blob.arrayBuffer();
  }

  async function save(outcome) {
    const text = byId("vad").value.trim();
    byId("vad-fel").hidden = Boolean(text);
    if (!text) return byId("vad").focus();
    const file = byId("bild").files[0];
    let photo = null;
    try {
      photo = file ? await small(file) : null;
    } catch {
      byId("bild-fel").hidden = false;
      return byId("bild").focus();
    }
    const item = {
      key: draft.key, kind: "seen", category: draft.kind, place: draft.place, latitude: draft.latitude,
      longitude: draft.longitude, text: text, outcome: outcome, at: stamp(), nobody: byId("ingen").checked,
    };
    for (const held of await mine()) if (held.item.key === item.key && held.item.refused) {
      item.at = held.item.at;
      await store.remove(held.entry.id);
      own.state.log = own.state.log.filter((one) => one.key !== item.key);
    }
    apply(item);
    await write(item, photo);
    if (outcome === "police") callPolice(item);
    else show("pass");
    Object.assign(draft, { kind: "", place: "", latitude: null, longitude: null, key: "" });
    byId("vad").value = byId("bild").value = "";
    byId("ingen").checked = !(byId("ingen-del").hidden = true);
    byId("bild-fel").hidden = true;
    await draw();
  }

  function callPolice(item) {
    const kind = own.state.kinds.find((one) => one.code === item.category);
    const lines = [(kind ? kind.name + ": " : "") + item.text, item.place, hour(item.at), "Botkyrka Grannstöd, " + own.state.car];
    byId("polis-text").replaceChildren(...lines.map((line) => make("li", {}, line)));
    byId("polis").dataset.seen = item.key;
    byId("arende").value = "";
    byId("arende-fel").hidden = true;
    show("polis");
  }

  // What was refused before is written anew, not beside.
  async function dropRefused(fits) {
    for (const { entry, item } of await mine()) if (item.refused && fits(item)) await store.remove(entry.id);
  }

  async function keepCase() {
    const number = byId("arende").value.trim().replace(/\s+/g, " ").toUpperCase();
    const item = { kind: "case", seen: byId("polis").dataset.seen, number: number };
    byId("arende-fel").hidden = !number || /^\d{4}-K\d{1,7}-\d{2}$/.test(number);
    if (!byId("arende-fel").hidden) return byId("arende").focus();
    if (number) {
      await dropRefused((one) => one.kind === "case" && one.seen === item.seen);
      apply(item);
      await write(item);
    }
    show("pass");
    await draw();
  }

  async function tick(key, isDone) {
    const item = { kind: "tick", step: key, done: isDone, at: stamp() };
    apply(item);
    await write(item);
    await draw();
  }

  async function begin() {
    const order = own.state.steps.filter((one) => one.kind === "place").map((one) => Number(one.key.split("-")[1]));
    const item = { kind: "start", checklist: own.state.checklist, order: order };
    await dropRefused((one) => one.kind === "start");
    said = [];
    apply(item);
    await write(item);
    await draw();
  }

  async function finish() {
    const km = byId("km").value.trim();
    byId("km-fel").hidden = /^\d*$/.test(km) && Number(km) <= 1000;
    if (!byId("km-fel").hidden) return byId("km").focus();
    const item = { kind: "end", km: km };
    apply(item);
    await write(item);
    await forget();
    show("slut");
    await synchronise();
  }

  const press = (id, act) => byId(id).addEventListener("click", act);
  press("starta", begin);
  press("har", () => tick(byId("har").dataset.step, true));
  press("skriv", kinds);
  press("min-plats", position);
  press("plats-klar", function () {
    draft.place = byId("var").value.trim();
    draft.latitude = degrees("id_latitude");
    draft.longitude = degrees("id_longitude");
    byId("var-fel").hidden = Boolean(draft.place);
    if (draft.place) show("ord-bild");
    else byId("var").focus();
  });
  document.querySelectorAll("[data-outcome]").forEach((one) => one.addEventListener("click", () => save(one.dataset.outcome)));
  document.querySelectorAll("[data-till]").forEach((one) => one.addEventListener("click", () => show(one.dataset.till)));
  press("arende-klart", keepCase);
  press("slut-pa-passet", () => show("avsluta"));
  press("ja-avsluta", finish);
  document.addEventListener("change", (event) => event.target.dataset.step && tick(event.target.dataset.step, event.target.checked));
  window.addEventListener("online", synchronise);
  window.addEventListener("offline", synchronise);
  setInterval(synchronise, 60000);
  setInterval(() => isOver() && draw(), 15000);
  ["pointerdown", "keydown"].forEach((kind) => document.addEventListener(kind, () => (touched = now()), true));

  async function wake() {
    recall();
    touched = now();
    const kept = await store.keptShift(now());
    if (kept) {
      Object.assign(own, kept);
      for (const { item } of await mine()) apply(item);
      await draw();
    }
    if (navigator.serviceWorker) await navigator.serviceWorker.register(document.documentElement.dataset.worker).catch(() => null);
    await synchronise();
  }
  wake();
})();
