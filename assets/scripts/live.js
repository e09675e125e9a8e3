// A form that shows while one types what the server makes of it: `<form data-live="/where/to/ask">`.
// The answer is a piece of a page; each of its parts with an id takes the place of the one of the same id.

const PAUSE_MS = 350;

/** Sends `form` as it stands after each short pause in typing; without an answer nothing changes. */
export function keepLive(form) {
  let timer;
  let asked = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++asked;
      const answer = await ask(form);
      if (answer && mine === asked) show(answer);
    }, PAUSE_MS);
  });
}

async function ask(form) {
  const typed = new FormData(form);
  typed.set("part", "1");
  try {
    const answer = await fetch(form.dataset.live, { method: "POST", body: typed, headers: { Accept: "text/html" } });
    // Whoever was signed out meanwhile is sent to another page; that must not take the place of what was typed.
    if (!answer.ok || answer.redirected) return undefined;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return undefined;
  }
}

function show(answer) {
  for (const fresh of answer.querySelectorAll("[id]")) {
    const part = document.getElementById(fresh.id);
    if (part && part.innerHTML !== fresh.innerHTML) part.innerHTML = fresh.innerHTML;
  }
}
