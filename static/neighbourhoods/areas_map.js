// The map of the areas: borders of what is in sight, a press opens the area. The page works the same without it.
"use strict";
(function () {
  const held = document.getElementById("areas-map");
  if (!held || typeof L === "undefined") return;
  held.hidden = false;
  const map = L.map(held.querySelector(".ground"), { zoomControl: false });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: held.dataset.in, zoomOutTitle: held.dataset.out }).addTo(map);
  if (held.dataset.tiles) {
    L.tileLayer(held.dataset.tiles, { maxZoom: 19, attribution: held.dataset.attribution }).addTo(map);
  }
  const colours = { active: "#14573c", dormant: "#6b7068", forming: "#8a5a00", interest: "#8a5a00" };
  const shown = L.layerGroup().addTo(map);
  // Areas chosen for a message: their numbers travel in the form's hidden field.
  const form = document.getElementById("areas-chosen");
  const choosing = document.getElementById("choosing");
  const chosen = new Set();
  let inSight = [];
  if (form) form.hidden = false;
  function style(feature) {
    const isChosen = chosen.has(feature.properties.id);
    return { color: colours[feature.properties.status], weight: isChosen ? 5 : 2, fillOpacity: isChosen ? 0.5 : 0.15 };
  }
  function tell() {
    form.elements.omraden.value = Array.from(chosen).join(",");
    form.querySelector("output").textContent = String(chosen.size);
    shown.eachLayer((layer) => layer.setStyle(style));
  }
  function press(feature) {
    if (!choosing || !choosing.checked) {
      location.href = held.dataset.area.replace("SLUG", feature.properties.slug);
      return;
    }
    if (!chosen.delete(feature.properties.id)) chosen.add(feature.properties.id);
    tell();
  }
  if (form) {
    form.querySelector("[data-do=sight]").addEventListener("click", function () {
      choosing.checked = true;
      inSight.forEach((feature) => chosen.add(feature.properties.id));
      tell();
    });
  }
  function load() {
    const box = map.getBounds();
    const asked = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((n) => n.toFixed(5)).join(",");
    fetch(held.dataset.url + "?box=" + asked, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : { features: [] }))
      .then(function (data) {
        shown.clearLayers();
        inSight = data.features;
        data.features.forEach(function (feature) {
          L.geoJSON(feature, { style: style })
            .bindTooltip(document.createTextNode(feature.properties.name).data)
            .on("click", () => press(feature))
            .addTo(shown);
        });
      });
  }
  map.on("moveend", load);
  if (held.dataset.lat) {
    const place = [Number(held.dataset.lat), Number(held.dataset.lon)];
    map.setView(place, 15);
    L.circleMarker(place, { radius: 9, color: "#0d3b2a", fillOpacity: 1 }).addTo(map);
  } else {
    map.setView([59.2, 17.82], 12);
  }
})();
