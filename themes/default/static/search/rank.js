// Which records answer a plan, and in what order: the steps and numbers of src/search/run.rs and terms.rs.
const IN_TITLE = 1.5;
const TWO = 0.8;
const MORE = 0.6;
const AS_WORD = 0.5;
const AS_STRING = 1.05;
const LENGTH = 0.85;
const WHOLE = 0.5;
const OF_FACET = 1.5;
const ENOUGH = 0.4999;
const ANSWER = 1.4;
const NO_ANSWER = 0.5;
const NAME = 0.3;
const FEW = 10;
const PRIOR = { measure: 1.0, figure: 1.0, paragraph: 0.8, document: 1.0, agency: 1.1 };

const rarity = (found, all) => Math.log(1 + (all - found + 0.5) / (found + 0.5));

/** What each record counts that has a string, in the order of its records. */
function weights(string, found, { records, lengths }) {
  const size = [...string].length;
  // Of a string the mean of its bigrams.
  const mean = (field) => found.frequencies.reduce((sum, f) => sum + rarity(f[field], records), 0) / found.frequencies.length;
  const [text, title, word] = [mean(0), mean(1), mean(2)];
  const bm25 = (rare, times, norm) => (times ? (rare * 2.2 * times) / (times + norm) : 0);
  // BM25 of tantivy takes the sum.
  const share = size === 2 ? TWO : MORE * found.frequencies.length ** (1 - LENGTH);
  const as = size > 2 ? AS_STRING * text : bm25(word, 1, lengths.word) * (size === 2 ? AS_WORD : 1);
  return Float64Array.from(found.records, (record, k) => {
    const stands = bm25(text, found.text[k], lengths.texts[record]) + IN_TITLE * bm25(title, found.title[k], lengths.title);
    return stands * share + (size > 2 || found.word[k] ? as : 0);
  });
}

/**
 * {records: numbers of all that answer, the best first; missing: words that stand nowhere; complete: how many have
 * all words; without(field): the records without its filter; count(units, field): how many have these words, without
 * the filter of a field; place(record)}.
 */
