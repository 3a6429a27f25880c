// The queue on a map: the reports of this page as points, the open one filled. A press opens the report, as its row
// does; a row that has the focus is shown on the map. Rows and the sketch say the same without a script.
"use strict";
(function () {
  const held = document.getElementById("queue-map");
  const open = document.getElementById("arende");
  if (!held || typeof L === "undefined") return;
  const rows = Array.from(document.querySelectorAll(".qlist ol a[data-lat]"));
  const shown = rows.find((row) => row.hasAttribute("aria-current"));
  if (!rows.length && !(open && open.dataset.lat)) return;
  const place = (from) => [Number(from.dataset.lat), Number(from.dataset.lon)];
  const marks = new Map();
  let map = null;

  function icon(kind) {
    const dot = document.createElement("span");
    dot.className = "point" + (kind ? " " + kind : "");
    return L.divIcon({ html: dot, className: "", iconSize: [32, 32] });
  }
  function usual(row) {
    return row === shown ? "open" : "";
  }
  function add(row) {
    const words = row.querySelector("b").textContent + ", " + row.dataset.number;
    const mark = L.marker(place(row), { icon: icon(usual(row)), title: words, zIndexOffset: row === shown ? 1000 : 0 });
    marks.set(row, mark.on("click", () => row.click()).addTo(map));
  }
  function point(row, kind) {
    const mark = row && marks.get(row);
    if (!mark) return;
    mark.setIcon(icon(kind)).setZIndexOffset(kind ? 1000 : 0);
    if (kind) map.panInside(mark.getLatLng(), { padding: [24, 24] });
  }
  function ground() {
    if (held.dataset.tiles) {
      L.tileLayer(held.dataset.tiles, { maxZoom: 19, attribution: held.dataset.attribution }).addTo(map);
      return;
    }
    fetch(held.dataset.url, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : { features: [] }))
      .then((data) => L.geoJSON(data, { interactive: false, style: { color: "#14573c", weight: 2, fillOpacity: 0.04 } }).addTo(map));
  }
  function draw() {
    map = L.map(held.querySelector(".ground"), { zoomControl: false });
    map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: held.dataset.in, zoomOutTitle: held.dataset.out }).addTo(map);
    const places = rows.map(place);
    if (open && open.dataset.lat) places.push(place(open));
    map.fitBounds(places, { maxZoom: 15, padding: [28, 28] });
    ground();
    rows.forEach(add);
    if (!shown && open && open.dataset.lat) L.marker(place(open), { icon: icon("open"), interactive: false, keyboard: false }).addTo(map);
    document.querySelectorAll("[data-sketch]").forEach((sketch) => (sketch.hidden = true));
  }

  const key = "queue-map";
  held.hidden = false;
  held.open = (localStorage.getItem(key) || (window.innerWidth >= 1000 ? "open" : "shut")) === "open";
  if (held.open) draw();
  held.addEventListener("toggle", function () {
    localStorage.setItem(key, held.open ? "open" : "shut");
    if (held.open && !map) draw();
  });
  document.addEventListener("focusin", (event) => map && point(event.target.closest(".qlist ol a"), "near"));
  document.addEventListener("focusout", function (event) {
    const row = event.target.closest(".qlist ol a");
    if (map && row) point(row, usual(row));
  });
})();
