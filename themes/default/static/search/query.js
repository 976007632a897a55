// Takes a query apart and plans its answer: see src/search/query.rs, lexicon.rs and rank.rs.
import { GAP, plain } from "./symbols.js";

const QUOTES = { '"': '"', "“": "”", "”": "“", "「": "」", "『": "』", "＂": "＂" };
const BLANK = /\s/u;

/** {words, phrases, without, filters: [{field, value, not}]}; fields: {id: [name]}. */
export function parse(text, fields) {
  const chars = [...text.normalize("NFC")];
  const query = { words: [], phrases: [], without: [], filters: [] };
  let at = 0;
  while (at < chars.length) {
    if (BLANK.test(chars[at])) { at++; continue; }
    const not = "-－−".includes(chars[at]) && at + 1 < chars.length && !BLANK.test(chars[at + 1]);
    if (not) at++;
    const field = fieldAt(chars, at, fields);
    if (field) {
      const [value, , end] = term(chars, field.after);
      at = end;
      if (value.trim()) query.filters.push({ field: field.id, value: value.trim(), not });
      continue;
    }
    const [word, quoted, end] = term(chars, at);
    at = end;
    const form = plain(word);
    const list = not ? query.without : quoted ? query.phrases : query.words;
    if (form && !list.includes(form)) list.push(form);
  }
  return query;
}

function fieldAt(chars, at, fields) {
  let colon = at;
  while (colon < chars.length && !":：".includes(chars[colon])) {
    if (BLANK.test(chars[colon])) return null;
    colon++;
  }
  if (colon + 1 >= chars.length || BLANK.test(chars[colon + 1])) return null;
  const name = plain(chars.slice(at, colon).join(""));
  const id = Object.keys(fields).find((f) => fields[f].some((n) => plain(n) === name));
  return id && { id, after: colon + 1 };
}

function term(chars, at) {
  const close = QUOTES[chars[at]];
  if (close) {
    let end = at + 1;
    while (end < chars.length && chars[end] !== close && !(close === "”" && chars[end] === '"')) end++;
    return [chars.slice(at + 1, end).join(""), true, Math.min(end + 1, chars.length)];
  }
  let end = at + 1;
  while (end < chars.length && !BLANK.test(chars[end]) && !QUOTES[chars[end]]) end++;
  return [chars.slice(at, end).join(""), false, end];
}

const WORD = 2000;
const STRAY = 3000;
const size = (text) => [...text].length;

/** Cuts queries with the words of the guide. */
export class Lexicon {
  constructor(words) {
    this.words = new Set(words);
    this.longest = 0;
    for (const word of this.words) this.longest = Math.max(this.longest, word.length);
  }

  cut(run, except) {
    const parts = atoms(run);
    const known = (word, n) => word !== except && (this.words.has(word) || (n === 1 && word.length > 1 && size(word) > 1));
    const best = [[0, 0]];
    for (let end = 1; end <= parts.length; end++) {
      let least = [best[end - 1][0] + STRAY - 1, end - 1];
      for (let start = Math.max(0, end - this.longest); start < end; start++) {
        const word = parts.slice(start, end).join("");
        if (!known(word, end - start)) continue;
        const cost = best[start][0] + WORD - size(word) ** 2;
        if (cost < least[0]) least = [cost, start];
      }
      best.push(least);
    }
    const cuts = [];
    for (let end = parts.length; end > 0;) {
      const start = best[end][1];
      const text = parts.slice(start, end).join("");
      const isKnown = known(text, end - start);
      const after = cuts.at(-1);
      if (after && !isKnown && !after.known) after.text = text + after.text;
      else cuts.push({ text, known: isKnown });
      end = start;
    }
    return cuts.reverse();
  }

  parts(word) {
    if (size(word) < 4 || /^[\x00-\x7f]*$/.test(word)) return null;
    const parts = this.cut(word, word);
    return parts.length > 1 && parts.every((p) => p.known && size(p.text) > 1) ? parts.map((p) => p.text) : null;
  }
}

const NUMERAL = /^(?:[〇零一二三四五六七八九]{4}年|百分之[〇零一二三四五六七八九十百点]+)/u;

function atoms(run) {
  const list = [];
  for (let rest = run; rest;) {
    const [numeral] = NUMERAL.exec(rest) ?? [];
    const c = numeral ?? String.fromCodePoint(rest.codePointAt(0));
    rest = rest.slice(c.length);
    if (numeral) { list.push(c); continue; }
    const last = list.at(-1) ?? "";
    const joins = /^[a-z0-9.]+$/i.test(last)
      && (/[a-z0-9.]/i.test(c) || (/^[0-9.]+$/.test(last) && "年%‰".includes(c)));
    if (joins) list[list.length - 1] += c;
    else list.push(c);
  }
  return list;
}

