/* The map itself, without anything on it: the border, the tiles if there are any, and names to find the way by. */
import { pictures } from "./pictures.js";

const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

export function draw(root, { centre, zoom, tiles, places }, border) {
  const canvas = root.querySelector(".map__canvas");
  const map = L.map(canvas, {
    attributionControl: false, zoomControl: false, doubleClickZoom: false, dragging: false, scrollWheelZoom: false,
    inertia: !still, zoomAnimation: !still, fadeAnimation: !still, minZoom: 9, maxZoom: tiles ? 18 : 13, maxBoundsViscosity: 1,
  });
  if (still) map.panBy = (by, how) => L.Map.prototype.panBy.call(map, by, { ...how, animate: false });
  const own = border.features.find((municipality) => municipality.properties.own);
  const bounds = L.geoJSON(own).getBounds();
  map.setMaxBounds(bounds.pad(0.6));
  if (tiles) map.setView(centre, zoom).addLayer(pictures(tiles));
  else map.fitBounds(bounds);
  L.geoJSON(border, {
    interactive: false,
    filter: (municipality) => !tiles || municipality === own,
    style: ({ properties }) => ({ className: `map__border${properties.own ? " map__border--own" : ""}` }),
  }).addTo(map);
  if (!tiles) for (const { properties } of border.features) if (!properties.own) name(map, properties.label, properties.name);
  for (const { label, shape } of places) {
    L.circleMarker(shape[0], { radius: 4, interactive: false, className: "map__place" }).addTo(map);
    name(map, shape[0], label, "map__name--place");
  }
  wake(map, canvas);
  for (const [button, by] of [["in", 1], ["out", -1]]) {
    root.querySelector(`[data-do=${button}]`).addEventListener("click", ({ detail }) => {
      map.zoomIn(by);
      if (detail) canvas.focus({ preventScroll: true }); // a tap on the button wakes the map too; a key press doesn't
    });
  }
  canvas.classList.toggle("map__canvas--tiles", Boolean(tiles));
  map.on("zoomend", () => canvas.classList.toggle("map__canvas--near", map.getZoom() >= 13)).fire("zoomend");
  return map;
}

/* Moves to a shape. Where nothing but the border is drawn, it is the border that tells where the shape is. */
export function lookAt(map, points, { tiles }) {
  if (!tiles) map.setView(L.latLngBounds(points).getCenter(), map.getZoom(), { animate: false });
  if (tiles || !map.getBounds().contains(points)) map.fitBounds(points, { padding: [48, 48], maxZoom: 15, animate: false });
}

function name(map, at, words, kind = "") {
  const label = Object.assign(document.createElement("span"), { textContent: words, className: `map__name ${kind}` });
  const icon = L.divIcon({ html: label, className: "map__spot", iconSize: null });
  L.marker(at, { icon, interactive: false, keyboard: false }).addTo(map);
}

/* One finger scrolls the page until the map is tapped, so that nobody is caught in it. A mouse may drag at once. */
function wake(map, canvas) {
  const hands = [map.dragging, map.scrollWheelZoom];
  canvas.addEventListener("pointerdown", ({ pointerType }) => pointerType === "mouse" && map.dragging.enable());
  canvas.addEventListener("focusin", () => hands.forEach((hand) => hand.enable()));
  canvas.addEventListener("focusout", () => hands.forEach((hand) => hand.disable()));
}
