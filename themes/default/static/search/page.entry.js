// The search page: reads the address, asks, shows. Words come from the page, the index from store.js.
import { reach } from "../find.js";
import { display } from "../display.js";
import { combobox, whenTyped } from "./combobox.js";
import { $, element, say } from "./dom.js";
import { FIELDS, Facets } from "./facets.js";
import { Missing } from "./files.js";
import { spelled } from "./help.js";
import { parse, plan } from "./query.js";
import { rank } from "./rank.js";
import { row } from "./rows.js";
import { Store } from "./store.js";
import { messages } from "./messages.js";

display();

const ROOT = new URL("../../", import.meta.url);
const PAGE = 10;
const WIDE = matchMedia("(min-width: 46rem)").matches;
const [form, input, status, notes, results, more, sort, start] = ["search", "q", "status", "notes", "results", "more", "sort", "start"].map($);

const store = new Store(new URL("search/", ROOT));
/** What the address says: words, ticked values by field, order, no widening; and how many to show. */
let state = read();
let asking = 0;
const facets = new Facets($("facets"), $("chips"), WIDE, {
  ticked: () => state.ticked,
  tick: (field, id, on) => {
    const others = state.ticked[field].filter((value) => value !== id);
    change({ ticked: { ...state.ticked, [field]: on ? [...others, id] : others } });
  },
  failed: tell,
});

function read() {
  const given = new URLSearchParams(location.search);
  const ticked = Object.fromEntries(FIELDS.map((field) => [field, given.getAll(field)]));
  const limit = history.state?.limit ?? PAGE;
  return { q: given.get("q") ?? "", ticked, year: given.get("sort") === "year", exact: given.has("exact"), limit };
}

function address(given = {}) {
  const { q, ticked, year, exact } = { ...state, ...given };
  const query = new URLSearchParams();
  if (q) query.set("q", q);
  for (const field of FIELDS) for (const value of ticked[field]) query.append(field, value);
  if (year) query.set("sort", "year");
  if (exact) query.set("exact", "1");
  const text = query.toString();
  return text ? `?${text}` : location.pathname;
}

/** Keeps how many rows are shown and how far down, for whoever comes back. */
const keep = () => history.replaceState({ limit: state.limit, y: scrollY }, "");

/** Asks something else, as a new entry of the history. */
function change(given) {
  keep();
  Object.assign(state, given, { limit: PAGE });
  history.pushState(null, "", address());
  fill();
  ask();
}

const link = (text, given) => element("a", { href: address(given), onclick: (event) => {
  event.preventDefault();
  change(given);
} }, text);

/** Asks for what the state says; an answer that came too late is dropped. */
async function ask(y) {
  const own = ++asking;
  const filters = FIELDS.flatMap((field) => state.ticked[field].map((value) => ({ field, value, not: false })));
  const isAsked = state.q.trim() || filters.length;
  start.hidden = Boolean(isAsked);
  if (!isAsked) {
    for (const place of [status, notes, results]) place.replaceChildren();
    facets.clear();
    show({ hidden: true, rest: 0 });
    return;
  }
  results.setAttribute("aria-busy", "true");
  try {
    await store.start();
    let answer = await answerTo(state, filters);
    // Characters that stand nowhere may be traditional ones.
    const nowhere = !answer.ranked.records.length || answer.ranked.missing.length;
    if (nowhere && await store.readVariants()) answer = await answerTo(state, filters);
    await store.readValues([...facets.shown(), ...(state.year ? ["year"] : [])]);
    if (own !== asking) return;
    if (state.year) byYear(answer.ranked.records);
    const passages = passagesOf(answer.ranked.records);
    const shown = passages.slice(0, state.limit).map((passage) => row(passage, answer, store, ROOT));
    // What is said above the rows comes with them, so that they do not move down under the eyes of a reader.
    const [rows, lines] = await Promise.all([Promise.all(shown), messages(answer, state, store, ROOT, link)]);
    if (own !== asking) return;
    notes.replaceChildren(...lines);
    results.replaceChildren(...rows);
    const n = answer.ranked.records.length;
    const rest = passages.length - rows.length;
    status.textContent = say(!n ? "none" : rest ? "found_first" : n > passages.length ? "found_in" : "found", { n, passages: passages.length, shown: rows.length });
    show({ hidden: !n, rest });
    facets.show(answer.ranked, store);
    document.title = answer.plan.marks.length ? `${state.q} · ${say("title")}` : say("title");
    if (y) scrollTo(0, y);
  } catch (problem) {
    if (own !== asking) return;
    tell(problem);
  } finally {
    if (own === asking) results.removeAttribute("aria-busy");
  }
}

/** Shows or hides what only serves where there are results. */
function show({ hidden, rest }) {
  sort.closest("p").hidden = hidden;
  more.hidden = !rest;
}

/** Says that a part of the index cannot be used; a list that may be too short is not shown as if whole. */
function tell(problem) {
  if (!(problem instanceof Missing)) console.error(problem);
  const again = element("button", { type: "button", onclick: () => ask() }, say("again"));
  const text = say("missing", { file: problem.message.replace(ROOT.href, "") });
  notes.replaceChildren(element("p", { class: "problem" }, text, " ", again));
  status.textContent = text;
}

async function answerTo({ q, exact }, filters) {
  const query = parse(q, store.fields);
  const asked = [...query.filters, ...filters];
  store.spelled = exact ? new Map() : await spelled(query, store);
  await store.readValues([...new Set(asked.map((f) => f.field))]);
  const planned = plan(query, store, { exact, filters });
  const empty = !query.words.length && !query.phrases.length && asked.every((f) => f.not);
  const ranked = empty ? { records: [], without: () => [], count: () => 0, missing: [], complete: 0, place: () => 0 } : await rank(planned, store);
  return { query, plan: planned, ranked };
}

/** The latest first; those of a year stay in their order. */
function byYear(records) {
  const years = new Map();
  for (const { id } of store.values.year) for (const record of store.with("year", id)) years.set(record, Number(id));
  records.sort((a, b) => (years.get(b) ?? 0) - (years.get(a) ?? 0));
}

/** The records of each passage, the best first. */
function passagesOf(records) {
  const passages = new Map();
  for (const record of records) {
    const own = passages.get(store.passages[record]);
    if (own) own.push(record);
    else passages.set(store.passages[record], [record]);
  }
  return [...passages.values()];
}

const box = combobox(input, $("suggestions"), {
  read: () => store.suggested(),
  take: (q) => {
    stop();
    change({ q });
  },
  below: () => results.querySelector("h2 a")?.focus(),
});
const stop = whenTyped(input, () => {
  box.offer();
  if (input.value === state.q) return;
  Object.assign(state, { q: input.value, limit: PAGE });
  history.replaceState(null, "", address());
  ask();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  stop();
  box.close();
  change({ q: input.value });
});
sort.addEventListener("change", () => change({ year: sort.value === "year" }));
more.addEventListener("click", async () => {
  const seen = results.children.length;
  state.limit += PAGE;
  await ask();
  results.children[seen]?.querySelector("a").focus();
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

// Rows come after the page: only this script knows when to scroll.
history.scrollRestoration = "manual";
addEventListener("pagehide", keep);
addEventListener("popstate", (event) => {
  state = read();
  fill();
  ask(event.state?.y ?? 0);
});
$("filters").open = WIDE;
fill();
reach(input);
ask(history.state?.y);
// Whoever is about to type needs it as well.
store.start().catch(() => {});
