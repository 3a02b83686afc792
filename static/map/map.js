/* Shows the maps of a page. Each is drawn when it comes near the screen; until then not even Leaflet is fetched. */
import { draw } from "./base.js";
import { choose } from "./choose.js";
import { needs } from "./needs.js";
import { show } from "./show.js";

async function begin(root) {
  const wanted = JSON.parse(root.dataset.map);
  const [border] = await needs(root.dataset);
  const map = draw(root, wanted, border);
  show(map, wanted);
  if (root.querySelector("input")) choose(root, map, wanted);
}

const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    const root = target.closest("[data-map]");
    // A map that can't be drawn leaves no hole: the words are there.
    begin(root).catch(() => { root.hidden = true; });
  }
}, { rootMargin: "300px" });

for (const root of document.querySelectorAll("[data-map]")) {
  root.hidden = false;
  near.observe(root.querySelector(".map__canvas"));
}
