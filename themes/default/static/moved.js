// Data of measures and YAML of documents stand in the document's JSON: a page that says nothing is at such an
// address leads there, where the host does not.
const FORMER = /^(.*\/)(?:measures\/([^/]+)\/[^/]+\/index\.json|documents\/([^/]+)\/index\.yaml)$/;

export function moved() {
  const line = document.querySelector(".moved");
  const [, root, ofMeasure, ofDocument] = (line && location.pathname.match(FORMER)) ?? [];
  if (!root) return;
  line.querySelector("a").href = `${root}documents/${ofMeasure ?? ofDocument}/index.json`;
  line.hidden = false;
}
