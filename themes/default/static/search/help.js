// What leads on where little or nothing is found: see src/search/near.rs and help.rs.
import { sounds } from "./suggest.js";

const MOST = 5;
const SPELLED = 4;
const size = (text) => [...text].length;

/** How words sound: word => [whole, initials] or null. */
function sounding(data) {
  const sound = sounds(data);
  return (word) => {
    const syllables = [...word].map((c) => sound.get(c));
    return syllables.includes(undefined) ? null : [syllables.join(""), syllables.map((s) => s[0]).join("")];
  };
}

/** The words that a query in pinyin spells out, by its pinyin: guangfu is 光伏. Fetches only where there may be some. */
export async function spelled(query, store) {
  const asked = query.words.flatMap((piece) => piece.split(" ")).filter((word) => word.length >= SPELLED && /^[a-z]+$/.test(word) && !store.words.includes(word));
  const found = new Map();
  if (!asked.length) return found;
  const data = await store.suggested();
  const sound = sounding(data);
  for (const word of asked) found.set(word, data.terms.split(" ").filter((term) => sound(term)?.[0] === word).slice(0, MOST));
  return found;
}

/** For each word that stands nowhere: words that sound the same, words near it, topics it speaks of. */
export async function leads(missing, store) {
  if (!missing.length) return [];
  // No number sounds like another or is near it.
  const spoken = missing.some((word) => !/[0-9]/.test(word));
  const [data, near] = await Promise.all([spoken ? store.suggested() : null, store.near(), store.readValues(["topic"])]);
  const words = data ? data.terms.split(" ") : [];
  const sound = data ? sounding(data) : () => null;
  return missing.map((word) => ({ word, alike: alike(word, words, sound, store), near: nearest(word, words, sound, store), topics: topics(word, near, store) }));
}

function alike(word, words, sound, store) {
  const own = sound(word)?.[0];
  if (!own) return [];
  const names = store.values.city.flatMap((v) => v.names ?? []);
  return [...new Set([...names, ...words])].filter((other) => other !== word && sound(other)?.[0] === own).slice(0, MOST);
}

function nearest(word, words, sound, store) {
  if (/^[a-z]+$/.test(word)) {
    const ways = words.map((term) => [term, sound(term) ?? []]).filter(([, s]) => s.some((way) => way.startsWith(word)));
    return ways.sort((a, b) => b[1].includes(word) - a[1].includes(word)).slice(0, MOST).map(([term]) => term);
  }
  if (/[0-9]/.test(word)) return [];
  const own = [...word];
  const near = [];
  store.words.forEach((other, n) => {
    const length = size(other);
    const shared = own.filter((c) => other.includes(c)).length;
    if (shared && shared * 4 >= own.length + length && !/[0-9]/.test(other)) near.push([own.length + length - 2 * Math.min(shared, length), n, other]);
  });
  return near.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, MOST).map((n) => n[2]);
}

function topics(word, known, store) {
  const ids = Object.keys(known).filter((id) => known[id].split(" ").some((w) => w === word || word.includes(w)));
  return ids.map((id) => store.values.topic.find((t) => t.id === id)).filter(Boolean);
}

/** What there is without the place or the filter that was asked for: [{words, count, field, labels, city}]. */
export function elsewhere({ plan, ranked }, store) {
  if (ranked.complete) return [];
  const all = plan.units.map((_, n) => n);
  const label = (field, id) => store.values[field]?.find((v) => v.id === id)?.label ?? id;
  const found = [];
  const look = (units, field, labels, city) => {
    const parts = units.length > 1 ? [units, ...units.map((u) => [u])] : units.length ? [units] : [];
    for (const words of parts) {
      const count = ranked.count(words, city === null ? field : undefined);
      if (!count || ranked.count(city === null ? words : [...words, city])) continue;
      found.push({ words: words.map((u) => plan.units[u].text), count, field, labels, city });
      if (words.length === units.length) break;
    }
  };
  for (const [field, values] of Object.entries(plan.filters)) if (values.length) look(all, field, values.map((id) => label(field, id)), null);
  for (const city of all.filter((n) => plan.units[n].facet?.[0] === "city")) look(all.filter((n) => n !== city), "city", [label("city", plan.units[city].facet[1])], city);
  return found;
}

/** The places that texts are of, where another was asked for. */
export async function held({ plan, ranked }, query, store) {
  const unheld = query.filters.some((f) => f.field === "city" && plan.unknown.includes(f.value));
  const words = plan.units.map((u) => u.text).filter((word) => /^\p{Script=Han}{2,}$/u.test(word) && !plan.units.find((u) => u.text === word).facet);
  if (unheld) return store.values.city;
  if (!words.length || ranked.complete) return [];
  const places = (await store.places()).split(" ");
  return words.some((word) => places.includes(word)) ? store.values.city : [];
}
