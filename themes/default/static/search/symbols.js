// A text in the one form in which it is compared: see src/search/normalize.rs.
export const GAP = " ";
export const BREAK = "\n";

const LETTER = /[\p{Alphabetic}\p{N}]/u;
const NOTHING = /[\s\p{M}\p{Cc}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]/u;
const SIGNS = "%‰°+/";
const DIGIT = /^[0-9]$/;

/** Traditional characters to simplified ones; filled when a query needs them. */
export const variants = new Map();

/** {symbols: [character], at: [index in text of the first and after the last code unit]}. */
export function symbols(text) {
  const plain = [];
  let index = 0;
  for (const c of text) {
    for (const d of c.normalize("NFKC")) {
      for (const e of d.toLowerCase()) plain.push([variants.get(e) ?? e, index, index + c.length]);
    }
    index += c.length;
  }
  const form = [];
  const at = [];
  const drop = () => { form.pop(); at.pop(); };
  plain.forEach(([c, from, to], n) => {
    let symbol;
    if (c === "\n") symbol = BREAK;
    else if (LETTER.test(c) || SIGNS.includes(c)) symbol = c;
    else if (c === "." && DIGIT.test(plain[n - 1]?.[0]) && DIGIT.test(plain[n + 1]?.[0])) symbol = c;
    else if (NOTHING.test(c)) return;
    else symbol = GAP;
    const last = form.at(-1) ?? BREAK;
    if (symbol === GAP && (last === GAP || last === BREAK)) return;
    if (symbol === BREAK && last === BREAK) return;
    if (symbol === BREAK && last === GAP) drop();
    form.push(symbol);
    at.push([from, to]);
  });
  while (form.at(-1) === GAP || form.at(-1) === BREAK) drop();
  return { symbols: form, at };
}

/** The symbols as one string. */
export const plain = (text) => symbols(text).symbols.join("");

/** Ranges of code units of text that hold one of the marks; the first mark wins a place. */
export function places(text, marks) {
  const form = symbols(text);
  const found = [];
  for (const mark of marks) {
    const own = [...mark];
    if (!own.length) continue;
    for (let n = 0; n + own.length <= form.symbols.length; n++) {
      if (!own.every((c, k) => form.symbols[n + k] === c)) continue;
      const range = [form.at[n][0], form.at[n + own.length - 1][1]];
      if (!found.some((f) => f[0] < range[1] && range[0] < f[1])) found.push(range);
    }
  }
  return found.sort((a, b) => a[0] - b[0]);
}
