// Which records answer a plan, and in what order: the steps and numbers of src/search/rank.rs.
import { BODY } from "./store.js";

const SATURATION = [0.8, 1.0, 1.4, 2.0];
const IN_TITLE = 2.0;
const NO_WORD = 0.5;
const OF_FACET = 1.5;
const ENOUGH = 0.5;
const FEW = 10;
const PRIOR = { measure: 1.0, figure: 1.0, paragraph: 0.8, document: 1.0, agency: 1.1 };

const rarity = (found, all) => Math.log(1 + (all - found + 0.5) / (found + 0.5));

function weight(posting, rare, two) {
  const often = (posting.times * 2) / (posting.times + SATURATION[posting.length]);
  const title = posting.title ? IN_TITLE : 1;
  const word = two && !posting.word ? NO_WORD : 1;
  return rare * often * title * word;
}

/** {records: numbers of all that answer, order(k): sorts the best k to the front, missing, complete, place(record)}. */
export async function rank(plan, store) {
  const all = store.records;
  const strings = [...plan.without, ...plan.phrases, ...plan.whole, ...plan.units.flatMap((u) => u.ways.flatMap((w) => w.strings))];
  const fields = [...Object.keys(plan.filters), ...Object.keys(plan.not), ...plan.units.filter((u) => u.facet).map((u) => u.facet[0])];
  const [lists] = await Promise.all([
    Promise.all(strings.map(async (s) => [s, await store.find(s)])).then((found) => new Map(found)),
    store.readValues(fields),
  ]);
  // Where the weightiest string of each record stands in its text, for the snippet.
  const placed = new Map();
  /** Calls use(record, weight) for each record that has a string. */
  const each = (string, factor, use) => {
    const found = lists.get(string);
    const rare = rarity(found.length, all);
    const two = [...string].length === 2;
    for (const posting of found) use(posting.record, weight(posting, rare, two) * factor);
    placed.set(string, Math.max(placed.get(string) ?? 0, rare * factor));
  };

  const allowed = new Uint8Array(all).fill(1);
  for (const [field, values] of Object.entries(plan.filters)) {
    const has = new Uint8Array(all);
    for (const value of values) for (const record of store.with(field, value)) has[record] = 1;
    for (let n = 0; n < all; n++) allowed[n] &= has[n];
  }
  for (const [field, values] of Object.entries(plan.not)) {
    for (const value of values) for (const record of store.with(field, value)) allowed[record] = 0;
  }
  for (const string of plan.without) for (const posting of lists.get(string)) allowed[posting.record] = 0;

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
    const share = touched.length ? rarity(touched.length, all) : 0;
    total += share;
    const city = unit.facet?.[0] === "city";
    named += city;
    for (const record of touched) {
      scores[record] += best[record];
      mass[record] += share;
      words[record]++;
      if (city) cities[record]++;
      best[record] = 0;
    }
  }
  for (const string of plan.whole) each(string, 1, (record, w) => { scores[record] += w; });
  const few = [];
  const records = [];
  for (let n = 0; n < all; n++) if (allowed[n] && words[n] === plan.units.length) records.push(n);
  const complete = records.length;
  if (plan.units.length > 1 && complete < FEW && total > 0) {
    for (let n = 0; n < all; n++) {
      if (allowed[n] && words[n] < plan.units.length && cities[n] === named && mass[n] >= total * ENOUGH) {
        few.push(n);
        scores[n] *= mass[n] / total;
      }
    }
  }
  records.push(...few);
  for (const n of records) scores[n] = Math.round(scores[n] * PRIOR[store.kind(n)] * 1e6) / 1e6;

  const order = (k) => {
    const sort = (list) => list.sort((a, b) => scores[b] - scores[a] || a - b);
    if (records.length <= 4 * k) return sort(records);
    const values = Float64Array.from(records, (n) => scores[n]).sort();
    const least = values[values.length - k];
    const front = sort(records.filter((n) => scores[n] >= least));
    const rest = records.filter((n) => scores[n] < least);
    records.length = 0;
    for (const n of front) records.push(n);
    for (const n of rest) records.push(n);
    return records;
  };
  /** The position of the weightiest string that a record has in its text. */
  const place = (record) => {
    let [most, position] = [-1, 0];
    for (const [string, w] of placed) {
      if (w <= most) continue;
      const list = lists.get(string);
      let [low, high] = [0, list.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (list[middle].record < record) low = middle + 1;
        else high = middle;
      }
      const at = list[low]?.record === record ? list[low].at.find((n) => n >= BODY) : undefined;
      if (at !== undefined) [most, position] = [w, at - BODY];
    }
    return position;
  };
  return { records, order, missing, complete, place };
}
