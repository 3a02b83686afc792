/* The pictures of a map server. Leaflet's own layer clears a picture with a data: address, which our policy stops. */
export function pictures(address) {
  const Pictures = L.GridLayer.extend({
    createTile(at, done) {
      const picture = Object.assign(document.createElement("img"), { alt: "" });
      picture.addEventListener("load", () => done(null, picture));
      picture.addEventListener("error", (fault) => done(fault, picture));
      picture.src = L.Util.template(address, at);
      return picture;
    },
  });
  return new Pictures({ maxZoom: 18 });
}
