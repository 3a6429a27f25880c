// Two presses on the picture, on opposite corners, fill in the numbers; without this they are written by hand.
"use strict";
(function () {
  const photo = document.getElementById("photo");
  if (!photo) return;
  let corner = null;
  function put(name, value) {
    document.getElementById("id_" + name).value = Math.round(value);
  }
  photo.addEventListener("click", function (event) {
    const frame = photo.getBoundingClientRect();
    const here = {
      x: (100 * (event.clientX - frame.left)) / frame.width,
      y: (100 * (event.clientY - frame.top)) / frame.height,
    };
    if (!corner) {
      corner = here;
      put("left", Math.min(99, here.x));
      put("top", Math.min(99, here.y));
      return;
    }
    const left = Math.floor(Math.min(corner.x, here.x));
    const top = Math.floor(Math.min(corner.y, here.y));
    put("left", left);
    put("top", top);
    put("width", Math.min(100 - left, Math.max(1, Math.abs(here.x - corner.x))));
    put("height", Math.min(100 - top, Math.max(1, Math.abs(here.y - corner.y))));
    corner = null;
  });
})();
