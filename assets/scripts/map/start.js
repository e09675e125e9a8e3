// Turns `<div data-map="…" hidden>` into a map. The list beside it is the content; the map is one way into it.
import { Control, Map as LeafletMap, latLngBounds } from "leaflet/dist/leaflet-src.esm.js";
import { drawDots } from "./dots.js";
import { drawLines, drawOutlines, drawTiles } from "./ground.js";

/** Starts the map in `box` from the JSON block whose id is named in its `data-map`. */
export function startMap(box) {
  const data = JSON.parse(document.getElementById(box.dataset.map).textContent);
  box.hidden = false;
  box.closest(".he-map-area")?.querySelectorAll("[data-with-map]").forEach((part) => { part.hidden = false; });
  const map = newMap(box, data.words);
  const points = data.points ?? [];
  drawTiles(map, data.tiles_url, data.tiles_credit);
  const outlines = data.outlines ? drawOutlines(map, data.outlines) : null;
  drawLines(map, data.lines ?? [], new Map(points.map((point) => [point.id, point])));
  const markers = drawDots(map, points, data.words);
  showAll(map, outlines, points);
  tieRows(map, box, markers, data.words);
}

function newMap(box, words) {
  const map = new LeafletMap(box, {
    scrollWheelZoom: false,
    zoomControl: false,
    attributionControl: false,
    zoomSnap: 0.25,
    minZoom: 8,
    maxZoom: 18,
  });
  new Control.Zoom({ zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
  return map;
}

/** Fits the view to everything there is; without anything the box is taken away again. */
function showAll(map, outlines, points) {
  const bounds = latLngBounds(points.map((point) => [point.lat, point.lon]));
  if (outlines) bounds.extend(outlines.getBounds());
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [24, 24], maxZoom: 14, animate: false });
  else map.getContainer().hidden = true;
}

/** Gives each row that has a dot a button which shows the dot, and marks the dot while the row has focus. */
function tieRows(map, box, markers, words) {
  for (const [id, marker] of markers) {
    const row = document.getElementById(id);
    if (row) tieRow(row, map, box, marker, words);
  }
}

function tieRow(row, map, box, marker, words) {
  const mark = (on) => marker.getElement()?.classList.toggle("is-pointed-at", on);
  row.addEventListener("focusin", () => mark(true));
  row.addEventListener("focusout", () => mark(false));
  row.addEventListener("pointerenter", () => mark(true));
  row.addEventListener("pointerleave", () => mark(false));
  const button = row.querySelector("[data-show-on-map]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => showOnMap(map, box, marker));
}

function showOnMap(map, box, marker) {
  box.scrollIntoView({ block: "nearest" });
  map.setView(marker.getLatLng(), Math.max(map.getZoom(), 13), { animate: false });
  marker.getElement()?.focus({ preventScroll: true });
}
