/* Pins that would lie on each other are moved apart, each with a line to its own place, so that all can be read and pressed. */
const ROOM = 46;
const RINGS = [0, 1, 2, 3, 4, 5];

function* around(own) {
  for (const ring of RINGS) {
    const steps = ring * 8 || 1;
    for (let step = 0; step < steps; step += 1) {
      const turn = (step / steps) * 2 * Math.PI;
      yield own.add(L.point(Math.cos(turn), Math.sin(turn)).multiplyBy(ring * ROOM * 1.1));
    }
  }
}

function free(own, taken) {
  for (const point of around(own)) {
    if (taken.every(({ x, y }) => Math.max(Math.abs(point.x - x), Math.abs(point.y - y)) >= ROOM)) return point;
  }
  return own;
}

export function spread(map, pins) {
  const lines = L.layerGroup().addTo(map);
  function place() {
    lines.clearLayers();
    const taken = [];
    for (const { at, marker } of pins) {
      const own = map.latLngToLayerPoint(at);
      const point = free(own, taken);
      taken.push(point);
      marker.setLatLng(point === own ? at : map.layerPointToLatLng(point));
      if (point.distanceTo(own) < 1) continue;
      L.polyline([at, marker.getLatLng()], { className: "map__leader", interactive: false }).addTo(lines);
      L.circleMarker(at, { radius: 5, className: "map__point", interactive: false }).addTo(lines);
    }
  }
  map.on("zoomend", place);
  place();
}
