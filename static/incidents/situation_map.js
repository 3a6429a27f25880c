// The reports on a map: counts of squares from far away, single reports from near, week by week with the slider.
// A press opens the list or the report. The list beside says the same without a script.
"use strict";
(function () {
  const held = document.getElementById("situation-map");
  if (!held || typeof L === "undefined") return;
  held.hidden = false;
  const map = L.map(held.querySelector(".ground"), { zoomControl: false });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: held.dataset.in, zoomOutTitle: held.dataset.out }).addTo(map);
  if (held.dataset.tiles) {
    L.tileLayer(held.dataset.tiles, { maxZoom: 19, attribution: held.dataset.attribution }).addTo(map);
  } else {
    const style = { color: "#14573c", weight: 2, fillOpacity: 0.04 };
    fetch(held.dataset.ground, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : { features: [] }))
      .then((data) => L.geoJSON(data, { interactive: false, style: style }).addTo(map));
  }
  const slider = document.getElementById("week");
  const words = document.getElementById("week-words");
  const weeks = Array.from(document.querySelectorAll("#weeks li"));
  const shown = L.layerGroup().addTo(map);
  let latest = 0;
  function mark(one) {
    const inside = document.createElement("span");
    inside.className = "heap";
    inside.textContent = one.count;
    const icon = L.divIcon({ html: inside, className: "", iconSize: [44, 44] });
    return L.marker([one.lat, one.lon], { icon: icon, title: one.words, alt: one.words }).on("click", function () {
      location.href = one.url;
    });
  }
  function load() {
    const box = map.getBounds();
    const sides = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((n) => n.toFixed(5)).join(",");
    const week = weeks[Number(slider.value) - 1];
    words.textContent = week ? week.textContent : held.dataset.all;
    const asked = ++latest;
    fetch(
      held.dataset.url + "&box=" + sides + "&zoom=" + map.getZoom() + (week ? "&week=" + week.dataset.week : ""),
      { credentials: "same-origin" }
    )
      .then((answer) => (answer.ok ? answer.json() : { marks: [] }))
      .then(function (data) {
        if (asked !== latest) return;
        shown.clearLayers();
        data.marks.forEach((one) => mark(one).addTo(shown));
      });
  }
  map.on("moveend", load);
  slider.addEventListener("input", load);
  map.setView([59.2, 17.82], 12);
})();
