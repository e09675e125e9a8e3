// Turns `<div data-map="…" hidden>` into a map. The list beside it is the content; the map is one way into it.
import { Control, Map as LeafletMap, latLngBounds } from "leaflet/dist/leaflet-src.esm.js";
import { drawDots } from "./dots.js";
import { drawLines, drawOutlines, drawTiles, outlineLayer } from "./ground.js";

/** Starts the map in `box` from the JSON block whose id is named in its `data-map`. */
export function startMap(box) {
  const data = JSON.parse(document.getElementById(box.dataset.map).textContent);
  box.hidden = false;
  box.closest(".he-map-area")?.querySelectorAll("[data-with-map]").forEach((part) => { part.hidden = false; });
  const map = newMap(box, data.words);
  const points = data.points ?? [];
  const outlines = data.outlines ? outlineLayer(data.outlines) : null;
  if (!showAll(map, outlines, points)) return;
  drawTiles(map, data.tiles_url, data.tiles_credit);
  if (outlines) drawOutlines(map, outlines, points);
  drawLines(map, data.lines ?? [], new Map(points.map((point) => [point.id, point])));
  tieRows(map, box, drawDots(map, points, data.words));
}

function newMap(box, words) {
  const map = new LeafletMap(box, {
    scrollWheelZoom: false,
    zoomControl: false,
    attributionControl: false,
    fadeAnimation: false,
    zoomSnap: 0.25,
    minZoom: 8,
    maxZoom: 18,
  });
  new Control.Zoom({ zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
  return map;
}

/** Fits the view to everything there is; without anything the box is taken away again and the answer is no. */
function showAll(map, outlines, points) {
  const bounds = latLngBounds(points.map((point) => [point.lat, point.lon]));
  if (outlines) bounds.extend(outlines.getBounds());
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [24, 24], maxZoom: 14, animate: false });
  else map.getContainer().hidden = true;
  return bounds.isValid();
}

/** Gives each row that has a dot a button which shows the dot, and marks the dot while the row has focus. */
function tieRows(map, box, markers) {
  for (const [id, marker] of markers) {
    const row = document.getElementById(id);
    if (row) tieRow(row, map, box, marker);
  }
}

function tieRow(row, map, box, marker) {
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