export async function rank(plan, store) {
  const all = store.records;
  const strings = [...plan.without, ...plan.phrases, ...plan.whole, ...plan.units.flatMap((u) => u.ways.flatMap((w) => w.strings))];
  const fields = [...Object.keys(plan.filters), ...Object.keys(plan.not), ...plan.units.filter((u) => u.facet).map((u) => u.facet[0]), ...(plan.asks.length ? ["answers"] : [])];
  const [lists] = await Promise.all([
    Promise.all(strings.map(async (s) => [s, await store.find(s)])).then((found) => new Map(found)),
    store.readValues(fields),
  ]);
  // Where the weightiest string of each record stands in its text, for the snippet.
  const placed = new Map();
  /** Calls use(record, weight) for each record that has a string. */
  const each = (string, factor, use) => {
    const found = lists.get(string);
    weights(string, found, store).forEach((w, k) => use(found.records[k], w * factor));
    placed.set(string, Math.max(placed.get(string) ?? 0, rarity(found.records.length, all) * factor));
  };

  // How many filters a record fails, and the last of these.
  const fails = new Uint8Array(all);
  const failed = new Uint8Array(all);
  const filtered = Object.keys(plan.filters);
  filtered.forEach((field, f) => {
    const has = new Uint8Array(all);
    for (const value of plan.filters[field]) for (const record of store.with(field, value)) has[record] = 1;
    for (let n = 0; n < all; n++) if (!has[n]) { fails[n]++; failed[n] = f; }
  });
  const allowed = new Uint8Array(all).fill(1);
  for (const [field, values] of Object.entries(plan.not)) {
    for (const value of values) for (const record of store.with(field, value)) allowed[record] = 0;
  }
  for (const string of plan.without) for (const record of lists.get(string).records) allowed[record] = 0;

  const scores = new Float64Array(all);
  for (const phrase of plan.phrases) {
    const has = new Uint8Array(all);
    each(phrase, 1, (record, w) => { has[record] = 1; scores[record] += w; });
    for (let n = 0; n < all; n++) allowed[n] &= has[n];
  }

  // How many words each record has, the weight of these, and whether it lacks a city that was named.
  const words = new Uint8Array(all);
  const mass = new Float64Array(all);
  const cities = new Uint8Array(all);
  const best = new Float64Array(all);
  // Whether it has a word that is no city and no year.
  const said = new Uint8Array(all);
  const holding = [];
  const missing = [];
  let [total, named] = [0, 0];
  for (const unit of plan.units) {
    const touched = [];
    const better = (record, w) => {
      if (!best[record]) touched.push(record);
      if (w > best[record]) best[record] = w;
    };
    for (const way of unit.ways) {
      const length = way.strings.reduce((n, s) => n + [...s].length, 0);
      if (way.strings.length === 1) { each(way.strings[0], way.weight, better); continue; }
      const sums = new Map();
      for (const string of way.strings) {
        each(string, way.weight * ([...string].length / length), (record, w) => {
          const sum = sums.get(record);
          if (sum) { sum[0] += w; sum[1]++; } else sums.set(record, [w, 1]);
        });
      }
      for (const [record, [sum, n]] of sums) if (n === way.strings.length) better(record, sum);
    }
    if (unit.facet) for (const record of store.with(...unit.facet)) better(record, OF_FACET);
    if (!touched.length) missing.push(unit.text);
    holding.push(new Set(touched));
    const share = touched.length ? rarity(touched.length, all) : 0;
    total += share;
    const city = unit.facet?.[0] === "city";
    named += city;
    for (const record of touched) {
      scores[record] += best[record];
      mass[record] += share;
      words[record]++;
      if (city) cities[record]++;
      if (!unit.facet) said[record] = 1;
      best[record] = 0;
    }
  }
  for (const string of plan.whole) each(string, WHOLE, (record, w) => { scores[record] += w; });
  const answers = (n) => allowed[n] && words[n] === plan.units.length;
  const records = [];
  for (let n = 0; n < all; n++) if (!fails[n] && answers(n)) records.push(n);
  const complete = records.length;
  // Where few have all words, those with a share of them.
  let finds = answers;
  if (plan.units.length > 1 && complete < FEW && total > 0) {
    // A city or a year alone is no answer to what was asked of it.
    const strict = !complete && plan.units.some((u) => !u.facet);
    const near = (n) => allowed[n] && cities[n] === named && (strict ? said[n] : words[n]);
    let least = ENOUGH * total;
    if (strict) {
      let best = 0;
      for (let n = 0; n < all; n++) if (!fails[n] && near(n)) best = Math.max(best, mass[n]);
      least = Math.min(best, least) - 1e-6 * total;
    }
    finds = (n) => near(n) && mass[n] >= least;
    for (let n = 0; n < all; n++) {
      if (finds(n)) scores[n] *= mass[n] / total;
      if (!fails[n] && finds(n) && !answers(n)) records.push(n);
    }
  }
  for (const kind of plan.asks) {
    const has = new Uint8Array(all);
    for (const record of store.with("answers", kind)) has[record] = 1;
    for (let n = 0; n < all; n++) scores[n] *= has[n] ? ANSWER : NO_ANSWER;
  }
  const name = plan.asks.length ? NAME : 1;
  const prior = { ...PRIOR, document: PRIOR.document * name, agency: PRIOR.agency * name };
  for (const n of records) scores[n] = Math.round(scores[n] * prior[store.kind(n)] * 1e3);

  /** The records that would be found without the filter of a field. */
  const without = (field) => {
    const f = filtered.indexOf(field);
    if (f < 0) return records;
    const found = [];
    for (let n = 0; n < all; n++) if ((!fails[n] || (fails[n] === 1 && failed[n] === f)) && finds(n)) found.push(n);
    return found;
  };
  records.sort((a, b) => scores[b] - scores[a] || a - b);
  /** The position of the weightiest string that a record has in its text. */
  const place = async (record) => {
    for (const [string] of [...placed].sort((a, b) => b[1] - a[1])) {
      const found = lists.get(string);
      const k = found.records.indexOf(record);
      const position = k < 0 ? undefined : await found.place(k);
      if (position !== undefined) return position;
    }
    return 0;
  };
  const count = (units, field) => {
    const f = filtered.indexOf(field);
    let n = 0;
    for (let record = 0; record < all; record++) {
      const passes = !fails[record] || (f >= 0 && fails[record] === 1 && failed[record] === f);
      if (passes && allowed[record] && units.every((u) => holding[u].has(record))) n++;
    }
    return n;
  };
  return { records, missing, complete, without, count, place };
}
