"use strict";
/* A long list of boxes gets a field that hides those that don't match. Without script the whole list is there. */
const LONG = 10;
const words = document.currentScript.dataset.words;

function searchInList(list) {
  const ticks = [...list.children];
  if (ticks.length < LONG || list.previousElementSibling?.matches(".ticks-search")) return;
  const field = document.createElement("input");
  field.type = "search";
  field.className = "ticks-search";
  field.placeholder = words;
  const legend = list.closest("fieldset")?.querySelector("legend")?.textContent ?? "";
  field.setAttribute("aria-label", `${words} ${legend}`);
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const tick of ticks) tick.hidden = !tick.textContent.toLowerCase().includes(wanted);
  });
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  list.before(field);
}

function begin(root) {
  for (const list of root.querySelectorAll("div.ticks")) searchInList(list);
}

document.addEventListener("DOMContentLoaded", () => begin(document));
document.addEventListener("formset:added", (event) => begin(event.target));
