/* What a map needs, from our own server and once for all maps of the page: the border, Leaflet and the look. */
let asked;

function added(element) {
  return new Promise((done, failed) => {
    element.addEventListener("load", done);
    element.addEventListener("error", failed);
    document.head.append(element);
  });
}

async function border(address) {
  return (await fetch(address)).json();
}

export function needs({ border: address, script, styles }) {
  asked ??= Promise.all([
    border(address),
    added(Object.assign(document.createElement("script"), { src: script })),
    ...styles.split(" ").map((href) => added(Object.assign(document.createElement("link"), { rel: "stylesheet", href }))),
  ]);
  return asked;
}
