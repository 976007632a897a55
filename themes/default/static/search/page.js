// The search page: reads the address, asks, shows. Words come from the page, the index from store.js.
import { nearest, parse, plan } from "./query.js";
import { rank } from "./rank.js";
import { Missing, Store } from "./store.js";
import { places } from "./symbols.js";

const ROOT = new URL("../../", import.meta.url);
const FIELDS = ["kind", "city", "topic", "agency", "year", "document"];
const PAGE = 10;
/** Fields whose values are shown without opening them, where there is room. */
const OPEN = ["kind", "city", "topic"];
const WIDE = matchMedia("(min-width: 46rem)").matches;
/** Values of a field that are shown at once. */
const FEW = 8;
/** Characters on each side of what was found that are marked at most on the page that a hit opens. */
const QUOTE = 80;

const $ = (id) => document.getElementById(id);
const [form, input, status, notes, facets, results, more, sort] = ["search", "q", "status", "notes", "facets", "results", "more", "sort"].map($);
const words = Object.fromEntries([...$("words").content.querySelectorAll("[data-key]")].map((e) => [e.dataset.key, e.textContent]));
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

// Suggesting is fetched when somebody types.
const suggestions = async (typed) => (await import("./suggest.js")).suggestions(typed, store);

const store = new Store(new URL("search/", ROOT));
/** What the address says: words, ticked values by field, order, no widening, how many to show. */
let state = read();
let asking = 0;
let last = null;

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

function read() {
  const given = new URLSearchParams(location.search);
  const ticked = Object.fromEntries(FIELDS.map((field) => [field, given.getAll(field)]));
  return { q: given.get("q") ?? "", ticked, year: given.get("sort") === "year", exact: given.has("exact"), limit: PAGE };
}

function address(change = {}) {
  const { q, ticked, year, exact } = { ...state, ...change };
  const query = new URLSearchParams();
  if (q) query.set("q", q);
  for (const field of FIELDS) for (const value of ticked[field]) query.append(field, value);
  if (year) query.set("sort", "year");
  if (exact) query.set("exact", "1");
  const text = query.toString();
  return text ? `?${text}` : location.pathname;
}

/** Asks for what the state says; an answer that came too late is dropped. */
async function ask(remember) {
  if (remember) history[remember](null, "", address());
  const own = ++asking;
  const filters = FIELDS.flatMap((field) => state.ticked[field].map((value) => ({ field, value, not: false })));
  if (!state.q.trim() && !filters.length) {
    last = null;
    for (const place of [status, notes, facets, results]) place.replaceChildren();
    more.hidden = true;
    return;
  }
  results.setAttribute("aria-busy", "true");
  try {
    await store.start();
    let answer = await answerTo(state, filters);
    // Characters that stand nowhere may be traditional ones.
    const nowhere = !answer.ranked.records.length || answer.ranked.missing.length;
    if (nowhere && await store.readVariants()) answer = await answerTo(state, filters);
    await store.readValues(shownFields());
    if (own !== asking) return;
    order(answer);
    const shown = await Promise.all(answer.ranked.records.slice(0, state.limit).map((record) => hit(record, answer)));
    if (own !== asking) return;
    last = answer;
    show(answer, shown);
  } catch (problem) {
    if (own !== asking) return;
    tell(problem);
  } finally {
    if (own === asking) results.removeAttribute("aria-busy");
  }
}

/** Says that a part of the index cannot be used; a list that may be too short is not shown as if whole. */
function tell(problem) {
  if (!(problem instanceof Missing)) console.error(problem);
  const again = element("button", { type: "button", onclick: () => ask() }, say("again"));
  const text = say("missing", { file: problem.message.replace(ROOT.href, "") });
  notes.replaceChildren(element("p", { class: "problem" }, text, " ", again));
  status.textContent = text;
}

/** Fields whose values are needed: those that are open, ticked or sorted by. */
function shownFields() {
  const boxes = [...facets.querySelectorAll("details")];
  const open = boxes.length ? boxes.filter((d) => d.open).map((d) => d.dataset.field) : WIDE ? OPEN : [];
  return FIELDS.filter((f) => open.includes(f) || state.ticked[f].length || (f === "year" && state.year));
}

async function answerTo({ q, exact }, filters) {
  const query = parse(q, store.fields);
  const asked = [...query.filters, ...filters];
  await store.readValues([...new Set(asked.map((f) => f.field))]);
  const planned = plan(query, store, { exact, filters });
  const empty = !query.words.length && !query.phrases.length && asked.every((f) => f.not);
  const ranked = empty ? { records: [], order() {}, missing: [], complete: 0, place: () => 0 } : await rank(planned, store);
  return { plan: planned, ranked };
}

