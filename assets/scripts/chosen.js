// A bar for a selection: "choose all", and how many are chosen.

/** Starts the bar `bar`; its boxes are those that belong to the form it names. */
export function countChosen(bar) {
  const form = document.getElementById(bar.dataset.chooseAll);
  const boxes = [...document.querySelectorAll(`input[type=checkbox][form="${form?.id}"]`)];
  if (boxes.length === 0) return;
  const tell = () => showCount(bar, boxes.filter((box) => box.checked).length);
  boxes.forEach((box) => box.addEventListener("change", tell));
  addChooseAll(bar, boxes, tell);
  tell();
}

function showCount(bar, chosen) {
  const words = bar.querySelector("[data-chosen-count]");
  if (words) words.textContent = bar.dataset.chosenWords.replace("{count}", String(chosen));
}

function addChooseAll(bar, boxes, tell) {
  const button = bar.querySelector("[data-choose-all-button]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const every = boxes.every((box) => box.checked);
    boxes.forEach((box) => { box.checked = !every; });
    tell();
  });
}
