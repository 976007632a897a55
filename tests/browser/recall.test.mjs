// Every string of two to eight characters that stands in a text is found by the files for browsers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { REPO, page, records, staged } from "./site.mjs";

const stage = staged();
const COUNT = Number(process.env.SUBSTRINGS ?? 10_000);

test("strings from anywhere in the texts are found in all records that have them", async () => {
  const context = await stage.chromium.newContext();
  const p = await page(context, stage.server.url);
  await p.goto(`${stage.server.url}search/`);
  const { lost, tried } = await p.evaluate(async ([all, count]) => {
    const { Store } = await import("/sub/path/static/search/store.js");
    const { plain } = await import("/sub/path/static/search/symbols.js");
    const store = new Store(new URL("/sub/path/search/", location.href));
    await store.start();
    await store.readVariants();
    const number = new Map();
    for (let n = 0; n < store.records; n++) number.set((await store.shown(n, 0)).id, n);
    const texts = all.map(([id, text]) => [number.get(id), plain(text)]);
    const runs = texts.flatMap(([, text]) => text.split(/[ \n]/)).filter((run) => [...run].length > 1);
    let seed = 20261128;
    const dice = (n) => (seed = (seed * 48271) % 2147483647) % n;
    const lost = [];
    let tried = 0;
    for (; tried < count; tried++) {
      const run = [...runs[dice(runs.length)]];
      const length = Math.min(2 + dice(7), run.length);
      const start = dice(run.length - length + 1);
      const string = run.slice(start, start + length).join("");
      const found = new Set((await store.find(string)).records);
      for (const [record, text] of texts) if (text.includes(string) && !found.has(record)) lost.push([string, record]);
    }
    return { lost, tried };
  }, [records(REPO).filter(({ text }) => text).map(({ id, text }) => [id, text]), COUNT]);
  console.log(`${tried} strings`);
  assert.deepEqual(lost, []);
  assert.deepEqual(p.problems, []);
  await context.close();
});