/** Years and shares in digits and in characters, each with the other: see src/search/numerals.rs. */
const NUMERALS = new Map();
const inCharacters = (n) => String(n).replace(/./g, (d) => "〇一二三四五六七八九"[d]);
const pair = (one, other) => NUMERALS.set(one, other).set(other, one);
for (let n = 1900; n < 2100; n++) pair(`${n}年`, `${inCharacters(n)}年`);
for (let n = 0; n <= 100; n++) {
  const [tens, ones] = [Math.floor(n / 10), n % 10];
  pair(`${n}%`, `百分之${n > 99 ? "百" : (tens > 1 ? inCharacters(tens) : "") + (tens ? "十" : "") + (ones || !tens ? inCharacters(ones) : "")}`);
}

/** Everything that a query asks of the index. guide: what store.js read. */
export function plan(query, guide, { exact = false, filters = [] } = {}) {
  const made = { units: [], whole: [], asks: [], phrases: query.phrases, without: query.without, filters: {}, not: {}, unknown: [] };
  const spare = [];
  for (const piece of joined(query.words, guide)) {
    const [before, spared] = [made.units.length, spare.length];
    for (const run of piece.split(GAP).filter(Boolean)) {
      for (const { text } of guide.lexicon.cut(run)) {
        if (made.units.some((u) => u.text === text)) continue;
        for (const [kind, words] of guide.questions) if (words.has(text) && !made.asks.includes(kind)) made.asks.push(kind);
        (guide.stop.has(text) ? spare : made.units).push(unit(text, guide, exact));
      }
    }
    if (made.units.length > before + 1 && spare.length === spared) made.whole.push(piece);
  }
  if (!made.units.length) made.units = spare;
  if (query.words.length > 1 && made.units.length > 1) {
    const together = query.words.join("");
    if (!made.whole.includes(together)) made.whole.push(together);
  }
  for (const filter of [...query.filters, ...filters]) {
    const values = valuesOf(filter, guide);
    if (!values.length) made.unknown.push(filter.value);
    const list = filter.not ? made.not : made.filters;
    (list[filter.field] ??= []).push(...values);
  }
  const strings = [...made.units.flatMap((u) => u.ways.flatMap((w) => w.strings)), ...made.phrases, ...made.whole];
  made.marks = [...new Set(strings)].sort((a, b) => size(b) - size(a) || (a < b ? -1 : 1));
  return made;
}

/** Two words that are one with a blank in it as that: PM 2.5. */
function joined(words, guide) {
  const all = [];
  for (const word of words) {
    const last = all.at(-1);
    if (last && /^[\x00-\x7f]+$/.test(last) && guide.widening.has(last + word)) all[all.length - 1] += word;
    else all.push(word);
  }
  return all;
}

function unit(text, guide, exact) {
  const ways = [{ strings: [text], weight: 1 }];
  if (exact) return { text, ways, facet: null };
  const numeral = NUMERALS.get(text.replaceAll("零", "〇"));
  for (const other of [...(guide.widening.get(text) ?? []), ...(numeral ? [numeral] : []), ...(guide.spelled?.get(text) ?? [])]) ways.push({ strings: [other], weight: 0.7 });
  const strings = guide.lexicon.parts(text);
  if (strings) ways.push({ strings, weight: 0.6 });
  const years = [text, numeral ?? ""].map((word) => word.replace(/年$/, ""));
  const year = years.find((word) => /^[0-9]{4}$/.test(word) && guide.years.includes(word));
  let facet = year ? ["year", year] : null;
  const city = guide.values.city.find((v) => v.id === text || v.names?.includes(text));
  if (!facet && city) facet = ["city", city.id];
  return { text, ways, facet };
}

/** The ids of the values that a filter means. The guide has to have the values of its field. */
function valuesOf({ field, value }, guide) {
  const values = guide.values[field] ?? [];
  const range = field === "year" && /^\s*(\d+)\s*[-—–~]\s*(\d+)\s*$/.exec(value);
  if (range) return values.map((v) => v.id).filter((y) => +range[1] <= +y && +y <= +range[2]);
  const written = field === "year" ? value.replace(/年+$/, "") : value;
  const form = plain(written);
  const same = values.filter((v) => v.id === written || plain(v.label) === form || v.names?.includes(form));
  const found = same.length || !form ? same : values.filter((v) => plain(v.label).includes(form));
  return found.map((v) => v.id);
}
