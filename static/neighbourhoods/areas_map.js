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
  function load() {
    const box = map.getBounds();
    const asked = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((n) => n.toFixed(5)).join(",");
    fetch(held.dataset.url + "?box=" + asked, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : { features: [] }))
      .then(function (data) {
        shown.clearLayers();
        data.features.forEach(function (feature) {
          L.geoJSON(feature, { style: { color: colours[feature.properties.status], weight: 2, fillOpacity: 0.15 } })
            .bindTooltip(document.createTextNode(feature.properties.name).data)
            .on("click", function () {
              location.href = held.dataset.area.replace("SLUG", feature.properties.slug);
            })
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
