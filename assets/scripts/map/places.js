// Places are coarse (a postcode or a district), so that many things share one: they become one dot.

// Kinds at the same place stand side by side, so that none hides another.
const SHIFT_PX = { request: 0, helper: 24, office: -24 };

/**
 * Gathers points of the same kind and place, in the order given: a list of `{kind, lat, lon, shiftPx, points}`.
 * `shiftPx` says how far to the right of its place the dot is drawn.
 */
export function gather(points) {
  const spots = new Map();
  for (const point of points) {
    const spot = entry(spots, `${point.lat.toFixed(5)}|${point.lon.toFixed(5)}`, () => new Map());
    entry(spot, point.kind, () => newPlace(point)).points.push(point);
  }
  return [...spots.values()].flatMap(sideBySide);
}

function entry(map, key, make) {
  if (!map.has(key)) map.set(key, make());
  return map.get(key);
}

function newPlace(point) {
  return { kind: point.kind, lat: point.lat, lon: point.lon, shiftPx: 0, points: [] };
}

function sideBySide(spot) {
  const places = [...spot.values()];
  if (places.length > 1) places.forEach((place) => { place.shiftPx = SHIFT_PX[place.kind] ?? 0; });
  return places;
}
