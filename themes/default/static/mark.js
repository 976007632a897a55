// Marks the words of a search on the page that a hit leads to, and goes to the first of them.
const words = new URLSearchParams(location.search).get("hl");
if (words) {
  const { places } = await import("./search/symbols.js");
  const marks = words.split(",").filter(Boolean);
  const main = document.querySelector("main");
  for (const block of main.querySelectorAll("h1, h2, h3, h4, h5, h6, p, li, dd, td, th, caption, blockquote")) {
    if (block.querySelector("p, li, td")) continue;
    const nodes = [];
    const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let at = 0; walk.nextNode(); at += walk.currentNode.length) nodes.push([walk.currentNode, at]);
    // From the last to the first, so that places before stay where they are.
    for (const [from, to] of places(block.textContent, marks).reverse()) {
      for (const [node, at] of nodes) {
        const [start, end] = [Math.max(from - at, 0), Math.min(to - at, node.length)];
        if (start >= end) continue;
        const range = document.createRange();
        range.setStart(node, start);
        range.setEnd(node, end);
        range.surroundContents(document.createElement("mark"));
      }
    }
  }
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const near = target && (target.querySelector("mark") ?? [...main.querySelectorAll("mark")].find((m) => target.compareDocumentPosition(m) & Node.DOCUMENT_POSITION_FOLLOWING));
  (near || main.querySelector("mark"))?.scrollIntoView({ block: "center" });
}
