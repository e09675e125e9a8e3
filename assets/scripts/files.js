// Choosing a file in the words of the page: the browser's own words step back, the name stands beside our button.

/** Shows in `place` which file is chosen; what it says before stands there from the beginning. */
export function nameFile(place) {
  const field = document.getElementById(place.dataset.fileName);
  const none = place.textContent;
  const tell = () => { place.textContent = field.files[0]?.name ?? none; };
  place.hidden = false;
  field.classList.add("govuk-visually-hidden");
  field.addEventListener("change", tell);
  tell();
}
