// How pages look and are touched: widths, touch targets, colours by choice, charts.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { browser, built, page, serve } from "./site.mjs";

let site, server, chromium;
const first = (folder) => `${folder}/${readdirSync(`${site.out}/${folder}`, { withFileTypes: true }).find((e) => e.isDirectory()).name}`;
/** One page of each kind. */
let kinds;
before(async () => {
  site = built();
  server = await serve(site.out);
  chromium = await browser();
  const lists = ["", "cities/", "documents/", "topics/", "compare/", "indicators/", "agencies/", "updates/", "data/", "404.html"];
  const single = ["cities", "documents", "indicators", "agencies"].map((folder) => `${first(folder)}/`);
  kinds = [...lists, ...single, "topics/energy/", "compare/energy/", "indicators/forest-coverage/", "search/?q=光伏", `${first(first("measures"))}/`];
});
after(async () => {
  await chromium?.close();
  server?.close();
  site?.remove();
});

test("what is touched on a phone is 44 px high", async () => {
  const context = await chromium.newContext({ viewport: { width: 360, height: 740 } });
  const p = await page(context, server.url);
  const found = [];
  let seen = 0;
  for (const address of kinds) {
    await p.goto(server.url + address);
    const heights = await p.evaluate(() => {
      // Links of a sentence are as high as its line, else they would lie over those of the next one (WCAG 2.2, 2.5.8, inline).
      const inline = (e) => e.closest(".text") || (e.matches("main :is(p, dd, q) a:not(.src, .place)") && !e.matches(":only-child"));
      const touched = [...document.querySelectorAll("a[href], button, summary, select, input:not([type=checkbox])")].filter((e) => !inline(e));
      const boxes = touched.filter((e) => e.checkVisibility({ contentVisibilityAuto: true })).map((e) => [e, e.getBoundingClientRect()]);
      return boxes.filter(([, box]) => box.width && box.right > 0).map(([e, box]) => [box.height, e.outerHTML.slice(0, 120)]);
    });
    seen += heights.length;
    for (const [height, html] of heights) if (height < 43.5) found.push(`${address}: ${Math.round(height)} px ${html}`);
  }
  assert.ok(seen > 300, `${seen} looked at`);
  assert.deepEqual(found, []);
  await context.close();
});

test("no page is wider than the window", async () => {
  const found = [];
  for (const width of [320, 360, 768]) {
    const context = await chromium.newContext({ viewport: { width, height: 740 } });
    const p = await page(context, server.url);
    for (const address of kinds) {
      await p.goto(server.url + address);
      const wide = await p.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) found.push(`${address} at ${width}: ${wide} px too wide`);
    }
    await context.close();
  }
  assert.deepEqual(found, []);
});

test("dark colours are a switch that stays as it is set, whatever the system says", async () => {
  const context = await chromium.newContext({ colorScheme: "light" });
  const p = await page(context, server.url);
  const light = () => p.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number)[0] > 128);
  await p.goto(server.url);
  assert.equal(await light(), true);
  await p.getByRole("button", { name: "深色" }).click();
  assert.equal(await light(), false);
  await p.goto(`${server.url}search/`);
  assert.equal(await light(), false);
  assert.equal(await p.getByRole("button", { name: "深色" }).getAttribute("aria-pressed"), "true");
  await p.getByRole("button", { name: "深色" }).click();
  await p.emulateMedia({ colorScheme: "dark" });
  await p.goto(server.url);
  assert.equal(await light(), true);
  assert.deepEqual(p.problems, []);
  await context.close();
});

test("the header marks the section of a page", async () => {
  const context = await chromium.newContext();
  const p = await page(context, server.url);
  for (const [address, current] of [["indicators/", "page"], ["indicators/forest-coverage/", "true"]]) {
    await p.goto(server.url + address);
    const marked = p.locator(".top nav [aria-current]");
    assert.equal(await marked.count(), 1);
    assert.equal(await marked.textContent(), "指标");
    assert.equal(await marked.getAttribute("aria-current"), current);
  }
  await context.close();
});

test("the address of a level shows the rows of that level, without JavaScript too", async () => {
  const context = await chromium.newContext();
  const p = await page(context, server.url);
  await p.goto(`${server.url}indicators/forest-coverage/`);
  const shown = () => p.locator(".plot tbody tr:visible").count();
  const all = await shown();
  assert.ok(all > 2, `${all} rows`);
  // The texts of the test are of cities alone: one of them is made a county.
  await p.evaluate(() => { document.querySelector(".plot tbody tr").className = "county"; });
  await p.goto(`${server.url}indicators/forest-coverage/#only-county`);
  assert.equal(await shown(), 1);
  await p.goto(`${server.url}indicators/forest-coverage/#only-all`);
  assert.equal(await shown(), all);
  await context.close();
});
