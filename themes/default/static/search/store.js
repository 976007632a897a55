// Reads the exported index, file by file as needed: see src/search/export/.
import { Lexicon } from "./query.js";
import { variants } from "./symbols.js";

const BODY = 512;
const KINDS = ["measure", "figure", "paragraph", "document", "agency"];
const OF_DOCUMENT = { measure: 1, figure: 2, paragraph: 3 };

/** Where a file could not be fetched, or is not what the build wrote. */
export class Missing extends Error {}

/** The content of a file; its gzip checksum is compared by the browser. */
async function inflate(url) {
  let response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new Missing(url, { cause });
  }
  if (!response.ok) throw new Missing(url);
  try {
    const raw = response.body.pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(raw).arrayBuffer());
  } catch (cause) {
    throw new Missing(url, { cause });
  }
}

const text = new TextDecoder();
const json = async (url) => {
  const content = text.decode(await inflate(url));
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new Missing(url, { cause });
  }
};

/** By code points, as the index is sorted. */
function compare(a, b) {
  const [p, q] = [[...a], [...b]];
  for (let n = 0; n < p.length && n < q.length; n++) {
    const difference = p[n].codePointAt(0) - q[n].codePointAt(0);
    if (difference) return difference;
  }
  return p.length - q.length;
}

/** The last index whose item is not after what is looked for; −1 where all are. */
function lastNotAfter(length, after) {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (after(middle)) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

export class Store {
  constructor(base) {
    this.base = new URL(base);
    this.files = new Map();
  }

  /** A file's content once and for all; what failed may be tried again. */
  once(name, read) {
    if (!this.files.has(name)) {
      const content = read(new URL(name === "start.bin" ? name : `${this.folder}/${name}`, this.base).href);
      content.catch(() => this.files.delete(name));
      this.files.set(name, content);
    }
    return this.files.get(name);
  }

  async start() {
    if (this.records) return;
    const start = await this.once("start.bin", json);
    Object.assign(this, { folder: start.folder, records: start.records, fields: start.fields, years: start.years });
    this.words = start.words.split(" ");
    this.stop = new Set(start.stop);
    this.values = start.values;
    this.widening = new Map();
    for (const { found, asked } of start.groups) {
      for (const word of [...found, ...asked]) {
        const others = this.widening.get(word) ?? [];
        for (const other of found) if (!other.includes(word) && !others.includes(other)) others.push(other);
        this.widening.set(word, others);
      }
    }
    const groups = start.groups.flatMap((g) => [...g.found, ...g.asked]);
    const names = this.values.city.flatMap((v) => v.names ?? []);
    this.lexicon = new Lexicon([...this.words, ...groups, ...start.stop, ...names].filter((w) => w && !w.includes(" ")));
    this.without = new Set(start.pairs.without);
    this.first = start.pairs.first;
    let record = 0;
    this.texts = start.texts.record.map((distance, n) => [record += distance, start.texts.position[n]]);
    // For each document where its records begin: itself, measures, figures, paragraphs, the end.
    let at = 0;
    this.documents = start.documents.map(([measures, figures, paragraphs, city]) => {
      const begin = [at, at + 1, at + 1 + measures, at + 1 + measures + figures];
      at = begin[3] + paragraphs;
      return { begin, end: at, city };
    });
    this.kinds = new Uint8Array(this.records).fill(4);
    for (const { begin, end } of this.documents) {
      this.kinds[begin[0]] = 3;
      this.kinds.fill(0, begin[1], begin[2]).fill(1, begin[2], begin[3]).fill(2, begin[3], end);
    }
    this.lists = new Map();
  }

  document(record) {
    const n = lastNotAfter(this.documents.length, (k) => this.documents[k].begin[0] > record);
    return n >= 0 && record < this.documents[n].end ? n : -1;
  }

  kind(record) {
    return KINDS[this.kinds[record]];
  }

  /** Reads traditional characters; whether there is anything new. */
  async readVariants() {
    if (variants.size) return false;
    const list = [...(await this.once("variants.bin", json))];
    for (let n = 0; n < list.length; n += 2) variants.set(list[n], list[n + 1]);
    return true;
  }

  /** Reads the values of fields and the records that have each. */
  async readValues(fields) {
    await Promise.all(fields.map(async (field) => {
      if (this.values[field]?.lists || field === "city" || field === "kind") return;
      const rows = await this.once(`f/${field}.bin`, json);
      const values = rows.map(([id, label, names]) => ({ id, label, names }));
      values.lists = new Map(rows.map(([id, , , distances]) => {
        let record = 0;
        return [id, Int32Array.from(distances ?? [], (distance) => record += distance)];
      }));
      this.values[field] = values;
    }));
  }

  /** Words to suggest and how characters sound. */
  suggested() {
    return this.once("suggest.bin", json);
  }

  /** Where the records of a value are that follow from their document: [from, to), …; null else. */
  ranges(field, value) {
    if (field === "city") {
      const index = this.values.city.findIndex((c) => c.id === value);
      return this.documents.filter((d) => d.city === index).map((d) => [d.begin[0], d.end]);
    }
    if (field === "document") {
      const d = this.documents[this.values.document.findIndex((v) => v.id === value)];
      return d ? [[d.begin[0], d.end]] : [];
    }
    if (field !== "kind") return null;
    if (value === "agency") return [[this.documents.at(-1)?.end ?? 0, this.records]];
    if (value === "document") return this.documents.map((d) => [d.begin[0], d.begin[1]]);
    const part = OF_DOCUMENT[value];
    return part ? this.documents.map((d) => [d.begin[part], d.begin[part + 1] ?? d.end]) : [];
  }

  /** The records that have a value, ascending; its field has to be read. */
  with(field, value) {
    const ranges = this.ranges(field, value);
    if (!ranges) return this.values[field].lists.get(value) ?? [];
    const found = [];
    for (const [from, to] of ranges) for (let n = from; n < to; n++) found.push(n);
    return found;
  }

  /** Records ready to be counted: for each number whether it is one, and how many are before it. */
  marked(records) {
    const is = new Uint8Array(this.records);
    for (const record of records) is[record] = 1;
    const before = new Int32Array(this.records + 1);
    for (let n = 0; n < this.records; n++) before[n + 1] = before[n] + is[n];
    return { is, before };
  }

  /** How many of the marked records have a value. */
  count(field, value, { is, before }) {
    const ranges = this.ranges(field, value);
    if (ranges) return ranges.reduce((sum, [from, to]) => sum + before[to] - before[from], 0);
    let sum = 0;
    for (const record of this.values[field].lists.get(value) ?? []) sum += is[record];
    return sum;
  }

  async file(n) {
    return this.once(`p/${n}.bin`, async (url) => {
      const bytes = new Reader(await inflate(url));
      const count = bytes.number();
      const keys = bytes.text(bytes.number()).split("\0");
      const sizes = Array.from({ length: count }, () => bytes.number());
      const lists = new Map();
      keys.forEach((key, k) => lists.set(key, bytes.slice(sizes[k])));
      return lists;
    });
  }

  fileOf(key) {
    return lastNotAfter(this.first.length, (n) => compare(this.first[n], key) > 0);
  }

  /** The postings of a key as the index has them; null where it has none. */
  async key(key) {
    const n = this.fileOf(key);
    const bytes = n < 0 ? null : (await this.file(n)).get(key);
    return bytes ? decode(bytes) : null;
  }

  /** The records that have a string of symbols: {record, times, title, word, length, at}. */
  find(string) {
    if (!this.lists.has(string)) {
      const found = this.look(string);
      found.catch(() => this.lists.delete(string));
      this.lists.set(string, found);
    }
    return this.lists.get(string);
  }

  async look(string) {
    const symbols = [...string];
    if (symbols.length <= 2 || this.without.has(string)) {
      if (symbols.length === 1 && !this.without.has(string)) return this.character(string);
      const found = await this.key(string);
      if (found && symbols.length > 2) for (const p of found) p.word = 0;
      return found ?? [];
    }
    const windows = new Map();
    const last = symbols.length - 2;
    for (let n = 0; n <= last; n += n + 2 > last && n < last ? 1 : 2) {
      let [from, to] = [n, n + 2];
      const window = () => symbols.slice(from, to).join("");
      while (this.without.has(window())) {
        if (to < symbols.length) to++;
        else from--;
      }
      windows.set(window(), from);
    }
    const lists = await Promise.all([...windows.keys()].map((w) => this.key(w)));
    if (lists.some((list) => !list)) return [];
    const starts = [...windows.values()];
    const order = lists.map((_, n) => n).sort((a, b) => lists[a].length - lists[b].length);
    let found = lists[order[0]].map((p) => ({ ...p, at: p.at.map((n) => n - starts[order[0]]) }));
    for (const n of order.slice(1)) {
      const other = new Map(lists[n].map((p) => [p.record, new Set(p.at)]));
      found = found.filter((p) => {
        const at = other.get(p.record);
        p.at = at ? p.at.filter((start) => at.has(start + starts[n])) : [];
        return p.at.length;
      });
    }
    for (const p of found) Object.assign(p, { times: p.at.length, title: p.at[0] < BODY ? 1 : 0, word: 0 });
    return found;
  }

  async character(c) {
    const files = [];
    for (let n = Math.max(0, this.fileOf(c)); n < this.first.length && (n <= this.fileOf(c) || this.first[n].startsWith(c)); n++) files.push(this.file(n));
    const all = new Map();
    for (const lists of await Promise.all(files)) {
      for (const [key, bytes] of lists) {
        if (!key.startsWith(c) || [...key].length !== 2) continue;
        for (const p of decode(bytes)) {
          const one = all.get(p.record);
          if (!one) all.set(p.record, { ...p, word: 0 });
          else Object.assign(one, { times: one.times + p.times, title: one.title | p.title, at: one.at.concat(p.at) });
        }
      }
    }
    for (const p of all.values()) p.at.sort((a, b) => a - b);
    return [...all.values()].sort((a, b) => a.record - b.record);
  }

  /** What is shown of a record, around a position of its text. */
  async shown(record, position) {
    const n = lastNotAfter(this.texts.length, (k) => this.texts[k][0] > record || (this.texts[k][0] === record && this.texts[k][1] > position));
    const file = await this.once(`t/${n}.bin`, json);
    // Records and documents of a file are counted from its first.
    const begin = this.texts[n][0];
    const row = file.r.filter((r) => r[0] === record - begin && r[1] <= position).at(-1);
    const [, start, id, title, anchor, first, last, body, more, seed, figures] = row;
    const [document, documentTitle, city, source] = file.d[this.document(record) - this.document(begin)] ?? ["", "", null, seed];
    const whole = (short) => short.replace(/^~/, document);
    const kind = this.kind(record);
    const full = whole(id);
    const passage = `documents/${document}/#${anchor || `L${first}`}`;
    const address = {
      measure: `measures/${full}/`,
      figure: passage,
      paragraph: passage,
      document: `documents/${full}/`,
      agency: `${full}/`,
    }[kind];
    return { id: full, kind, title: title || documentTitle, city, document: documentTitle, url: address, source: { file: source, lines: [first, last] }, text: body, before: start > 0, more: more > 0, figures };
  }
}

class Reader {
  constructor(bytes) { this.bytes = bytes; this.at = 0; }
  number() {
    let [n, factor] = [0, 1];
    for (;;) {
      if (this.at >= this.bytes.length || factor > Number.MAX_SAFE_INTEGER) throw new Missing("postings");
      const byte = this.bytes[this.at++];
      n += (byte & 127) * factor;
      if (byte < 128) return n;
      factor *= 128;
    }
  }
  slice(length) { return this.bytes.subarray(this.at, this.at += length); }
  text(length) { return text.decode(this.slice(length)); }
}

function decode(bytes) {
  const reader = new Reader(bytes);
  const without = reader.number();
  const found = [];
  let record = 0;
  while (reader.at < bytes.length) {
    record += reader.number();
    const packed = reader.number();
    if (without) {
      found.push({ record, times: Math.floor(packed / 16), length: (packed >> 2) & 3, title: (packed >> 1) & 1, word: packed & 1, at: [] });
      continue;
    }
    const times = Math.floor(packed / 8);
    const coded = reader.number();
    let position = coded & 1 ? (coded - 1) / 2 : coded / 2 + BODY;
    const at = [position];
    for (let n = 1; n < times; n++) at.push(position += reader.number());
    found.push({ record, times, length: (packed >> 1) & 3, title: at[0] < BODY ? 1 : 0, word: packed & 1, at });
  }
  return found;
}

export { BODY };
