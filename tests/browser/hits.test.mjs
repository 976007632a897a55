// A hit of the search opens at what it says: the quote is marked, in view, and in the passage that the
// address names.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { page, staged } from "./site.mjs";

const stage = staged();

/** Hits that are opened of each kind in each document; ALL_HITS=1 opens every one. */
const OPENED = process.env.ALL_HITS ? Infinity : 3;

/** Every record as the exported files have it, a long text by its first piece. */
async function records() {
  const context = await stage.chromium.newContext();
  const p = await page(context, stage.server.url);
  await p.goto(`${stage.server.url}search/`);
  const found = await p.evaluate(async () => {
    const { Store } = await import("/sub/path/static/search/store.js");
    const { plain } = await import("/sub/path/static/search/symbols.js");
    const store = new Store(new URL("/sub/path/search/", location.href));
    await store.start();
    const shown = [];
    for (let n = 0; n < store.records; n++) {
      const record = await store.shown(n, 0);
      const parts = plain(record.text).split(/[ \n]/).filter((part) => part.length > 1);
      // From the middle of the text, so that it is not the beginning that is opened by chance.
      shown.push({ ...record, query: parts[parts.length >> 1] ?? plain(record.title).split(/[ \n]/)[0] });
    }
    return shown;
  });
  await context.close();
  return found;
}

const html = (url) => readFileSync(path.join(stage.site.out, url.split("#")[0], "index.html"), "utf8");
/** The name of an element with an id on a page of the site; nothing where there is none. */
const element = (url) => html(url).match(new RegExp(`<(\\w+)[^>]* id="${url.split("#")[1]}"`))?.[1];

test("every address in the files of the search leads to an element of its page", async () => {
  const all = await records();
  const passages = all.filter((record) => record.url.includes("#"));
  assert.ok(passages.length > 400, `${passages.length} passages`);
  assert.deepEqual(passages.filter((record) => !element(record.url)).map((record) => record.url), []);
  assert.deepEqual(all.filter((record) => !html(record.url)), []);
  // Every kind is there, and rows of tables among the paragraphs.
  assert.deepEqual([...new Set(all.map((record) => record.kind))].sort(), ["agency", "document", "figure", "measure", "paragraph"]);
});

test("every page of a document has each id once", async () => {
  const documents = (await records()).filter((record) => record.kind === "document");
  for (const { url } of documents) {
    const ids = [...html(url).matchAll(/ id="([^"]+)"/g)].map((found) => found[1]);
    assert.deepEqual(ids.filter((id, n) => ids.indexOf(id) !== n), [], url);
  }
});

test("a hit of each kind in each document opens with its quote marked and in view", async () => {
  const all = await records();
  const nameOf = ({ kind, url, document }) => [kind === "paragraph" && element(url) === "tr" ? "row" : kind, document].join(" ");
  const groups = new Map();
  for (const record of all) groups.set(nameOf(record), [...(groups.get(nameOf(record)) ?? []), record]);
  assert.ok(groups.size >= 5 * 4 + 2 + 1, `${groups.size} kinds of hits`);
  const context = await stage.chromium.newContext({ viewport: { width: 360, height: 740 } });
  const p = await page(context, stage.server.url);
  let opened = 0;
  for (const [name, group] of groups) {
    const step = Math.max(1, group.length / OPENED);
    for (let at = 0; at < group.length; at += step) {
      const hit = group[Math.floor(at)];
      const told = `${name}: ${hit.id}: ${hit.query}`;
      const query = new URLSearchParams({ q: `"${hit.query}"`, kind: hit.kind });
      await p.goto(`${stage.server.url}search/?${query}`);
      const row = p.locator(`#results > li[data-id="${hit.id}"] h2 a, #results .same li[data-id="${hit.id}"] a`);
      for (let more = 0; more < 100; more++) {
        await p.waitForFunction(() => document.querySelector("#status").textContent && !document.querySelector("#results").hasAttribute("aria-busy"));
        // Other records of a passage are below its row.
        await p.$$eval("#results .same:not([open]) summary", (list) => list.forEach((summary) => summary.click()));
        await p.waitForFunction(() => [...document.querySelectorAll("#results .same ul")].every((list) => list.children.length));
        if (await row.count()) break;
        if (await p.locator("#more").isHidden()) break;
        const shown = await p.locator("#results > li").count();
        await p.locator("#more").click();
        await p.waitForFunction((n) => document.querySelectorAll("#results > li").length > n, shown);
      }
      assert.equal(await row.count(), 1, `not found: ${told}`);
      const href = await row.getAttribute("href");
      assert.equal(href.split("#")[1], hit.url.split("#")[1], told);
      await p.goto(href);
      await p.waitForSelector("main mark", { timeout: 5000 }).catch(() => assert.fail(`nothing is marked: ${told}: ${decodeURIComponent(href)}`));
      const seen = await p.evaluate(async () => {
        const { plain } = await import("/sub/path/static/search/symbols.js");
        const marks = [...document.querySelectorAll("mark")];
        const first = marks[0].getBoundingClientRect();
        const target = document.querySelector(":target");
        return {
          words: plain(marks.map((mark) => mark.textContent).join("")).replace(/[ \n]/g, ""),
          quote: plain(new URLSearchParams(location.search).get("mark")).replace(/[ \n]/g, ""),
          inView: first.height > 0 && first.top >= 0 && first.bottom <= innerHeight && first.left < innerWidth,
          inPassage: !target || marks.every((mark) => target.contains(mark)),
        };
      });
      assert.equal(seen.words, seen.quote, told);
      assert.ok(seen.inView, `out of view: ${told}`);
      assert.ok(seen.inPassage, `elsewhere: ${told}`);
      // A figure is found by its quote; of the others the sentence is marked that has what was asked.
      if (hit.kind !== "figure") assert.ok(seen.words.includes(hit.query), `${told}: ${seen.words}`);
      opened++;
    }
  }
  console.log(`${opened} hits opened`);
  assert.deepEqual(p.problems, []);
  await context.close();
});

test("without scripts the address of a figure leads to its paragraph", async () => {
  const figures = (await records()).filter((record) => record.kind === "figure");
  const context = await stage.chromium.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 800 } });
  const p = await page(context, stage.server.url);
  for (const { url, text } of figures.filter((_, n) => n % 25 === 0)) {
    await p.goto(stage.server.url + url);
    const target = p.locator(":target");
    const said = (words) => words.replace(/\s/g, "");
    for (const part of text.split(" ")) assert.ok(said(await target.textContent()).includes(said(part)), `${url}: ${text}`);
    assert.ok((await target.boundingBox()).y < 800, url);
  }
  await context.close();
});
