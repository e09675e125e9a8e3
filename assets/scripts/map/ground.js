// What lies under the dots: outlines of districts with their names and, where an address is set, tiles.
import { Marker, Polyline, TileLayer, divIcon, geoJSON, latLng } from "leaflet/dist/leaflet-src.esm.js";

/** The layer of the district outlines in the GeoJSON `outlines`, not yet on a map. */
export function outlineLayer(outlines) {
  return geoJSON(outlines, { interactive: false, style: { className: "he-map__district" } });
}

/** Draws the outlines with their names; the map must have a view by then. A dot that counts a district has its name. */
export function drawOutlines(map, layer, points) {
  const counts = points.filter((point) => point.count !== undefined);
  layer.addTo(map).eachLayer((district) => nameDistrict(map, district, counts));
}

function nameDistrict(map, district, counts) {
  const name = district.feature?.properties?.name;
  if (!name) return;
  const dot = counts.find((point) => point.label.includes(name));
  const place = dot ? [dot.lat, dot.lon] : district.getBounds().getCenter();
  const html = document.createElement("span");
  html.textContent = name;
  const icon = divIcon({ className: "he-map__district-name", html, iconSize: null });
  const options = { icon, interactive: false, keyboard: false, zIndexOffset: -1000 };
  const label = new Marker(place, options).addTo(map);
  label.getElement().setAttribute("aria-hidden", "true");
}

/** Draws the map tiles of `address` (with {z}, {x} and {y}); without an address the ground stays plain. */
export function drawTiles(map, address, attribution) {
  if (address) new TileLayer(address, { attribution, maxZoom: 18 }).addTo(map);
}

/** Joins two points for each pair of `lines`, for instance a helper and the request proposed. */
export function drawLines(map, lines, pointById) {
  for (const [from, to] of lines) {
    const ends = [pointById.get(from), pointById.get(to)];
    if (ends.every(Boolean)) joinPoints(map, ends);
  }
}

function joinPoints(map, ends) {
  const corners = ends.map((point) => latLng(point.lat, point.lon));
  new Polyline(corners, { className: "he-map__line", interactive: false }).addTo(map);
}
