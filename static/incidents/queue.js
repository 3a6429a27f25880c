// Keys in the queue: j and k move, enter opens (it is a link), x chooses. Off while typing, and can be turned off.
"use strict";
(function () {
  const list = document.querySelector(".qlist ol");
  const keys = document.querySelector(".keys");
  if (!list || !keys) return;
  const toggle = keys.querySelector("input");
  keys.hidden = false;
  toggle.checked = localStorage.getItem("queue-keys") !== "off";
  toggle.addEventListener("change", () => localStorage.setItem("queue-keys", toggle.checked ? "on" : "off"));
  const links = Array.from(list.querySelectorAll("li > a"));
  const current = () => links.indexOf(document.activeElement.closest("li")?.querySelector("a"));
  const start = () => links.findIndex((link) => link.hasAttribute("aria-current"));
  const move = (step) => {
    const here = current() >= 0 ? current() : start();
    const next = here < 0 ? 0 : Math.min(links.length - 1, Math.max(0, here + step));
    links[next].focus();
  };
  const choose = () => {
    const box = links[current()]?.closest("li").querySelector("input[type=checkbox]");
    if (box) box.checked = !box.checked;
  };
  const acts = { j: () => move(1), k: () => move(-1), x: choose };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("textarea, select, input:not([type=checkbox]):not([type=radio])");
    if (!toggle.checked || typing || event.ctrlKey || event.metaKey || event.altKey || !acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });
})();
