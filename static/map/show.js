/* What was said, as numbered pins. Each is a link to the same thing in words, and the numbers are those of the list. */
import { lookAt } from "./base.js";
import { spread } from "./spread.js";

export function show(map, wanted) {
  const { pins } = wanted;
  if (!pins.length) return;
  const placed = pins.map((pin, place) => {
    if (pin.shape.length > 1) L.polyline(pin.shape, { className: "map__line", interactive: false }).addTo(map);
    const at = pin.shape[Math.floor(pin.shape.length / 2)];
    const icon = L.divIcon({ html: link(map, pin, place + 1, at), className: "map__spot", iconSize: null });
    return { at, marker: L.marker(at, { icon, interactive: false, keyboard: false }).addTo(map) };
  });
  lookAt(map, pins.flatMap(({ shape }) => shape), wanted);
  spread(map, placed);
}

function link(map, { label, url }, number, at) {
  const pin = Object.assign(document.createElement("a"), { className: "map__pin", href: url, draggable: false });
  const [figure, name] = ["map__number", "map__name"].map((className) =>
    Object.assign(document.createElement("span"), { className }));
  figure.textContent = `${number} `;
  name.textContent = label;
  pin.append(figure, name);
  pin.addEventListener("click", (event) => { if (map.dragging.moved()) event.preventDefault(); });
  pin.addEventListener("focus", () => {
    if (pin.matches(":focus-visible")) map.panInside(at, { padding: [48, 48], animate: false });
  });
  return pin;
}
