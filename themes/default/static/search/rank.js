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

/** {records: [[record, score]], missing, complete, place(record)}; best first. */
export async function rank(plan, store) {
  const all = store.records;
  const strings = [...plan.without, ...plan.phrases, ...plan.whole, ...plan.units.flatMap((u) => u.ways.flatMap((w) => w.strings))];
  const fields = [...Object.keys(plan.filters), ...Object.keys(plan.not), ...plan.units.filter((u) => u.facet).map((u) => u.facet[0])];
  const [lists] = await Promise.all([
    Promise.all(strings.map(async (s) => [s, await store.find(s)])).then((found) => new Map(found)),
    store.readValues(fields),
  ]);
  // Where the weightiest string of each record stands in its text, for the snippet.
  const place = new Map();
  const add = (string, factor, sums) => {
    const found = lists.get(string);
    const rare = rarity(found.length, all);
    const two = [...string].length === 2;
    for (const posting of found) {
      sums[posting.record] += weight(posting, rare, two) * factor;
      const at = posting.at.find((n) => n >= BODY);
      if (at !== undefined && !(place.get(posting.record)?.[0] >= rare * factor)) place.set(posting.record, [rare * factor, at - BODY]);
    }
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
    const sums = new Float64Array(all);
    add(phrase, 1, sums);
    for (let n = 0; n < all; n++) {
      allowed[n] &= sums[n] > 0;
      scores[n] += sums[n];
    }
  }

  const ofCity = new Uint8Array(all).fill(1);
  const hasAll = allowed.slice();
  const mass = new Float64Array(all);
  const missing = [];
  let total = 0;
  for (const unit of plan.units) {
    const best = new Float64Array(all);
    for (const way of unit.ways) {
      const sums = new Float64Array(all);
      const has = new Uint8Array(all);
      const length = way.strings.reduce((n, s) => n + [...s].length, 0);
      for (const string of way.strings) {
        const own = new Float64Array(all);
        add(string, way.weight * ([...string].length / length), own);
        for (let n = 0; n < all; n++) if (own[n] > 0) { sums[n] += own[n]; has[n]++; }
      }
      for (let n = 0; n < all; n++) if (has[n] === way.strings.length && sums[n] > best[n]) best[n] = sums[n];
    }
    if (unit.facet) for (const n of store.with(...unit.facet)) if (best[n] < OF_FACET) best[n] = OF_FACET;
    let found = 0;
    for (let n = 0; n < all; n++) found += best[n] > 0;
    if (!found) missing.push(unit.text);
    const share = found ? rarity(found, all) : 0;
    total += share;
    for (let n = 0; n < all; n++) {
      if (best[n] > 0) {
        mass[n] += share;
        scores[n] += best[n];
      } else {
        hasAll[n] = 0;
        if (unit.facet?.[0] === "city") ofCity[n] = 0;
      }
    }
  }
  for (const string of plan.whole) add(string, 1, scores);
  const complete = hasAll.reduce((sum, has) => sum + has, 0);
  if (plan.units.length > 1 && complete < FEW && total > 0) {
    for (let n = 0; n < all; n++) {
      if (!hasAll[n] && allowed[n] && ofCity[n] && mass[n] >= total * ENOUGH) {
        hasAll[n] = 1;
        scores[n] *= mass[n] / total;
      }
    }
  }
  const records = [];
  for (let n = 0; n < all; n++) {
    if (hasAll[n]) records.push([n, Math.round(scores[n] * PRIOR[store.kind(n)] * 1e6) / 1e6]);
  }
  records.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return { records, missing, complete, place: (record) => place.get(record)?.[1] ?? 0 };
}
