// What is said above the results: what stands nowhere, what there is elsewhere, what was looked for as well.
import { element, say } from "./dom.js";
import { elsewhere, held, leads } from "./help.js";

/** Lines for an answer; link(text, change) leads to another search. */
export async function messages(answer, state, store, root, link) {
  const { plan, ranked, query } = answer;
  const lines = [];
  const list = (before, links) => element("p", {}, before, ...links.flatMap((a, n) => (n ? ["、", a] : [a])));
  const replaced = (word, other) => ({ q: state.q.includes(word) ? state.q.replace(word, other) : other });
  if (ranked.complete < ranked.records.length) lines.push(element("p", {}, say(ranked.complete ? "partly" : "some", { n: ranked.complete })));
  for (const value of plan.unknown) lines.push(element("p", {}, say("unknown", { value })));
  for (const there of elsewhere(answer, store)) {
    const words = there.words.join("");
    const whole = there.words.length === plan.units.length - (there.city === null ? 0 : 1);
    const q = whole && there.city === null ? state.q : there.words.join(" ");
    const ticked = there.city === null ? { ...state.ticked, [there.field]: [] } : state.ticked;
    const written = query.filters.some((f) => f.field === there.field);
    const line = element("p", {}, say("elsewhere", { words, n: there.count, without: there.labels.join("、") }));
    line.append(link(say("elsewhere_link", { words, n: there.count }), { q: written ? there.words.join(" ") : q, ticked }));
    lines.push(line);
  }
  for (const { word, alike, near, topics } of await leads(ranked.missing, store)) {
    lines.push(element("p", {}, say("nowhere", { word })));
    if (alike.length) lines.push(list(say("mean"), alike.map((other) => link(other, replaced(word, other)))));
    else if (near.length) lines.push(list(say("near"), near.map((other) => link(other, replaced(word, other)))));
    if (topics.length) lines.push(list(say("of_topic"), topics.map((t) => element("a", { href: new URL(`topics/${t.id}/`, root).href }, t.label))));
  }
  const places = await held(answer, query, store);
  if (places.length) lines.push(list(say("held"), places.map((city) => link(city.label, { ticked: { ...state.ticked, city: [city.id] } }))));
  const wide = plan.units.filter((u) => u.ways.length > 1);
  if (wide.length && ranked.records.length) {
    const others = wide.map((u) => `${u.text}→${u.ways.slice(1).map((w) => w.strings.join("+")).join("、")}`).join("；");
    lines.push(element("p", { class: "note" }, say("widened", { words: others }), link(say("exact"), { exact: true })));
  }
  if (state.exact) lines.push(element("p", { class: "note" }, say("is_exact"), link(say("wide"), { exact: false })));
  return lines;
}
