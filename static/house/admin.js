// The admin's search boxes (select2) are drawn by script and have no name of their own: they get their label's.
// The hint beside a filter of two lists has words and no role: it is a picture.
"use strict";

function labelOf(select) {
  const label = select.labels && select.labels[0];
  if (!label) return null;
  if (!label.id) label.id = `${select.id}_label`;
  return label;
}

function addName(box, id) {
  const names = (box.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean);
  if (!names.includes(id)) box.setAttribute("aria-labelledby", [id, ...names].join(" "));
}

function nameBoxes() {
  for (const hint of document.querySelectorAll(".help-tooltip[aria-label]:not([role])")) hint.setAttribute("role", "img");
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const label = labelOf(select);
    const drawn = select.nextElementSibling;
    const box = drawn && drawn.querySelector('[role="combobox"]');
    if (!label || !box) continue;
    for (const one of [box, ...box.querySelectorAll('[role="textbox"]')]) addName(one, label.id);
    for (const search of document.querySelectorAll(".select2-container--open .select2-search__field:not([aria-label])")) {
      if (drawn.classList.contains("select2-container--open")) search.setAttribute("aria-label", label.textContent.trim());
    }
  }
}

new MutationObserver(nameBoxes).observe(document.documentElement, { childList: true, subtree: true });
nameBoxes();
