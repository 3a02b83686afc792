/* Keeps what is typed in each card in this tab until it is sent, so that a lost line costs nothing. Never the picture. */
const forms = [...document.querySelectorAll("form[data-keep]")];
const place = (form) => `rapportera:${location.pathname}:${form.dataset.keep}`;
/* The session's own secrets are drawn anew each time; the form's stamp is kept, so that what came in counts once. */
const DRAWN = ["csrfmiddlewaretoken", "vem", "kort"];

function typed(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !DRAWN.includes(name));
}

function restore(form, kept) {
  for (const field of form.elements) {
    if (!field.name || DRAWN.includes(field.name) || ["file", "submit"].includes(field.type)) continue;
    const values = kept.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
    else field.value = values[0] ?? field.value;
  }
  form.closest("details")?.setAttribute("open", "");
}

function begin(form) {
  const kept = JSON.parse(sessionStorage.getItem(place(form)) ?? "null");
  if (kept && "fresh" in form.dataset) restore(form, kept);
  const keep = () => sessionStorage.setItem(place(form), JSON.stringify(typed(form)));
  for (const event of ["input", "change"]) form.addEventListener(event, keep);
  form.addEventListener("submit", (event) => {
    const offline = form.querySelector("[data-offline]");
    offline.hidden = navigator.onLine;
    sessionStorage.setItem("rapportera:sent", place(form));
    if (navigator.onLine) return keep();
    event.preventDefault();
    offline.focus();
  });
}

/* A link on the page to a card that is folded opens it. */
function unfold() {
  document.getElementById(location.hash.slice(1))?.setAttribute("open", "");
}

try {
  if (document.querySelector("[data-sent]")) sessionStorage.removeItem(sessionStorage.getItem("rapportera:sent"));
  forms.forEach(begin);
} catch { /* A browser that may not keep anything: the page is complete without. */ }
addEventListener("hashchange", () => document.getElementById(location.hash.slice(1))?.matches("details") && unfold());
