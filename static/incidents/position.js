// "Use my position": offered only where the browser can answer; the form works the same without it.
"use strict";
(function () {
  const offer = document.getElementById("use-position");
  if (!offer || !("geolocation" in navigator)) return;
  const said = document.getElementById("position-said");
  const latitude = document.getElementById("id_latitude");
  const longitude = document.getElementById("id_longitude");
  const words = document.getElementById("id_place");
  const origin = document.getElementById("id_position_words");
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", function () {
    said.textContent = offer.dataset.working;
    navigator.geolocation.getCurrentPosition(
      function (found) {
        latitude.value = found.coords.latitude.toFixed(6);
        longitude.value = found.coords.longitude.toFixed(6);
        origin.value = "";
        said.textContent = offer.dataset.found;
      },
      function () {
        said.textContent = offer.dataset.failed;
        words.focus();
      },
      { enableHighAccuracy: true, timeout: 10000 },
    );
  });
})();
