// A row of the results: a passage, with the record of it that answers best.
import { element, say } from "./dom.js";
import { places } from "./symbols.js";

/** Characters on each side of what was found that are marked at most on the page that a hit opens. */
const QUOTE = 80;
/** Characters of a snippet, and before what was found in it. */
const SNIPPET = 90;
const BEFORE = 20;
const YEAR = /(?:19|20)\d\d\s*年|[〇零一二三四五六七八九]{4}年/u;

/** The row of a passage: `passage` are its records, the best first. */
export async function row(passage, { plan, ranked }, store, root) {
  const [record, ...others] = passage;
  const shown = await store.shown(record, await ranked.place(record));
  const at = [say(shown.kind), shown.city, shown.kind === "document" || shown.kind === "paragraph" ? null : shown.document];
  const title = element("a", { href: address(shown, plan.marks, root) }, ...marked(shown.title, plan.marks));
  // Of a figure: the year it holds for, and whether it is a target or a state.
  if (shown.kind === "figure" && shown.figures.length) title.append(` · ${shown.figures[0]}`);
  const item = element("li", { "data-id": shown.id },
    element("p", { class: "kicker" }, at.filter(Boolean).join(" · ")),
    element("h2", {}, title),
    element("p", { class: "snippet" }, ...snippet(shown, plan)));
  if (shown.kind === "measure" && shown.figures.length) item.append(element("p", { class: "meta" }, shown.figures.join("；")));
  if (plan.asks.includes("body") && shown.bodies?.length) item.append(element("p", { class: "meta bodies" }, say("bodies", { names: shown.bodies.join("、") })));
  if (others.length) item.append(same(others, { plan, ranked }, store, root));
  return item;
}

/** The other records of a passage, which are fetched when somebody asks for them. */
function same(others, { plan, ranked }, store, root) {
  const list = element("ul", { class: "plain" });
  const box = element("details", { class: "same" }, element("summary", {}, say("same", { n: others.length })), list);
  box.addEventListener("toggle", async () => {
    if (!box.open || list.children.length) return;
    const rows = others.map(async (record) => {
      const shown = await store.shown(record, await ranked.place(record));
      const tail = shown.kind === "figure" && shown.figures.length ? ` · ${shown.figures[0]}` : "";
      const words = shown.kind === "paragraph" ? shown.text.slice(0, SNIPPET) : shown.title + tail;
      return element("li", { "data-id": shown.id }, `${say(shown.kind)} `, element("a", { href: address(shown, plan.marks, root) }, ...marked(words, plan.marks)));
    });
    await Promise.all(rows).then((all) => list.replaceChildren(...all), () => { box.open = false; });
  });
  return box;
}

function address(shown, marks, root) {
  const url = new URL(shown.url, root);
  url.searchParams.set("mark", quote(shown, marks));
  return url.href;
}

/** What a hit says, as it stands on the page that it opens: the quote of a figure, else the sentence that was found, else the title. */
function quote({ kind, text, title }, marks) {
  if (kind === "figure") return text;
  const found = places(text, marks)[0]?.[0] ?? (kind === "paragraph" ? 0 : -1);
  if (found < 0) return title;
  const from = Math.max(found - QUOTE, ...[..."。！？；\n"].map((end) => text.lastIndexOf(end, found - 1) + 1), 0);
  const rest = text.slice(from, found + QUOTE);
  return rest.slice(0, found - from) + rest.slice(found - from).match(/^[^。！？；\n]*/)[0];
}

/** A text with its marks, as nodes. */
function marked(text, marks, from = 0, to = text.length) {
  const nodes = [];
  let done = from;
  for (const [start, end] of places(text, marks)) {
    if (start < from || end > to) continue;
    nodes.push(text.slice(done, start), element("mark", {}, text.slice(start, end)));
    done = end;
  }
  nodes.push(text.slice(done, to));
  return nodes;
}

/** The sentence with most of what was asked; where a year is asked for, one that says a year: see src/search/snippet.rs. */
function snippet({ text, before, more }, { marks, asks }) {
  const from = beginning(text, places(text, marks), asks.includes("year"));
  const to = Math.min(text.length, from + SNIPPET);
  return [from > 0 || before ? "…" : "", ...marked(text, marks, from, to), to < text.length || more ? "…" : ""];
}

function beginning(text, found, asksYear) {
  let [best, at, from] = [0, 0, 0];
  for (const sentence of text.split(/(?<=[。；！？;\n\r])/u)) {
    const to = from + sentence.length;
    const own = found.filter(([start]) => from <= start && start < to);
    const kinds = new Set(own.map(([start, end]) => text.slice(start, end)));
    const score = kinds.size + (asksYear && own.length && YEAR.test(sentence) ? 1 : 0);
    if (score > best) {
      const lead = sentence.length - sentence.trimStart().length;
      [best, at] = [score, sentence.length <= SNIPPET ? from + lead : Math.max(0, own[0][0] - BEFORE)];
    }
    from = to;
  }
  return at;
}
