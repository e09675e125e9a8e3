// Deciding by keyboard: `<section data-keys="id of the help">` holds cards (article) with the page's own forms.
// Every key presses a button that stands there anyway; without this script nothing is missing.

const OFF = "he-keys-off";
const LAST = "he-keys-card";
const FIELDS = "input:not([type=checkbox]), textarea, [contenteditable]";

/** Starts the keys of one list of cards. */
function decideByKeys(section) {
  const help = document.getElementById(section.dataset.keys);
  const cards = [...section.querySelectorAll("article")];
  if (!help?.showModal) return;
  const keys = new Keys(section, cards, help);
  keys.start();
}

class Keys {
  constructor(section, cards, help) {
    Object.assign(this, { section, cards, help });
    this.acts = {
      j: () => this.go(1), k: () => this.go(-1), a: () => this.press("approve"), r: () => this.reject(),
      o: () => this.other(), l: () => this.press("lock", "unlock"), u: () => this.undo(), x: () => this.choose(), "?": () => this.show(),
    };
  }

  start() {
    this.cards.forEach((card) => { card.tabIndex = -1; });
    this.numberReasons();
    this.helpButton();
    document.addEventListener("keydown", (event) => this.hear(event));
    // Only then has the browser gone to the part that the address names.
    window.addEventListener("load", () => setTimeout(() => this.comeBack()));
  }

  hear(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || this.help.open) return;
    if (event.target.closest(FIELDS)) return;
    // Whoever switches the keys off, because they speak to the machine, can still find them under the button.
    if (isOff()) return;
    const done = /^[1-9]$/.test(event.key) ? this.reason(Number(event.key)) : this.decide(event);
    if (done) event.preventDefault();
  }

  decide(event) {
    const act = this.acts[event.key];
    if (!act || event.target.closest("select")) return false;
    act();
    return true;
  }

  get card() {
    return document.activeElement?.closest("article");
  }

  go(step) {
    const at = this.cards.indexOf(this.card);
    const next = at < 0 ? (step > 0 ? 0 : this.cards.length - 1) : at + step;
    focusOn(this.cards[Math.max(0, Math.min(next, this.cards.length - 1))]);
  }

  press(...acts) {
    const found = acts.map((act) => this.card?.querySelector(`form[action*="/${act}"] [type=submit]`)).find(Boolean);
    if (!found) return;
    this.remember();
    found.click();
  }

  reject() {
    const details = this.rejecting();
    if (!details) return;
    details.open = true;
    details.querySelector("select").focus();
  }

  /** The page that asks for a name leads back here, to the same place. */
  other() {
    const link = this.card?.querySelector('a[href*="/why-not"]');
    if (!link) return;
    this.remember();
    link.hash = "name";
    link.click();
  }

  rejecting() {
    return this.card?.querySelector('form[action*="/reject"]')?.closest("details");
  }

  reason(digit) {
    const details = this.rejecting();
    const select = details?.open ? details.querySelector("select") : undefined;
    if (!select?.options[digit]) return false;
    select.selectedIndex = digit;
    const button = details.querySelector("[type=submit]");
    button.addEventListener("click", () => this.remember(), { once: true });
    button.focus();
    return true;
  }

  undo() {
    const undo = '[action*="/undo"] [type=submit]';
    (this.card?.querySelector(undo) ?? this.section.querySelector(undo))?.click();
  }

  choose() {
    this.card?.querySelector("input[type=checkbox]")?.click();
  }

  /** The card that stands in the same place after the answer is the next one to decide. */
  remember() {
    sessionStorage.setItem(LAST, `${location.pathname} ${this.cards.indexOf(this.card)}`);
  }

  comeBack() {
    const [path, place] = (sessionStorage.getItem(LAST) ?? "").split(" ");
    sessionStorage.removeItem(LAST);
    if (path === location.pathname) focusOn(this.cards[Math.min(Number(place), this.cards.length - 1)]);
  }

  numberReasons() {
    for (const select of this.section.querySelectorAll('article form[action*="/reject"] select')) {
      [...select.options].slice(1).forEach((option, index) => { option.text = `${index + 1} ${option.text}`; });
    }
  }

  helpButton() {
    const line = this.section.querySelector("[data-keys-button]");
    const box = this.help.querySelector("[data-keys-on]");
    line.hidden = false;
    this.help.hidden = false;
    line.querySelector("button").addEventListener("click", () => this.show());
    box.checked = !isOff();
    box.addEventListener("change", () => {
      if (box.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    });
  }

  show() {
    this.help.showModal();
  }
}

function isOff() {
  return localStorage.getItem(OFF) !== null;
}

function focusOn(card) {
  if (!card) return;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

document.querySelectorAll("[data-keys]").forEach(decideByKeys);
