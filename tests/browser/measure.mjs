// Requests, bytes, time, recall and precision of searching a site in the browser, beside Pagefind over the same pages:
// `node measure.mjs PUBLIC [ROOT]`, ROOT the folder that PUBLIC was built from. Pagefind is measured where
// `npx pagefind@1.6 --site PUBLIC --force-language zh` has written its index into PUBLIC.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { POLICY, REPO, browser, page, records, serve, substrings } from "./site.mjs";

const folder = path.resolve(process.argv[2] ?? path.join(REPO, "public"));
const root = path.resolve(process.argv[3] ?? REPO);
const questions = parse(readFileSync(path.join(REPO, "tests/search/questions.yaml"), "utf8")).map((c) => c.query);
const FIRST = 20;
const STRINGS = Number(process.env.SUBSTRINGS ?? 200);
// Pagefind's script is a program of its own, which the policy of the tests refuses.
const server = await serve(folder, `${POLICY}; script-src 'self' 'wasm-unsafe-eval'`);
const chromium = await browser();

const compact = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}%]/gu, "");
const all = records(root);
const strings = substrings(all.map(({ text }) => text ?? ""), STRINGS);
const texts = new Map(all.map(({ id, title, text, document }) => [id, compact([title, document, text].join(""))]));
/** Words of a question that say what it is about, by the browser's own segmenter. */
const wordsOf = (query) => [...new Intl.Segmenter("zh", { granularity: "word" }).segment(query)].filter((s) => s.isWordLike && s.segment.length > 1).map((s) => compact(s.segment));

/** The search page: an answer is the text of each of the first ten rows. */
const cewen = {
  address: (query) => `search/?q=${encodeURIComponent(query)}`,
  ask: async (p, query) => (await p.evaluate(async (q) => {
    history.replaceState(null, "", `?q=${encodeURIComponent(q)}`);
    const status = document.querySelector("#status");
    status.textContent = "";
    const started = performance.now();
    dispatchEvent(new PopStateEvent("popstate"));
    const isAnswered = () => status.textContent && !document.querySelector("#results").hasAttribute("aria-busy");
    while (!isAnswered()) await new Promise((done) => setTimeout(done, 1));
    const time = performance.now() - started;
    return { time, ids: [...document.querySelectorAll("#results > li")].map((row) => row.dataset.id) };
  }, query)),
  textsOf: ({ ids }) => ids.map((id) => texts.get(id) ?? ""),
};

/** Pagefind's own script on a page of the site: an answer is the text of each of the first ten pages. */
const pagefind = {
  address: () => "404.html",
  ask: (p, query) => p.evaluate(async (q) => {
    const started = performance.now();
    const { search } = await import("/sub/path/pagefind/pagefind.js");
    const { results } = await search(q);
    const pages = await Promise.all(results.slice(0, 10).map((r) => r.data()));
    return { time: performance.now() - started, contents: pages.map((d) => [d.meta.title, d.raw_content ?? d.content].join("")) };
  }, query),
  textsOf: ({ contents }) => contents.map(compact),
};

async function measured(engine) {
  const open = async (query) => {
    const context = await chromium.newContext({ viewport: { width: 360, height: 740 } });
    const p = await page(context, server.url);
    const forget = () => Object.assign(server.seen, { bytes: 0, files: [] });
    forget();
    await p.goto(server.url + engine.address(query));
    // A page that only carries the script is not counted.
    if (engine === pagefind) await p.waitForLoadState("networkidle").then(forget);
    await engine.ask(p, query);
    await p.waitForLoadState("networkidle");
    return p;
  };
  const lists = { first: [], requests: [], next: [], more: [], time: [] };
  for (const query of questions.slice(0, FIRST)) {
    const p = await open(query);
    lists.first.push(server.seen.bytes);
    lists.requests.push(server.seen.files.length);
    await p.context().close();
  }
  const complete = [];
  for (const query of questions) {
    const p = await open("垃圾分类");
    Object.assign(server.seen, { bytes: 0, files: [] });
    const answer = await engine.ask(p, query);
    lists.next.push(server.seen.bytes);
    lists.more.push(server.seen.files.length);
    // Asked again: all files are there, and only the answering is timed.
    lists.time.push((await engine.ask(p, query)).time);
    const words = wordsOf(query);
    complete.push(...engine.textsOf(answer).map((text) => words.every((word) => text.includes(word))));
    await p.context().close();
  }
  const p = await open("垃圾分类");
  const [found, exact] = [[], []];
  for (const string of strings) {
    const hits = engine.textsOf(await engine.ask(p, string)).map((text) => text.includes(compact(string)));
    found.push(hits.includes(true));
    exact.push(...hits);
  }
  await p.context().close();
  return { ...lists, complete, found, exact };
}

const spread = (list) => {
  const sorted = list.toSorted((a, b) => a - b);
  return [0.5, 0.95].map((share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
};
const rows = {
  "first query, KB": ({ first }) => spread(first.map((n) => n / 1000)),
  "first query, requests": ({ requests }) => spread(requests),
  "next query, KB": ({ next }) => spread(next.map((n) => n / 1000)),
  "next query, requests": ({ more }) => spread(more),
  "answer, its files there, ms": ({ time }) => spread(time),
};
const share = (list) => `${((100 * list.filter(Boolean).length) / list.length).toFixed(1)} % of ${list.length}`;
const shares = {
  "strings of which the text is found": ({ found }) => found,
  "hits for strings that have the string": ({ exact }) => exact,
  "hits for questions that have all words": ({ complete }) => complete,
};
for (const [name, engine] of Object.entries({ cewen, pagefind })) {
  if (engine === pagefind && !existsSync(path.join(folder, "pagefind"))) continue;
  const lists = await measured(engine);
  console.log(name);
  for (const [row, of] of Object.entries(rows)) console.log(`  ${row}: median ${of(lists)[0].toFixed(0)}, 95 % ${of(lists)[1].toFixed(0)}`);
  for (const [row, of] of Object.entries(shares)) console.log(`  ${row}: ${share(of(lists))}`);
}
await chromium.close();
server.close();
