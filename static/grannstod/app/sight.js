// An observation: its kind, its place, words and a photo, and one press on what is to happen with it.
"use strict";
window.Patrol = window.Patrol || {};
Patrol.sight = (function () {
  const held = Patrol.held;
  const { own } = held;
  const { byId, words, make, show } = Patrol.screen;
  const { hour, stamp } = Patrol.clock;
  const SCREENS = ["slag", "plats", "ord-bild", "polis"];
  const EMPTY = { kind: "", place: "", latitude: null, longitude: null, key: "", refused: null };
  const draft = { ...EMPTY };
  let calling = null; // what the police are told of just now: its key, and whose shift it is
  let isSaving = false;

  // Belongs to a shift that the phone does not show: one that has ended.
  const isElsewhere = () => Boolean(draft.refused ? draft.refused.entry.shift !== own.id : calling && calling.where.id !== own.id);

  function close() {
    Object.assign(draft, EMPTY);
    calling = null;
    byId("slag-lista").replaceChildren();
    byId("polis-text").replaceChildren();
    SCREENS.forEach((id) => byId(id).querySelectorAll("input, textarea").forEach((one) => (one.type === "checkbox" ? (one.checked = false) : (one.value = ""))));
    ["ingen-del", "bild-kvar", "bild-fel", "vad-fel", "var-fel", "arende-fel"].forEach((id) => (byId(id).hidden = true));
    point(null, null);
    byId("position-said").textContent = "";
  }

  function begin() {
    close();
    draft.key = held.token();
    kinds();
  }

  function mend(refused) {
    const item = refused.item;
    close();
    Object.assign(draft, { kind: item.category, place: item.place, key: item.key, latitude: item.latitude, longitude: item.longitude, refused: refused });
    byId("vad").value = item.text;
    byId("ingen-del").hidden = false;
    byId("bild-kvar").hidden = !refused.entry.photo;
    kinds();
    byId("nekade").hidden = true;
  }

  function kinds() {
    const rows = held.kinds().map((one) => make("li", {}, make("button", { className: "btn pick", type: "button", onclick: () => choose(one.code) }, one.name)));
    byId("slag-lista").replaceChildren(...rows);
    show("slag");
  }

  function choose(code) {
    draft.kind = code;
    const been = own.state && !isElsewhere() ? own.state.steps.filter((one) => one.kind === "place" && one.done) : [];
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

  function placed() {
    draft.place = byId("var").value.trim();
    draft.latitude = degrees("id_latitude");
    draft.longitude = degrees("id_longitude");
    byId("var-fel").hidden = Boolean(draft.place);
    if (draft.place) show("ord-bild");
    else byId("var").focus();
  }

  async function small(file) {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    const canvas = make("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.82));
    return blob.arrayBuffer();
  }

  function lock(isLocked) {
    isSaving = isLocked;
    document.querySelectorAll("[data-outcome], #ord-bild [data-till]").forEach((one) => (one.disabled = isLocked));
  }

  // One press saves, and a second one while the photo is made smaller does nothing.
  async function save(outcome) {
    const text = byId("vad").value.trim();
    byId("vad-fel").hidden = Boolean(text);
    if (!text) return byId("vad").focus();
    if (isSaving || !draft.key) return;
    lock(true);
    try {
      await saveOnce({
        key: draft.key, kind: "seen", category: draft.kind, place: draft.place, latitude: draft.latitude,
        longitude: draft.longitude, text: text, outcome: outcome, at: stamp(), nobody: byId("ingen").checked,
      }, draft.refused, byId("bild").files[0]);
    } finally {
      lock(false);
    }
  }

  async function saveOnce(item, refused, file) {
    let photo = byId("utan-bild").checked ? null : undefined; // undefined: the photo that is kept stays
    try {
      if (file) photo = await small(file);
    } catch {
      byId("bild-fel").hidden = false;
      return byId("bild").focus();
    }
    const where = refused ? { id: refused.entry.shift, key: refused.key } : { id: own.id, key: own.key };
    if (refused) {
      await held.rewrite(refused, { ...item, at: refused.item.at }, photo);
      const { refused: left } = Patrol.screen.told;
      left.sights = left.sights.filter((one) => one.entry.id !== refused.entry.id);
    } else {
      held.apply(item);
      await held.write(item, photo, where);
    }
    close();
    if (item.outcome === "police") callPolice(item, where);
    else await Patrol.screen.leave();
  }

  function callPolice(item, where) {
    const kind = held.kinds().find((one) => one.code === item.category);
    const isOwn = !where || where.id === own.id;
    const who = ["Botkyrka Grannstöd", isOwn && own.state ? own.state.car : ""].filter(Boolean).join(", ");
    const lines = [(kind ? kind.name + ": " : "") + item.text, item.place, hour(item.at), who];
    byId("polis-text").replaceChildren(...lines.map((line) => make("li", {}, line)));
    calling = { seen: item.key, where: where || { id: own.id, key: own.key } };
    byId("arende").value = "";
    byId("arende-fel").hidden = true;
    show("polis");
  }

  async function keepCase() {
    const number = byId("arende").value.trim().replace(/\s+/g, " ").toUpperCase();
    byId("arende-fel").hidden = !number || /^\d{4}-K\d{1,7}-\d{2}$/.test(number);
    if (!byId("arende-fel").hidden) return byId("arende").focus();
    const { seen, where } = calling;
    if (number) {
      const item = { kind: "case", seen: seen, number: number };
      await held.dropRefused((one) => one.kind === "case" && one.seen === seen);
      if (where.id === own.id) held.apply(item);
      await held.write(item, null, where);
    }
    close();
    await Patrol.screen.leave();
  }

  return { begin, mend, placed, position, save, callPolice, keepCase, close, isElsewhere };
})();
