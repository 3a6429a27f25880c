// Draw a border: a press adds a corner, a drag moves one. The box below is the truth, the map writes into it.
"use strict";
(function () {
  const held = document.getElementById("border-map");
  const box = document.getElementById("id_border");
  if (!held || !box || typeof L === "undefined") return;
  held.hidden = false;
  const map = L.map(held.querySelector(".ground"), { zoomControl: false });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: held.dataset.in, zoomOutTitle: held.dataset.out }).addTo(map);
  if (held.dataset.tiles) {
    L.tileLayer(held.dataset.tiles, { maxZoom: 19, attribution: held.dataset.attribution }).addTo(map);
  }
  const neighbours = L.layerGroup().addTo(map);
  const marks = L.layerGroup().addTo(map);
  const line = L.polygon([], { color: "#14573c", weight: 3, dashArray: "9 4", interactive: false }).addTo(map);
  let corners = [];

  // A corner a line, latitude first. Anything else (GeoJSON, several parts) is left to the box.
  function read() {
    const text = box.value.trim();
    if (text.startsWith("{")) return null;
    const found = text.split("\n").filter((row) => row.trim());
    const read = found.map((row) => (row.match(/-?\d+(?:\.\d+)?/g) || []).map(Number));
    const good = read.every((pair) => pair.length === 2 && Math.abs(pair[0]) <= 90 && Math.abs(pair[1]) <= 180);
    return good ? read.map((pair) => L.latLng(pair[0], pair[1])) : null;
  }
  function write() {
    box.value = corners.map((c) => c.lat.toFixed(6) + ", " + c.lng.toFixed(6)).join("\n");
  }
  function draw() {
    line.setLatLngs(corners);
    marks.clearLayers();
    corners.forEach(function (corner, number) {
      const icon = L.divIcon({ className: "corner", iconSize: [44, 44] });
      const words = held.dataset.corner + " " + (number + 1);
      const mark = L.marker(corner, { icon: icon, draggable: true, title: words, alt: words });
      mark.on("drag", function () {
        corners[number] = mark.getLatLng();
        line.setLatLngs(corners);
      });
      mark.on("dragend", function () {
        corners[number] = mark.getLatLng();
        write();
      });
      mark.addTo(marks);
    });
  }
  // Where a new corner goes: into the side it lies nearest to.
  function place(at) {
    if (corners.length < 3) return corners.length;
    const point = map.latLngToLayerPoint(at);
    let best = corners.length;
    let least = Infinity;
    corners.forEach(function (corner, number) {
      const next = corners[(number + 1) % corners.length];
      const far = L.LineUtil.pointToSegmentDistance(point, map.latLngToLayerPoint(corner), map.latLngToLayerPoint(next));
      if (far < least) {
        least = far;
        best = number + 1;
      }
    });
    return best;
  }
  function load() {
    const sight = map.getBounds();
    const asked = [sight.getWest(), sight.getSouth(), sight.getEast(), sight.getNorth()];
    fetch(held.dataset.url + "?box=" + asked.map((n) => n.toFixed(5)).join(","), { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : { features: [] }))
      .then(function (data) {
        neighbours.clearLayers();
        const others = data.features.filter((feature) => feature.properties.slug !== held.dataset.own);
        L.geoJSON(others, { style: { color: "#6b7068", weight: 1.5 }, interactive: false }).addTo(neighbours);
      });
  }
  function begin() {
    const found = read();
    held.querySelector("[role=status]").textContent = found ? "" : held.dataset.parts;
    corners = found || [];
    draw();
    return found !== null;
  }
  let mayDraw = begin();
  map.on("moveend", load);
  if (corners.length) map.fitBounds(L.latLngBounds(corners).pad(0.4));
  else map.setView([59.2, 17.82], 13);
  map.on("click", function (event) {
    if (!mayDraw) return;
    corners.splice(place(event.latlng), 0, event.latlng);
    draw();
    write();
  });
  box.addEventListener("change", function () {
    mayDraw = begin();
  });
  held.addEventListener("click", function (event) {
    const asked = event.target.closest("[data-do]");
    if (!asked) return;
    if (asked.dataset.do === "undo") corners.pop();
    else corners = [];
    mayDraw = true;
    draw();
    write();
  });
})();
