// The box for a number plate is asked for only where the kind is about a vehicle; without this it always stands there.
"use strict";
(function () {
  const box = document.getElementById("plate-part");
  const kinds = document.querySelectorAll("input[name=category]");
  if (!box || !kinds.length) return;
  function show() {
    const chosen = document.querySelector("input[name=category]:checked");
    const filled = document.getElementById("id_plate").value !== "";
    box.hidden = !filled && !(chosen && "plate" in chosen.dataset);
  }
  kinds.forEach(function (kind) {
    kind.addEventListener("change", show);
  });
  show();
})();
