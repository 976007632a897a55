// Marks the quote of a search hit on the page that it opens, in the passage that the address names, and goes there.
import { plain, places } from "./search/symbols.js";

const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, dd, td, th, caption, blockquote";

/** Where the quote stands in a text; the quote of a table's row may leave out cells between its parts. */
function found(text, quote) {
  const whole = plain(quote) && places(text, [plain(quote)])[0];
  if (whole) return [whole];
  const ranges = [];
  for (const part of quote.split(/\s+/).map(plain).filter(Boolean)) {
    const after = ranges.at(-1)?.[1] ?? 0;
    const range = places(text.slice(after), [part])[0];
    if (!range) return [];
    ranges.push(range.map((at) => at + after));
  }
  return ranges;
}

function mark(element, ranges) {
  const nodes = [];
  const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let at = 0; walk.nextNode(); at += walk.currentNode.length) nodes.push([walk.currentNode, at]);
  // From the last to the first, so that places before stay where they are.
  for (const [from, to] of ranges.reverse()) {
    for (const [node, at] of nodes.toReversed()) {
      const [start, end] = [Math.max(from - at, 0), Math.min(to - at, node.length)];
      if (start >= end) continue;
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, end);
      range.surroundContents(document.createElement("mark"));
    }
  }
}

const quote = new URLSearchParams(location.search).get("mark");
const main = document.querySelector("main");
const passage = main.querySelector(":target");
const blocks = [...main.querySelectorAll(BLOCKS)].filter((block) => !block.querySelector("p, li, td"));
for (const element of passage ? [passage, ...blocks] : blocks) {
  const ranges = found(element.textContent, quote);
  if (!ranges.length) continue;
  mark(element, ranges);
  for (let box = element.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  element.querySelector("mark").scrollIntoView({ block: "center" });
  break;
}
