// What the app's screens show.
"use strict";
window.Patrol = window.Patrol || {};
Patrol.screen = (function () {
  const held = Patrol.held;
  const { own } = held;
  const { now, hour } = Patrol.clock;
  const byId = (id) => document.getElementById(id);
  const words = byId("ord").dataset;
  // Screens that somebody is in the middle of: news from the server waits behind them.
  const WRITING = ["slag", "plats", "ord-bild", "polis"];
  const told = { hasNetwork: true, needsSignIn: false, said: [], refused: { words: [], sights: [] } };
  let shown = "";

  function make(tag, attributes, ...children) {
    const made = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => (name in made ? (made[name] = value) : made.setAttribute(name, value)));
    made.append(...children.filter(Boolean));
    return made;
  }
  const chip = (kind, text) => make("span", { className: "chip small " + kind }, text);
  const button = (text, act) => make("button", { className: "btn", type: "button", onclick: act }, text);

  async function banner() {
    const all = await Patrol.store.waiting();
    const refused = all.filter((entry) => entry.refused).length;
    const sights = all.filter((entry) => entry.refused === "seen").length;
    const text = [];
    if (!told.hasNetwork) text.push(words.offline);
    if (told.needsSignIn) text.push(words.signin);
    if (all.length > refused) text.push(words.waiting.replace("0", String(all.length - refused)));
    if (sights) text.push(words.refused.replace("0", String(sights)));
    text.push(...told.said, ...told.refused.words.filter((one) => !own.state || one !== own.state.refused));
    byId("lage").textContent = text.join(" ");
    byId("lage").hidden = !text.length;
    byId("in").hidden = !told.needsSignIn;
    document.documentElement.dataset.waiting = String(all.length - refused);
  }

  function show(name) {
    shown = name;
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

  function logRow(one, waits) {
    const outcome = words["outcome" + one.outcome.replace("_", "")] || one.outcome;
    const state = one.refused ? chip("late", one.refused) : waits ? chip("wait", words.pending) : chip("done", one.became || words.sent);
    const row = make("li", {}, make("p", {}, one.text), make("p", { className: "soft small" }, hour(one.at) + ", " + one.place), chip("", outcome), state);
    if (one.case) row.append(chip("", one.case));
    else if (one.outcome === "police" && !one.refused) {
      if (one.caseRefused) row.append(chip("late", one.caseRefused));
      row.append(button(words.number, () => Patrol.sight.callPolice(one)));
    }
    (one.answers || []).forEach((said) => row.append(make("blockquote", { className: "small" }, said)));
    if (one.refused) row.append(button(words.mend, () => Patrol.sight.mend(waits)));
    return row;
  }

  // What was refused of a shift that is over, or has not begun: readable only while whoever wrote it is at hand.
  function drawRefused() {
    const others = held.isAtHand() ? told.refused.sights.filter((one) => !own.state || !own.state.started || one.entry.shift !== own.id) : [];
    byId("nekade-lista").replaceChildren(...others.map((one) => logRow(one.item, one)));
    byId("nekade").hidden = !others.length || WRITING.includes(shown);
  }

  const showsOthers = () => !byId("nekade").hidden || Patrol.sight.isElsewhere();

  function drawBriefing(parts) {
    const filled = parts.filter((part) => part.lines.length);
    document.querySelectorAll("[data-briefing]").forEach(function (one) {
      const lists = filled.map((part) => [make("h3", {}, part.title), make("ul", { className: "told" }, ...part.lines.map((line) => make("li", {}, line)))]);
      one.querySelector("div").replaceChildren(...lists.flat());
      one.hidden = !filled.length;
    });
  }

  async function drawShift() {
    const state = own.state;
    const places = state.steps.filter((one) => one.kind === "place");
    const next = places.find((one) => !one.done);
    byId("dag").textContent = "Grannstöd, " + state.day;
    byId("till").textContent = words.until + " " + state.until;
    byId("vilka").textContent = [state.car, state.route, state.crew.join(", ")].filter(Boolean).join(". ");
    byId("nasta").hidden = !next;
    if (next) {
      byId("nasta-nr").textContent = words.place + " " + (places.indexOf(next) + 1) + "/" + places.length;
      byId("nasta-namn").textContent = next.name;
      byId("nasta-titta").textContent = next.hint;
      byId("har").dataset.step = next.key;
    }
    byId("platser").replaceChildren(...places.map((one) => step(one, next)));
    ["before", "after"].forEach((kind) => byId(kind).replaceChildren(...state.steps.filter((one) => one.kind === kind).map(tickRow)));
    const waits = {};
    (await held.mine()).forEach((one) => (waits[one.item.key] = one));
    byId("skrivet").replaceChildren(...state.log.map((one) => logRow({ ...one, ...(waits[one.key] || {}).item }, waits[one.key])));
    byId("kvar").textContent = state.steps.filter((one) => one.kind === "after" && !one.done).map((one) => one.name).join(", ");
  }

  function drawStart() {
    const state = own.state;
    byId("nar").textContent = state.day + ", " + state.from + "–" + state.until;
    const isEarly = now() < Date.parse(state.opens);
    byId("starta").disabled = isEarly || state.crew.length !== 2;
    byId("oppnar").hidden = !isEarly;
    byId("ensam").hidden = state.crew.length === 2;
    byId("vagrad").textContent = state.refused || "";
    byId("vagrad").hidden = !state.refused;
  }

  async function draw() {
    if (held.isOver()) await held.forget();
    if (!held.isAtHand() && Patrol.sight.isElsewhere()) Patrol.sight.close();
    await banner();
    const state = own.state;
    const isWriting = WRITING.includes(shown);
    if (state) drawBriefing(state.briefing);
    if (!state || !state.started) {
      if (state) drawStart();
      if (!isWriting || !Patrol.sight.isElsewhere()) show(state ? "start" : shown === "slut" ? "slut" : "tomt");
    } else {
      await drawShift();
      if (!isWriting && shown !== "avsluta") show("pass");
    }
    drawRefused();
  }

  // Back from a screen that somebody was in the middle of.
  function leave() {
    shown = "";
    return draw();
  }

  function clear() {
    document.querySelectorAll("#start, #pass, #avsluta").forEach(function (section) {
      section.querySelectorAll("input").forEach((one) => (one.value = ""));
      section.querySelectorAll("ul, ol, [data-shows]").forEach((one) => one.replaceChildren());
    });
  }

  return { byId, words, told, make, show, draw, leave, clear, showsOthers };
})();
