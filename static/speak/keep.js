/* Keeps what is typed in this tab until it is sent, so that a lost page or connection costs nothing. Never the picture. */
const form = document.querySelector("form[data-keep]");
const sent = document.querySelector("[data-sent]");
const name = (slug) => `tyck-till:${slug}`;

function keep() {
  const typed = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  sessionStorage.setItem(name(form.dataset.keep), JSON.stringify(typed));
}

/* The form's own key comes back too: what was sent, although no answer came, then still comes in only once. */
function restore(typed) {
  const values = (field) => typed.filter(([key]) => key === field.name).map(([, value]) => value);
  for (const field of form.elements) {
    if (!field.name || ["file", "submit"].includes(field.type)) continue;
    if (["radio", "checkbox"].includes(field.type)) field.checked = values(field).includes(field.value);
    else field.value = values(field)[0] ?? field.value;
  }
  form.querySelector("[data-restored]").hidden = false;
}

function begin() {
  const slug = name(form.dataset.keep);
  const typed = JSON.parse(sessionStorage.getItem(slug) ?? "[]");
  if ("fresh" in form.dataset && typed.length) restore(typed);
  if (!("fresh" in form.dataset)) keep();
  for (const event of ["input", "change"]) form.addEventListener(event, keep);
  form.querySelector("[data-clear]").addEventListener("click", () => { sessionStorage.removeItem(slug); location.reload(); });
  form.addEventListener("submit", (event) => {
    const offline = form.querySelector("[data-offline]");
    offline.hidden = navigator.onLine;
    if (navigator.onLine) return;
    event.preventDefault();
    offline.focus();
  });
}

try {
  if (sent) sessionStorage.removeItem(name(sent.dataset.sent));
  if (form) begin();
} catch { /* A browser that may not keep anything: the form is complete without. */ }