function order({ ranked }) {
  if (!state.year) return void ranked.order(state.limit);
  ranked.order(ranked.records.length);
  const years = new Map();
  for (const { id } of store.values.year) for (const record of store.with("year", id)) years.set(record, Number(id));
  ranked.records.sort((a, b) => (years.get(b) ?? 0) - (years.get(a) ?? 0));
}

async function hit(record, { plan: { marks }, ranked }) {
  const shown = await store.shown(record, await ranked.place(record));
  const url = new URL(shown.url, ROOT);
  url.searchParams.set("mark", quote(shown, marks));
  const at = [say(shown.kind), shown.city, shown.kind === "document" || shown.kind === "paragraph" ? null : shown.document];
  const title = element("a", { href: url.href }, ...marked(shown.title, marks));
  // Of a figure: the year it holds for, and whether it is a target or a state.
  if (shown.kind === "figure" && shown.figures.length) title.append(` · ${shown.figures[0]}`);
  const item = element("li", { "data-id": shown.id },
    element("p", { class: "kicker" }, at.filter(Boolean).join(" · ")),
    element("h2", {}, title),
    element("p", { class: "snippet" }, ...snippet(shown, marks)));
  if (shown.kind === "measure" && shown.figures.length) item.append(element("p", { class: "meta" }, shown.figures.join("；")));
  return item;
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

function snippet({ text, before, more: goesOn }, marks) {
  const first = places(text, marks)[0]?.[0] ?? 0;
  const from = Math.max(0, first - 20);
  const to = Math.min(text.length, from + 90);
  return [from > 0 || before ? "…" : "", ...marked(text, marks, from, to), to < text.length || goesOn ? "…" : ""];
}

function show(answer, shown) {
  const { ranked: { records, complete }, plan: planned } = answer;
  results.replaceChildren(...shown);
  more.hidden = records.length <= shown.length;
  const key = !records.length ? "none" : shown.length < records.length ? "found_first" : "found";
  status.textContent = say(key, { n: records.length, shown: shown.length });
  showNotes(answer);
  showFacets(records);
  document.title = planned.marks.length ? `${state.q} · ${say("title")}` : say("title");
  if (complete < records.length) notes.prepend(element("p", {}, say(complete ? "partly" : "some", { n: complete })));
}

async function showNotes({ plan: planned, ranked }) {
  const list = [];
  const link = (text, change) => element("a", { href: address(change), onclick: (event) => go(event, change) }, text);
  for (const value of planned.unknown) list.push(element("p", {}, say("unknown", { value })));
  for (const word of ranked.missing) {
    const near = nearest(word, store);
    const line = element("p", {}, say("nowhere", { word }));
    near.forEach((other, n) => line.append(n ? "、" : say("near"), link(other, { q: state.q.includes(word) ? state.q.replace(word, other) : other })));
    list.push(line);
  }
  const wide = planned.units.filter((u) => u.ways.length > 1);
  if (wide.length && ranked.records.length) {
    const others = wide.map((u) => `${u.text}→${u.ways.slice(1).map((w) => w.strings.join("+")).join("、")}`).join("；");
    list.push(element("p", { class: "note" }, say("widened", { words: others }), link(say("exact"), { exact: true })));
  }
  if (state.exact) list.push(element("p", { class: "note" }, say("is_exact"), link(say("wide"), { exact: false })));
  notes.replaceChildren(...list);
  if (!ranked.records.length && /^[a-z' ]+$/i.test(state.q)) {
    const own = state.q;
    const found = await suggestions(own);
    if (own !== state.q || !found.length) return;
    const line = element("p", {}, say("mean"));
    found.forEach((word, n) => line.append(n ? "、" : "", link(word, { q: word })));
    notes.append(line);
  }
}

function go(event, change) {
  event.preventDefault();
  Object.assign(state, change, { limit: PAGE });
  input.value = state.q;
  ask("pushState");
}

function showFacets(records) {
  const found = store.marked(records);
  const open = new Set(shownFields());
  const focus = document.activeElement?.closest("#facets input")?.id;
  facets.replaceChildren(...FIELDS.map((field) => facet(field, found, open.has(field))).filter(Boolean));
  if (focus) $(focus)?.focus();
}

function facet(field, found, open) {
  const known = field === "city" || field === "kind" || store.values[field]?.lists;
  const box = element("details", { "data-field": field }, element("summary", {}, say(`by_${field}`)));
  if (!known) {
    box.addEventListener("toggle", async () => {
      if (!box.open) return;
      await store.readValues([field]).catch(tell);
      if (last) showFacets(last.ranked.records);
    });
    return box;
  }
  const counted = store.values[field].map((value) => {
    const n = store.count(field, value.id, found);
    return { ...value, n, ticked: state.ticked[field].includes(value.id) };
  }).filter((value) => value.n || value.ticked).sort((a, b) => b.n - a.n);
  if (!counted.length) return null;
  const tick = ({ id, label, n, ticked }) => {
    const own = `f-${field}-${id}`;
    const change = (event) => {
      state.ticked[field] = event.target.checked ? [...state.ticked[field], id] : state.ticked[field].filter((v) => v !== id);
      state.limit = PAGE;
      ask("pushState");
    };
    return element("li", {}, element("label", { for: own },
      element("input", { type: "checkbox", id: own, checked: ticked, onchange: change }),
      ` ${field === "kind" ? say(id) : label} `, element("span", { class: "n" }, String(n))));
  };
  const few = Math.max(FEW, counted.findLastIndex((v) => v.ticked) + 1);
  box.append(element("ul", { class: "plain" }, ...counted.slice(0, few).map(tick)));
  if (counted.length > few) {
    const rest = element("button", { type: "button", onclick: () => {
      box.querySelector("ul").append(...counted.slice(few).map(tick));
      rest.remove();
    } }, say("all_values", { n: counted.length }));
    box.append(rest);
  }
  box.open = open || counted.some((v) => v.ticked);
  return box;
}

// Typing: not while a syllable is still being composed, and not with every stroke.
let waiting;
let composing = false;
const typed = () => {
  clearTimeout(waiting);
  if (composing) return;
  waiting = setTimeout(() => {
    offer();
    if (input.value === state.q) return;
    Object.assign(state, { q: input.value, limit: PAGE });
    ask("replaceState");
  }, 150);
};
input.addEventListener("compositionstart", () => { composing = true; });
input.addEventListener("compositionend", () => { composing = false; typed(); });
input.addEventListener("input", typed);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  close();
  Object.assign(state, { q: input.value, limit: PAGE });
  ask("pushState");
});
sort.addEventListener("change", () => { state.year = sort.value === "year"; ask("pushState"); });
more.addEventListener("click", async () => {
  const seen = results.children.length;
  state.limit += PAGE;
  await ask();
  results.children[seen]?.querySelector("a").focus();
});
addEventListener("popstate", () => { state = read(); fill(); ask(); });

