// A part of the page that renews itself while work goes on: `<div id="…" data-refresh-every="3">` (seconds).

/** Keeps `part` up to date; once the server sends the page without it, the whole page is loaded anew. */
export function keepFresh(part) {
  const seconds = Number(part.dataset.refreshEvery);
  if (seconds > 0) setTimeout(() => renew(part), seconds * 1000);
}

async function renew(part) {
  // Nothing moves under somebody's fingers, and a page that nobody looks at asks for nothing.
  if (document.hidden || part.contains(document.activeElement)) return keepFresh(part);
  const fresh = await fetchPart(part.id);
  if (fresh === undefined) return keepFresh(part);
  if (fresh === null) return location.reload();
  if (fresh.innerHTML !== part.innerHTML) part.innerHTML = fresh.innerHTML;
  if (fresh.dataset.refreshEvery) keepFresh(part);
}

/** The same part of the page as it stands now; null when it is gone, undefined when nobody answers. */
async function fetchPart(id) {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return undefined;
    return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
  } catch {
    return undefined;
  }
}
