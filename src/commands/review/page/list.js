// The list of documents, the most doubtful first.
import { data, element, show, words } from "./element.js";

export function showList() {
  document.title = `${words.review} · cewen`;
  const columns = [[words.document], [words.region, "optional"], [words.doubtful, "count"], [words.warnings, "count optional"], [words.progress, "count"]];
  const rows = data.documents.map((d) => element("tr", {},
    element("td", {}, element("a", { href: `/documents/${encodeURIComponent(d.id)}` }, d.title || d.id)),
    element("td", { className: "optional" }, d.region ?? ""),
    element("td", { className: "count" }, String(d.doubtful)),
    element("td", { className: "count optional" }, String(d.warnings)),
    element("td", { className: "count" }, `${d.reviewed}/${d.records} (${Math.floor((100 * d.reviewed) / d.records)} %)`)));
  show(element("header", {}, element("h1", {}, words.review)),
    element("main", { className: "documents" }, element("table", {},
      element("caption", { className: "unseen" }, words.documents),
      element("thead", {}, element("tr", {}, columns.map(([name, kind]) => element("th", { scope: "col", className: kind ?? "" }, name)))),
      element("tbody", { lang: "zh-CN" }, rows))));
  const links = [...document.querySelectorAll("tbody a")];
  links[0]?.focus();
  document.addEventListener("keydown", (event) => {
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || localStorage.keys === "off") return;
    const at = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
    event.preventDefault();
  });
}
