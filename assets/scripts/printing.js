// Buttons that print the page: hidden until it is sure that they can.

/** Shows the button and lets it print. */
export function letPrint(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
