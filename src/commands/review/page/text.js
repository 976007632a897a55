// The text of the document by lines, with the lines and the quote of the current record marked.
import { data, element, words } from "./element.js";

/** How many lines before and after its number a quote may begin and end. */
const AROUND = 12;

/** What counts when words are looked for: white space does not. */
const isBlank = (c) => /\s/u.test(c);

export class TextPane {
  constructor(lines, warnings) {
    this.lines = lines;
    this.rows = lines.map((line, n) => {
      const told = warnings.filter((w) => w.lines[0] <= n + 1 && n + 1 <= w.lines[1]);
      const warned = told.length ? element("span", { className: "unseen" }, `${words.warnings}: ${told.map((w) => w.message).join("; ")}`) : null;
      return element("li", { className: told.length ? "warned" : "", title: told.map((w) => w.message).join("\n"), "data-line": n + 1 },
        element("span", { className: "number" }, String(n + 1)), element("span", { className: "words" }, line), warned);
    });
    this.list = element("ol", { className: "text", lang: "zh-CN" }, this.rows);
    this.marked = [];
    this.selected = null;
    document.addEventListener("selectionchange", () => this.remember());
  }

  /** Marks lines and, in them, the words of a quote; brings them into view. */
  mark([first, last], quote) {
    for (const row of this.rows.filter((row) => row.querySelector("mark"))) row.querySelector(".words").textContent = this.lines[row.dataset.line - 1];
    for (const row of this.marked) row.classList.remove("current");
    this.marked = this.rows.slice(first - 1, last);
    for (const row of this.marked) row.classList.add("current");
    for (const [line, from, to] of this.find(first, last, quote)) {
      const text = this.lines[line - 1];
      this.rows[line - 1].querySelector(".words").replaceChildren(text.slice(0, from), element("mark", {}, text.slice(from, to)), text.slice(to));
    }
    this.selected = null;
    const target = this.marked.find((row) => row.querySelector("mark")) ?? this.marked[0];
    target?.scrollIntoView({ block: this.marked.length > 12 && target === this.marked[0] ? "start" : "center" });
  }

  /**
   * Where a quote stands: line, first and last character, for each line that it runs over. The lines are
   * those of the number in it, so it may begin before and end after them.
   */
  find(first, last, quote) {
    const wanted = [...(quote ?? "")].filter((c) => !isBlank(c)).join("");
    if (!wanted) return [];
    let text = "";
    const places = [];
    for (let line = Math.max(1, first - AROUND); line <= Math.min(last + AROUND, this.lines.length); line++) {
      for (let at = 0; at < this.lines[line - 1].length; at++) {
        const c = this.lines[line - 1][at];
        if (isBlank(c)) continue;
        text += c;
        places.push([line, at]);
      }
    }
    const starts = [];
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) starts.push(at);
    const touches = (at) => places[at][0] <= last && first <= places[at + wanted.length - 1][0];
    const start = starts.find(touches);
    if (start === undefined) return [];
    const found = new Map();
    for (const [line, at] of places.slice(start, start + wanted.length)) {
      const [from] = found.get(line) ?? [at];
      found.set(line, [from, at + 1]);
    }
    return [...found].map(([line, [from, to]]) => [line, from, to]);
  }

  /** Keeps the words that were selected last in the text, with their lines. */
  remember() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const row = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".text li");
    const range = selection.getRangeAt(0);
    const [from, to] = [row(range.startContainer), row(range.endContainer)];
    if (!from || !to) return;
    const parts = [];
    for (let n = Number(from.dataset.line); n <= Number(to.dataset.line); n++) {
      const own = document.createRange();
      own.selectNodeContents(this.rows[n - 1].querySelector(".words"));
      if (own.comparePoint(range.startContainer, range.startOffset) === 0) own.setStart(range.startContainer, range.startOffset);
      if (own.comparePoint(range.endContainer, range.endOffset) === 0) own.setEnd(range.endContainer, range.endOffset);
      parts.push(own.toString().trim());
    }
    this.selected = { text: parts.join(""), lines: [Number(from.dataset.line), Number(to.dataset.line)] };
  }
}