// Suggestions: a combobox with a list.
const list = $("suggestions");
let chosen = -1;
function close() {
  list.hidden = true;
  chosen = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}
async function offer() {
  const own = input.value;
  const found = own.trim() ? await store.start().then(() => suggestions(own)).catch(() => []) : [];
  if (own !== input.value || document.activeElement !== input) return;
  if (!found.length) return close();
  list.replaceChildren(...found.map((word, n) => element("li", { id: `s-${n}`, role: "option", "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); take(word); } }, word)));
  list.hidden = false;
  chosen = -1;
  input.setAttribute("aria-expanded", "true");
}
function take(word) {
  input.value = input.value.replace(/\S*$/, "") + word;
  close();
  Object.assign(state, { q: input.value, limit: PAGE });
  ask("pushState");
}
function choose(n) {
  chosen = n;
  [...list.children].forEach((item, k) => item.setAttribute("aria-selected", String(k === n)));
  if (n >= 0) input.setAttribute("aria-activedescendant", `s-${n}`);
  else input.removeAttribute("aria-activedescendant");
}
input.addEventListener("blur", close);
input.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    if (!list.hidden) choose(Math.max(-1, Math.min(list.children.length - 1, chosen + step)));
    else if (step > 0) results.querySelector("a")?.focus();
  }
  if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); take(list.children[chosen].textContent); }
});
results.addEventListener("keydown", (event) => {
  const links = [...results.querySelectorAll("h2 a")];
  const here = links.indexOf(document.activeElement);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: links.length - 1, Escape: -1 }[event.key];
  if (here < 0 || to === undefined || to >= links.length) return;
  event.preventDefault();
  (to < 0 ? input : links[to]).focus();
});

function fill() {
  input.value = state.q;
  sort.value = state.year ? "year" : "match";
}
$("filters").open = WIDE;
fill();
ask();
