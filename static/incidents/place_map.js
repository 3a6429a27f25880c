// The place by map: asked for by a button, fetched only then. The form works the same without it.
"use strict";
(function () {
  const held = document.getElementById("place-map");
  if (!held) return;
  const opener = held.querySelector("button");
  const ground = held.querySelector(".ground");
  const middle = held.querySelector("[data-do=middle]");
  const said = document.getElementById("position-said");
  const latitude = document.getElementById("id_latitude");
  const longitude = document.getElementById("id_longitude");
  const origin = document.getElementById("id_position_words");
  held.hidden = false;

  function fetchLeaflet() {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = held.dataset.style;
    document.head.append(style);
    return new Promise(function (resolve, reject) {
      const script = document.createElement("script");
      script.src = held.dataset.script;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  function choose(map, mark, place) {
    latitude.value = place.lat.toFixed(6);
    longitude.value = place.lng.toFixed(6);
    origin.value = "";
    mark.setLatLng(place).addTo(map);
    said.textContent = held.dataset.chosen;
  }

  function draw() {
    ground.hidden = false;
    middle.hidden = false;
    const map = L.map(ground, { zoomControl: false }).setView([59.2, 17.82], 12);
    map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: held.dataset.in, zoomOutTitle: held.dataset.out }).addTo(map);
    if (held.dataset.tiles) {
      L.tileLayer(held.dataset.tiles, { maxZoom: 19, attribution: held.dataset.attribution }).addTo(map);
    }
    const mark = L.circleMarker([59.2, 17.82], { radius: 11, color: "#0d3b2a", weight: 4, fillOpacity: 0.5 });
    map.on("click", (press) => choose(map, mark, press.latlng));
    middle.addEventListener("click", () => choose(map, mark, map.getCenter()));
    held.addEventListener("place:none", () => mark.remove());
    if (latitude.value && longitude.value) {
      const known = L.latLng(Number(latitude.value), Number(longitude.value));
      map.setView(known, 16);
      mark.setLatLng(known).addTo(map);
    }
    fetch(held.dataset.url, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : { features: [] }))
      .then(function (data) {
        const borders = L.geoJSON(data, {
          interactive: false,
          style: { color: "#14573c", weight: 2, fillOpacity: 0.04 },
          onEachFeature: (feature, layer) =>
            layer.bindTooltip(document.createTextNode(feature.properties.name).data, {
              permanent: true,
              direction: "center",
              className: "named",
            }),
        }).addTo(map);
        if (!latitude.value && borders.getLayers().length) map.fitBounds(borders.getBounds());
      });
  }

  opener.addEventListener("click", function () {
    opener.disabled = true;
    fetchLeaflet().then(
      function () {
        opener.parentElement.hidden = true;
        draw();
      },
      function () {
        opener.disabled = false;
        said.textContent = held.dataset.failed;
      },
    );
  });
})();
