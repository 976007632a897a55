// Bytes and time of searching a site in the browser: `node measure.mjs PUBLIC`. A large site is made
// by `cargo xtask generate 3000 DIR TEXTS…` and `cewen --root DIR build`.
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { REPO, browser, page, serve } from "./site.mjs";

const folder = path.resolve(process.argv[2] ?? path.join(REPO, "public"));
const queries = parse(readFileSync(path.join(REPO, "tests/search/questions.yaml"), "utf8")).map((c) => c.query);
const server = await serve(folder);
const chromium = await browser();
const address = (query) => `${server.url}search/?q=${encodeURIComponent(query)}`;
const answered = (p) => p.waitForFunction(() => document.querySelector("#status").textContent && !document.querySelector("#results").hasAttribute("aria-busy"), null, { timeout: 120_000 });

const first = [];
const requests = [];
for (const query of queries.slice(0, 20)) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 } });
  const p = await page(context, server.url);
  server.seen.bytes = 0;
  server.seen.files.length = 0;
  await p.goto(address(query));
  await answered(p);
  first.push([server.seen.bytes, query]);
  requests.push([server.seen.files.length, query]);
  await context.close();
}
const next = [];
const times = [];
const context = await chromium.newContext({ viewport: { width: 360, height: 740 } });
for (const query of queries) {
  const p = await page(context, server.url);
  await p.goto(address("垃圾分类"));
  await answered(p);
  await p.waitForLoadState("networkidle");
  server.seen.bytes = 0;
  // Asked twice: the second time all files are there, and only the answering is timed.
  const time = await p.evaluate(async (q) => {
    history.replaceState(null, "", `?q=${encodeURIComponent(q)}`);
    const status = document.querySelector("#status");
    const ask = () => new Promise((done) => {
      status.textContent = "";
      const started = performance.now();
      dispatchEvent(new PopStateEvent("popstate"));
      const look = () => (status.textContent && !document.querySelector("#results").hasAttribute("aria-busy") ? done(performance.now() - started) : setTimeout(look, 1));
      look();
    });
    await ask();
    return ask();
  }, query);
  next.push([server.seen.bytes, query]);
  times.push([time, query]);
  await p.close();
}
for (const [name, list, unit] of [["first query", first, "bytes"], ["first query", requests, "requests"], ["next query", next, "bytes"], ["answer", times, "ms"]]) {
  list.sort((a, b) => a[0] - b[0]);
  const at = (share) => list[Math.min(list.length - 1, Math.floor(list.length * share))];
  console.log(`${name}: median ${Math.round(at(0.5)[0])} ${unit}, 95 % ${Math.round(at(0.95)[0])}, most ${Math.round(at(1)[0])} (${at(1)[1]})`);
}
await chromium.close();
server.close();
