// The dots of a map: reachable by Tab, opened by Enter or a click, and tied to the list beside the map.
import { Marker, Popup, divIcon } from "leaflet/dist/leaflet-src.esm.js";
import { gather } from "./places.js";
import { symbol } from "./symbols.js";

const SIZE_PX = 32;

/** Draws a dot for each place and returns a map from a point's id to its marker. */
export function drawDots(map, points, words) {
  const markers = new Map();
  for (const place of gather(points)) {
    const marker = drawDot(map, place, words);
    place.points.forEach((point) => markers.set(point.id, marker));
  }
  return markers;
}

function drawDot(map, place, words) {
  const icon = divIcon({
    className: "he-dot",
    html: symbol(place.kind, size(place)),
    iconSize: [SIZE_PX, SIZE_PX],
    iconAnchor: [SIZE_PX / 2 - place.shiftPx, SIZE_PX / 2],
  });
  const marker = new Marker([place.lat, place.lon], { icon, riseOnHover: true }).addTo(map);
  marker.getElement().setAttribute("aria-label", label(place, words));
  const openDot = () => open(map, marker, place, words);
  marker.on("click", openDot);
  marker.getElement().addEventListener("keydown", (event) => onKey(event, openDot));
  return marker;
}

/** Leaflet hears the Enter key only for popups of its own; a dot is a button, so it hears Space as well. */
function onKey(event, act) {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  act();
}

/** How many things a dot stands for; a point may itself stand for many. */
function size(place) {
  return place.points.reduce((sum, point) => sum + (point.count ?? 1), 0);
}

function label(place, words) {
  const [first] = place.points;
  if (place.points.length === 1) return first.label;
  return words.several.replace("{count}", place.points.length).replace("{first}", first.label);
}

/** One thing: go to its row in the list. Several: show them as links, each to its row or its page. */
function open(map, marker, place, words) {
  const [only] = place.points;
  if (place.points.length === 1 && goToRow(only.id)) return;
  const list = document.createElement("ul");
  place.points.forEach((point) => list.append(entry(point)));
  const popup = new Popup({ maxWidth: 280, offset: [place.shiftPx, -8] });
  popup.setLatLng([place.lat, place.lon]).setContent(list).openOn(map);
  popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", words.close);
  keepFocus(popup, marker);
  list.querySelector("a")?.focus();
}

/** Whoever closes the popup from inside, by Escape or its button, stands on the dot again. */
function keepFocus(popup, marker) {
  const box = popup.getElement();
  const close = (event) => {
    if (event.type === "keydown" && event.key !== "Escape") return;
    popup.close();
    marker.getElement()?.focus();
  };
  box.addEventListener("keydown", close);
  box.querySelector(".leaflet-popup-close-button").addEventListener("click", close);
}

function entry(point) {
  const item = document.createElement("li");
  const link = document.createElement(document.getElementById(point.id) || point.url ? "a" : "span");
  link.textContent = point.label;
  if (link.tagName === "A") link.href = document.getElementById(point.id) ? `#${point.id}` : point.url;
  link.addEventListener("click", (event) => { if (goToRow(point.id)) event.preventDefault(); });
  item.append(link);
  return item;
}

function goToRow(id) {
  const row = document.getElementById(id);
  if (!row) return false;
  row.tabIndex = -1;
  row.focus();
  row.scrollIntoView({ block: "nearest" });
  return true;
}
