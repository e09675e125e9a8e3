// Places are coarse (a postcode or a district), so that many things share one: they become one dot.

// Kinds at the same place stand side by side, so that none hides another.
const SHIFT_PX = { request: 0, helper: 24, office: -24 };

/** Gathers points of the same kind and place: a list of `{kind, lat, lon, points}` in the order given. */
export function gather(points) {
  const places = new Map();
  for (const point of points) {
    const key = `${point.kind}|${point.lat.toFixed(5)}|${point.lon.toFixed(5)}`;
    if (!places.has(key)) places.set(key, { kind: point.kind, lat: point.lat, lon: point.lon, points: [] });
    places.get(key).points.push(point);
  }
  return [...places.values()];
}

/** How far to the right of its place a dot of this kind is drawn, in pixels. */
export function shiftPx(kind) {
  return SHIFT_PX[kind] ?? 0;
}
