// A part of the page that renews itself while work goes on: `<div id="…" data-refresh-every="3">` (seconds).
// With data-says="3 new" data-says-in="id of a status line" the change is also said aloud, once and politely.

/** Keeps `part` up to date; once the server sends the page without it, the whole page is loaded anew. */
export function keepFresh(part) {
  const seconds = Number(part.dataset.refreshEvery);
  if (!(seconds > 0)) return;
  const timer = setTimeout(again, seconds * 1000);
  // A page that was hidden is renewed as soon as somebody looks at it again.
  document.addEventListener("visibilitychange", again);

  function again() {
    if (document.hidden) return;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", again);
    renew(part);
  }
}

async function renew(part) {
  const fresh = await fetchPart(part.id);
  if (fresh === null) return location.reload();
  if (fresh !== undefined) {
    say(part, fresh);
    // Nothing moves under somebody's fingers: the new content waits until they have left the part.
    if (!part.contains(document.activeElement)) show(part, fresh);
    if (!fresh.dataset.refreshEvery) return;
  }
  keepFresh(part);
}

function show(part, fresh) {
  if (steady(fresh) !== steady(part)) part.innerHTML = fresh.innerHTML;
}

/** The content without what differs in every answer. */
function steady(part) {
  return part.innerHTML.replace(/name="csrf_token" value="[^"]*"/g, "");
}

function say(part, fresh) {
  const line = document.getElementById(part.dataset.saysIn ?? "");
  if (!line || fresh.dataset.says === part.dataset.says) return;
  part.dataset.says = fresh.dataset.says;
  line.textContent = fresh.dataset.says;
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
