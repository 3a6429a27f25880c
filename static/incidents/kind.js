// Typing suggests a kind; nothing is sent for that. And the box for a number plate is asked for only where the kind is about a vehicle; without this it always stands there.
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
(function () {
  const offer = document.getElementById("suggest");
  const text = document.getElementById("id_text");
  if (!offer || !text) return;
  const kinds = Array.from(document.querySelectorAll("input[name=category]"));
  const button = offer.querySelector("button");
  let found = null;
  function score(kind, words) {
    let sum = 0;
    (kind.dataset.words || "").split(" ").forEach(function (start) {
      if (start && words.some((word) => word.startsWith(start))) sum += start.length >= 5 ? 2 : 1;
    });
    return sum;
  }
  text.addEventListener("input", function () {
    const words = text.value.toLowerCase().split(/[^\p{L}]+/u);
    const best = kinds.map((kind) => [score(kind, words), kind]).sort((a, b) => b[0] - a[0]);
    const isSure = best.length > 1 && best[0][0] > best[1][0];
    found = isSure && !kinds.some((kind) => kind.checked) ? best[0][1] : null;
    offer.hidden = !found;
    if (!found) return;
    offer.querySelector("span").textContent = offer.dataset.question;
    button.textContent = found.closest("label").textContent.trim();
  });
  button.addEventListener("click", function () {
    if (!found) return;
    found.checked = true;
    found.dispatchEvent(new Event("change"));
    offer.hidden = true;
    text.focus();
  });
})();
