/* Marking a point or a stretch. The form's hidden field holds it, as [[lat, lng], …], and nothing else is sent. */
import { lookAt } from "./base.js";

const DECIMALS = 5;

export function choose(root, map, wanted) {
  const { dataset: words } = root;
  const [input, status] = [root.querySelector("input"), root.querySelector("[role=status]")];
  const buttons = Object.fromEntries([...root.querySelectorAll("[data-do]")].map((one) => [one.dataset.do, one]));
  const drawn = L.layerGroup().addTo(map);
  let points = [], drawing = false, earlier = [];

  function paint() {
    drawn.clearLayers();
    if (points.length > 1) L.polyline(points, { className: "map__line", interactive: false }).addTo(drawn);
    for (const at of points) L.circleMarker(at, { radius: points.length > 1 ? 6 : 9, className: "map__point", interactive: false }).addTo(drawn);
    buttons.point.setAttribute("aria-pressed", !drawing);
    buttons.line.setAttribute("aria-pressed", drawing);
    buttons.undo.setAttribute("aria-disabled", !earlier.length);
    buttons.clear.setAttribute("aria-disabled", !points.length);
    const one = drawing ? words.begun : words.one;
    status.textContent = points.length > 1 ? words.line.replace("{n}", points.length) : points.length ? one : words.none;
  }

  function put(next) {
    points = next;
    input.value = points.length ? JSON.stringify(points) : "";
    input.dispatchEvent(new Event("input", { bubbles: true }));
    paint();
  }

  function mark({ lat, lng }) {
    if (drawing && points.length >= wanted.most) { status.textContent = words.full; return; }
    earlier.push(points);
    const at = [lat, lng].map((number) => Number(number.toFixed(DECIMALS)));
    put(drawing ? [...points, at] : [at]);
  }

  /* The field may have been filled by somebody else: the server, or what the browser kept of an unfinished form. */
  function read() {
    if (input.value === (points.length ? JSON.stringify(points) : "")) return;
    points = input.value ? JSON.parse(input.value) : [];
    [drawing, earlier] = [points.length > 1, []];
    if (points.length) lookAt(map, points, wanted);
    paint();
  }

  const deeds = {
    point: () => { drawing = false; paint(); },
    line: () => { drawing = true; paint(); },
    undo: () => { if (earlier.length) put(earlier.pop()); },
    clear: () => { if (points.length) { earlier.push(points); put([]); } },
    centre: () => mark(map.getCenter()),
  };
  for (const [name, deed] of Object.entries(deeds)) buttons[name].addEventListener("click", deed);
  map.on("click", ({ latlng }) => mark(latlng));
  map.getContainer().addEventListener("keydown", ({ key, target }) => {
    if (key === "Enter" && target === map.getContainer()) mark(map.getCenter());
  });
  for (const event of ["input", "change"]) input.addEventListener(event, read);
  paint();
  read();
}
