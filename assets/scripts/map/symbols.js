// A dot is told from another by its shape first: a request is round, a helper square, an office a house.
const SHAPES = {
  request: '<circle class="he-symbol__shape" cx="13" cy="13" r="11"/>',
  helper: '<rect class="he-symbol__shape" x="3" y="3" width="20" height="20" rx="4"/>',
  office: '<path class="he-symbol__shape" d="M13 2 24 11.500V24H2V11.500z"/>',
};

/** The drawing of a dot; `count` is written into it when more than one thing stands there. */
export function symbol(kind, count) {
  const known = kind in SHAPES ? kind : "request";
  const number = count > 1 ? `<text class="he-symbol__count" x="13" y="18">${Number(count)}</text>` : "";
  return `<svg class="he-symbol he-symbol--${known}" viewBox="0 0 26 26" aria-hidden="true">${SHAPES[known]}${number}</svg>`;
}
