// Reads the exported index, file by file as needed: see src/search/shards/.
import { Missing, inflate, json } from "./files.js";
import { places } from "./packs.js";
import { Lexicon } from "./query.js";
import { variants } from "./symbols.js";

const TEXT = new TextDecoder();
const KINDS = ["measure", "figure", "paragraph", "document", "agency"];
const OF_DOCUMENT = { measure: 1, figure: 2, paragraph: 3 };
/** Fields that a document has: their values come with the start file. */
const WHOLE = ["city", "province", "level", "genre", "status"];

/** Files that are not in the folder that the start file names. */
const BESIDE = new Set(["start.bin", "suggest.bin"]);

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
      const content = read(new URL(BESIDE.has(name) ? name : `${this.folder}/${name}`, this.base).href);
      content.catch(() => this.files.delete(name));
      this.files.set(name, content);
    }
    return this.files.get(name);
  }

  /** What is at these bytes of a pack. */
  packed(folder, { pack, from, to }, read) {
    return this.once(`${folder}/${pack}.bin#${from}`, (url) => read(url.split("#")[0], { from, to }));
  }

  async start() {
    if (this.records) return;
    const start = await this.once("start.bin", json);
    Object.assign(this, { folder: start.folder, records: start.records, fields: start.fields, years: start.years });
    let before = "";
    this.words = Array.from(start.words.matchAll(/([A-Z])([^A-Z]*)/g), ([, same, rest]) => before = before.slice(0, same.charCodeAt(0) - 65) + rest);
    const groups = start.groups.split("\n").filter(Boolean).map((line) => line.split("|").map((words) => words.split(",").filter(Boolean)));
    this.stop = new Set(start.stop);
    this.questions = Object.entries(start.questions).map(([kind, words]) => [kind, new Set(words)]);
    this.values = start.values;
    this.widening = new Map();
    for (const [found, asked] of groups) {
      for (const word of [...found, ...asked]) {
        const others = this.widening.get(word) ?? [];
        for (const other of found) if (!other.includes(word) && !others.includes(other)) others.push(other);
        this.widening.set(word, others);
      }
    }
    const names = this.values.city.flatMap((v) => v.names ?? []);
    this.lexicon = new Lexicon([...this.words, ...groups.flat(2), ...start.stop, ...names].filter((w) => w && !w.includes(" ")));
    // Where the list of each bigram of a word is among those of others: see src/search/shards/postings.rs.
    this.order = new Map();
    for (const word of [...groups.flat(2), ...this.words]) {
      const symbols = [...word];
      for (let n = 1; n < symbols.length; n++) {
        const bigram = symbols[n - 1] + symbols[n];
        if (!this.order.has(bigram)) this.order.set(bigram, this.order.size);
      }
    }
    this.first = start.postings.first;
    this.unit = start.packs.unit;
    this.lists = places(start.postings.packs, start.packs);
    this.pieces = places(start.texts.packs, start.packs);
    this.lengths = lengths(start.lengths);
    let record = 0;
    this.texts = start.texts.record.map((distance, n) => [record += distance, start.texts.position[n]]);
    // For each document where its records begin: itself, measures, figures, paragraphs, the end.
    let at = 0;
    this.documents = start.documents.map(([measures, figures, paragraphs, ...values]) => {
      const begin = [at, at + 1, at + 1 + measures, at + 1 + measures + figures];
      at = begin[3] + paragraphs;
      return { begin, end: at, ...Object.fromEntries(WHOLE.map((field, n) => [field, values[n]])) };
    });
    this.kinds = new Uint8Array(this.records).fill(4);
    for (const { begin, end } of this.documents) {
      this.kinds[begin[0]] = 3;
      this.kinds.fill(0, begin[1], begin[2]).fill(1, begin[2], begin[3]).fill(2, begin[3], end);
    }
    // For each record that of its passage.
    this.passages = Int32Array.from({ length: this.records }, (_, n) => n);
    let [figure, after] = [0, 0];
    for (let n = 0; n < this.records; n++) if (this.kinds[n] === 1) this.passages[n] = n + (after += start.passages[figure++]);
    for (const n of start.titles) this.passages[n] = this.documents[this.document(n)].begin[0];
    this.found = new Map();
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
      if (this.knows(field)) return;
      const rows = await this.once(`f/${field}.bin`, json);
      const values = rows.map(([id, label, names]) => ({ id, label, names }));
      values.lists = new Map(rows.map(([id, , , distances]) => {
        let record = 0;
        return [id, Int32Array.from(distances ?? [], (distance) => record += distance)];
      }));
      this.values[field] = values;
    }));
  }

  /** Whether the values of a field and the records that have each are there. */
  knows(field) {
    return field === "kind" || WHOLE.includes(field) || Boolean(this.values[field]?.lists);
  }

  /** Words to suggest, and how characters sound. */
  suggested() {
    return this.once("suggest.bin", json);
  }

  /** Words that stand nowhere, by the topics that they speak of. */
  near() {
    return this.once("near.bin", json);
  }

  /** Places that no text is of. */
  places() {
    return this.once("places.bin", json);
  }

  /** Where the records of a value are that follow from their document: [from, to), …; null else. */
  ranges(field, value) {
    if (WHOLE.includes(field)) {
      const index = this.values[field].findIndex((v) => v.id === value);
      return this.documents.filter((d) => d[field] === index).map((d) => [d.begin[0], d.end]);
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
    return this.packed("p", this.lists[n], async (url, part) => {
      const bytes = new Reader(await inflate(url, part));
      const count = bytes.number();
      const keys = bytes.text(bytes.number()).split("\0");
      const sizes = Array.from({ length: count }, () => bytes.number());
      const lists = new Map();
      keys.forEach((key, k) => lists.set(key, bytes.slice(sizes[k])));
      return lists;
    });
  }

  /** Whether the list of a key comes after that of another. */
  isAfter(key, other) {
    const [p, q] = [key, other].map((k) => this.order.get(k) ?? this.order.size);
    return p === q ? compare(key, other) > 0 : p > q;
  }

  /** The postings of a bigram or character as the index has them; null where it has none. */
  async key(key) {
    const n = lastNotAfter(this.first.length, (k) => this.isAfter(this.first[k], key));
    const bytes = n < 0 ? null : (await this.file(n)).get(key);
    if (!bytes) return null;
    const { pack, to } = this.lists[n];
    const block = (first, length) => this.packed("p", { pack, from: to + first * this.unit, to: to + (first + length) * this.unit }, inflate);
    return new Postings(bytes, block);
  }

  /** The records that have a string of symbols: see {@link Found}. */
  find(string) {
    if (!this.found.has(string)) {
      const found = this.look(string);
      found.catch(() => this.found.delete(string));
      this.found.set(string, found);
    }
    return this.found.get(string);
  }

  async look(string) {
    const symbols = [...string];
    if (symbols.length <= 2) {
      const postings = await this.key(string);
      return postings ? whole(postings) : NOTHING;
    }
    const last = symbols.length - 2;
    const starts = [];
    for (let n = 0; n <= last; n += n + 2 > last && n < last ? 1 : 2) starts.push(n);
    const lists = await Promise.all(starts.map((n) => this.key(symbols.slice(n, n + 2).join(""))));
    return lists.some((list) => !list) ? NOTHING : phrase(lists, starts);
  }

  /** What is shown of a record, around a position of its text. */
  async shown(record, position) {
    const n = lastNotAfter(this.texts.length, (k) => this.texts[k][0] > record || (this.texts[k][0] === record && this.texts[k][1] > position));
    const file = await this.packed("t", this.pieces[n], json);
    // Records and documents of a file are counted from its first.
    const begin = this.texts[n][0];
    const row = file.r.filter((r) => r[0] === record - begin && r[1] <= position).at(-1);
    const [, start, id, title, anchor, first, last, body, more, seed, figures, bodies] = row;
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
    return { id: full, kind, title: title || documentTitle, city, document: documentTitle, url: address, source: { file: source, lines: [first, last] }, text: body, before: start > 0, more: more > 0, figures, bodies };
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
  text(length) { return TEXT.decode(this.slice(length)); }
}

/** The postings of a bigram: for each record how often its text and its title have it, and whether it is a word. */
class Postings {
  constructor(bytes, fetchBlock) {
    const reader = new Reader(bytes);
    const n = reader.number();
    this.records = new Int32Array(n);
    this.text = new Int32Array(n);
    this.title = new Int32Array(n);
    this.word = new Uint8Array(n);
    let record = 0;
    for (let k = 0; k < n; k++) {
      this.records[k] = record += reader.number();
      const packed = reader.number();
      this.text[k] = Math.floor(packed / 4);
      this.word[k] = packed & 1;
      if (packed & 2) this.title[k] = reader.number();
    }
    const blocks = n ? reader.number() : 0;
    this.fetchBlock = fetchBlock;
    this.places = new Map();
    if (blocks) {
      let at = reader.number();
      record = 0;
      this.begins = Array.from({ length: blocks }, () => record += reader.number());
      this.blocks = Array.from({ length: blocks }, () => {
        const length = reader.number();
        return [(at += length) - length, length];
      });
    } else this.read(reader, 0, n);
  }

  /** Reads the positions of these entries. */
  read(reader, from, to) {
    const some = (count) => {
      let position = 0;
      return Array.from({ length: count }, () => position += reader.number());
    };
    for (let k = from; k < to; k++) this.places.set(k, [some(this.text[k]), some(this.title[k])]);
  }

  /** Sees to it that the positions of these entries are there. */
  async load(entries) {
    const missing = new Set();
    for (const k of entries) if (!this.places.has(k)) missing.add(lastNotAfter(this.begins.length, (b) => this.begins[b] > this.records[k]));
    await Promise.all([...missing].map(async (block) => {
      const bytes = await this.fetchBlock(...this.blocks[block]);
      const entry = (record) => lastNotAfter(this.records.length, (k) => this.records[k] >= record) + 1;
      this.read(new Reader(bytes), entry(this.begins[block]), block + 1 < this.begins.length ? entry(this.begins[block + 1]) : this.records.length);
    }));
  }

  /** In how many texts, titles and as how many words it stands. */
  frequencies() {
    const count = (list) => list.reduce((sum, n) => sum + (n > 0), 0);
    return [count(this.text), count(this.title), count(this.word)];
  }
}

/**
 * The records that have a string: `records`, ascending; for each how often its `text` and its `title` have it
 * and whether it is a `word`; `frequencies` of each bigram of it; `place(k)`: where the k-th text has it.
 */
function whole(postings) {
  const place = async (k) => {
    if (!postings.text[k]) return undefined;
    await postings.load([k]);
    return postings.places.get(k)[0][0];
  };
  return { ...postings, frequencies: [postings.frequencies()], place };
}

const NOTHING = { records: [], text: [], title: [], word: [], frequencies: [], place: async () => undefined };

/** The records in which bigrams stand at these distances. */
async function phrase(lists, starts) {
  // For each record that all have its entry in each list, from the shortest list on.
  const shortest = lists.reduce((a, b) => (b.records.length < a.records.length ? b : a));
  const at = lists.map(() => 0);
  const candidates = [];
  for (const record of shortest.records) {
    const entries = lists.map((list, n) => {
      while (at[n] < list.records.length && list.records[at[n]] < record) at[n]++;
      return list.records[at[n]] === record ? at[n] : -1;
    });
    if (entries.includes(-1)) continue;
    const all = (field) => lists.every((list, n) => list[field][entries[n]]);
    if (all("text") || all("title")) candidates.push([record, entries]);
  }
  await Promise.all(lists.map((list, n) => list.load(candidates.map(([, entries]) => entries[n]))));
  const found = { records: [], text: [], title: [], word: [], frequencies: lists.map((list) => list.frequencies()) };
  const places = [];
  for (const [record, entries] of candidates) {
    const [text, title] = [0, 1].map((field) => lists.reduce((begins, list, n) => {
      const own = list.places.get(entries[n])[field].map((position) => position - starts[n]);
      if (!begins) return own;
      const there = new Set(own);
      return begins.filter((position) => there.has(position));
    }, null));
    if (!text.length && !title.length) continue;
    found.records.push(record);
    found.text.push(text.length);
    found.title.push(title.length);
    found.word.push(0);
    places.push(text[0]);
  }
  return { ...found, place: async (k) => places[k] };
}

/** The parts of BM25 that depend on lengths: of each text, and of any title and list of words. */
function lengths({ mean: [text, title, words], texts }) {
  const norm = (length, mean) => 1.2 * (0.25 + (0.75 * length) / mean);
  // As tantivy rounds lengths: three bits and an exponent.
  const length = (id) => {
    const n = id - 24;
    return n < 0 ? id : 24 + (n < 8 ? n : ((n & 7) | 8) << ((n >> 3) - 1));
  };
  const norms = Array.from({ length: 256 }, (_, id) => norm(length(id), text));
  return { texts: Float64Array.from([...texts], (c) => norms[c.codePointAt(0) - 35]), title: norm(1, title), word: norm(1, words) };
}
