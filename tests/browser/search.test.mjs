// The search page in a real browser: it answers as the command line does, in few bytes, by keyboard,
// under a sub-path, with a strict policy, and says what goes wrong.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { parse as yaml } from "yaml";
import { REPO, browser, built, cewen, page, records, serve, severalAtATime, substrings } from "./site.mjs";

let site, server, chromium, context;
before(async () => {
  site = built();
  server = await serve(site.out);
  chromium = await browser();
  context = await chromium.newContext({ viewport: { width: 360, height: 740 } });
});
after(async () => {
  await chromium?.close();
  server?.close();
  site?.remove();
});

const read = (name) => yaml(readFileSync(path.join(REPO, "tests/search", name), "utf8"));
const address = (query, more = "") => `${server.url}search/?q=${encodeURIComponent(query)}${more}`;
/** What is said of how much was found. */
const found = ({ total, passages, hits }) => {
  if (!total) return "没有找到";
  if (hits.length < passages) return `找到 ${total} 条，在 ${passages} 段里，显示前 ${hits.length} 段`;
  return passages < total ? `找到 ${total} 条，在 ${passages} 段里` : `找到 ${total} 条`;
};
const ids = (p) => p.$$eval("#results > li", (list) => list.map((item) => item.dataset.id));
const answered = (p) => p.waitForFunction(() => document.querySelector("#status").textContent !== "" && !document.querySelector("#results").hasAttribute("aria-busy"));

/** Opens the page with a query and waits for the answer. */
async function open(query, more) {
  const p = await page(context, server.url);
  await p.goto(address(query, more));
  await answered(p);
  return p;
}

test("the browser finds what the command line finds, for at least 150 queries", async () => {
  const queries = [...new Set([...read("questions.yaml"), ...read("asked.yaml"), ...read("queries.yaml")].map((c) => c.query.trim()).filter((q) => /[\p{L}\p{N}]/u.test(q)).concat(substrings(records(REPO).map(({ text }) => text ?? ""), 80)))];
  assert.ok(queries.length >= 150, `${queries.length} queries`);
  const p = await open("光伏");
  let alike = 0;
  for (const query of queries) {
    const expected = JSON.parse(cewen(REPO, "search", "--json", "--", query));
    const shown = await p.evaluate(async (q) => {
      history.replaceState(null, "", `?q=${encodeURIComponent(q)}`);
      document.querySelector("#status").textContent = "";
      dispatchEvent(new PopStateEvent("popstate"));
      await new Promise((done) => {
        const look = () => (document.querySelector("#status").textContent && !document.querySelector("#results").hasAttribute("aria-busy") ? done() : setTimeout(look, 5));
        look();
      });
      return {
        ids: [...document.querySelectorAll("#results > li")].map((item) => item.dataset.id),
        status: document.querySelector("#status").textContent,
      };
    }, query);
    // Both count with other precision: of the first ten one may be another.
    const first = expected.hits.map((hit) => hit.id);
    assert.equal(shown.ids.length, first.length, query);
    const other = first.filter((id) => !shown.ids.includes(id));
    assert.ok(other.length <= 1, `${query}: ${other}`);
    alike += shown.ids.join() === first.join();
    assert.equal(shown.status, found(expected), query);
  }
  console.log(`${alike} of ${queries.length} answers in the same order`);
  assert.deepEqual(p.problems, []);
  await p.close();
});

test("queries are read as the grammar says", async () => {
  const p = await open("光伏");
  const cases = read("queries.yaml");
  const readings = await p.evaluate(async (queries) => {
    const [{ parse }, { Store }, { variants }] = await Promise.all(["query", "store", "symbols"].map((name) => import(`/sub/path/static/search/${name}.js`)));
    const store = new Store(new URL("/sub/path/search/", location.href));
    await store.start();
    await store.readVariants();
    return queries.map((q) => [parse(q, store.fields), variants.size]);
  }, cases.map((c) => c.query));
  cases.forEach((expected, n) => {
    const [reading] = readings[n];
    assert.deepEqual(reading.words, expected.words ?? [], expected.query);
    assert.deepEqual(reading.phrases, expected.phrases ?? [], expected.query);
    assert.deepEqual(reading.without, expected.without ?? [], expected.query);
    assert.deepEqual(reading.filters, (expected.filters ?? []).map((f) => ({ not: false, ...f })), expected.query);
  });
  await p.close();
});

test("a first query takes at most 60 KB and a next one at most 15 KB", async () => {
  const queries = read("questions.yaml").map((c) => c.query);
  // With nothing kept from before, and a server that counts for this page alone: a page waits half a second for
  // what it may still fetch.
  const alone = async (query, work) => {
    const own = await serve(site.out);
    const fresh = await chromium.newContext({ viewport: { width: 1280, height: 800 } });
    const p = await page(fresh, own.url);
    await p.goto(`${own.url}search/?q=${encodeURIComponent(query)}`);
    await answered(p);
    await p.waitForLoadState("networkidle");
    await work?.(p, own.seen);
    await fresh.close();
    own.close();
    return own.seen.bytes;
  };
  const first = Math.max(...await severalAtATime(queries.slice(0, 8), 4, (query) => alone(query)));
  const sizes = await severalAtATime(queries, 4, (query) => alone("光伏装机", async (p, seen) => {
    seen.bytes = 0;
    await p.evaluate((q) => {
      document.querySelector("#status").textContent = "";
      history.replaceState(null, "", `?q=${encodeURIComponent(q)}`);
      dispatchEvent(new PopStateEvent("popstate"));
    }, query);
    await answered(p);
    await p.waitForLoadState("networkidle");
    if (seen.bytes > 15_000) console.log(`${seen.bytes} bytes for ${query}`);
  }));
  const next = Math.max(...sizes);
  const median = sizes.sort((a, b) => a - b)[sizes.length >> 1];
  console.log(`first query ≤ ${first} bytes; next: median ${median}, most ${next}`);
  assert.ok(first <= 60_000, `first query: ${first}`);
  assert.ok(next <= 15_000, `next query: ${next}`);
});

test("what is typed is answered and kept in the address", async () => {
  const p = await page(context, server.url);
  await p.goto(`${server.url}search/`);
  await p.locator("#q").pressSequentially("森林覆盖率", { delay: 30 });
  await p.waitForFunction(() => new URLSearchParams(location.search).get("q") === "森林覆盖率");
  await answered(p);
  const before = await ids(p);
  assert.ok(before.length >= 4);
  // Ticking a box narrows, is kept in the address, and survives a reload.
  await p.locator("#filters > summary").click();
  await p.locator('details[data-field="city"] > summary').click();
  await p.locator("#f-city-wenzhou").check();
  await p.waitForFunction(() => new URLSearchParams(location.search).get("city") === "wenzhou");
  await answered(p);
  const narrowed = await ids(p);
  assert.ok(narrowed.length > 0 && narrowed.every((id) => id.startsWith("wenzhou")));
  await p.reload();
  await answered(p);
  assert.deepEqual(await ids(p), narrowed);
  await p.goBack();
  await answered(p);
  assert.deepEqual(await ids(p), before);
  const status = p.locator("#status");
  assert.equal(await status.getAttribute("role"), "status");
  assert.deepEqual(p.problems, []);
  await p.close();
});

test("facets count what the command line counts", async () => {
  const p = await open("能源");
  const { facets } = JSON.parse(cewen(REPO, "search", "--json", "--", "能源"));
  for (const field of ["kind", "city", "genre", "status", "topic", "agency", "year", "document"]) {
    const box = p.locator(`details[data-field="${field}"]`);
    if (await p.locator("#filters").getAttribute("open") === null) await p.locator("#filters > summary").click();
    if (await box.getAttribute("open") === null) await box.locator("summary").click();
    await box.locator("input").first().waitFor();
    const rows = await p.$$eval(`details[data-field="${field}"] input`, (list) => list.map((box) => [box.id, Number(box.closest("label").querySelector(".n").textContent)]));
    const expected = Object.fromEntries(facets[field].map((f) => [`f-${field}-${f.value}`, f.count]));
    assert.ok(rows.length > 0, field);
    for (const [id, count] of rows) assert.equal(count, expected[id], id);
  }
  await p.close();
});

test("a ticked city leaves the others countable, and what was closed stays closed", async () => {
  const wide = await chromium.newContext({ viewport: { width: 1280, height: 800 } });
  const p = await page(wide, server.url);
  await p.goto(address("能源"));
  await answered(p);
  const counts = () => p.$$eval('details[data-field="city"] .n', (list) => list.map((n) => n.textContent));
  const before = await counts();
  await p.locator("#by-kind").click();
  await p.locator("#by-genre").click();
  await p.locator("#f-city-wenzhou").check();
  await p.waitForFunction(() => location.search.includes("city=wenzhou"));
  await answered(p);
  assert.deepEqual(await counts(), before);
  await p.locator("#f-city-hangzhou").check();
  await p.waitForFunction(() => location.search.includes("city=hangzhou"));
  await answered(p);
  const both = JSON.parse(cewen(REPO, "search", "--json", "--city", "wenzhou", "--city", "hangzhou", "--", "能源"));
  assert.equal(await p.textContent("#status"), found(both));
  const open = () => p.$$eval("#facets details", (list) => list.filter((d) => d.open).map((d) => d.dataset.field));
  assert.deepEqual(await open(), ["city", "genre"]);
  await p.reload();
  await answered(p);
  assert.deepEqual(await open(), ["city", "genre"]);
  assert.deepEqual(p.problems, []);
  await wide.close();
});

test("a province and a level narrow, and are no boxes where all are of one", async () => {
  const p = await open("能源");
  assert.equal(await p.locator('details[data-field="province"], details[data-field="level"]').count(), 0);
  await p.goto(address("能源", "&province=330000&level=city"));
  await answered(p);
  const expected = JSON.parse(cewen(REPO, "search", "--json", "--province", "浙江", "--level", "市级", "--", "能源"));
  assert.equal(await p.textContent("#status"), found(expected));
  assert.equal(await p.locator("#c-level-city").textContent(), `市级 ${expected.total}`);
  await p.close();
});

test("on a phone chips narrow, the city first", async () => {
  const p = await open("能源");
  const chips = p.locator("#chips button");
  assert.match(await chips.first().textContent(), /市/);
  await p.locator("#c-city-wenzhou").click();
  await p.waitForFunction(() => location.search.includes("city=wenzhou"));
  await answered(p);
  assert.ok((await ids(p)).every((id) => id.startsWith("wenzhou")));
  assert.equal(await p.locator("#c-city-wenzhou").getAttribute("aria-pressed"), "true");
  await p.locator("#c-city-wenzhou").click();
  await p.waitForFunction(() => !location.search.includes("city"));
  await p.close();
});

test("whoever comes back finds the rows and the place", async () => {
  const p = await open("能源");
  await p.locator("#more").click();
  await p.waitForFunction(() => document.querySelectorAll("#results > li").length === 20);
  const link = p.locator("#results > li").nth(14).locator("h2 a");
  await link.scrollIntoViewIfNeeded();
  const [before, y] = [await ids(p), await p.evaluate(() => scrollY)];
  await link.click();
  await p.waitForSelector("#find");
  await p.goBack();
  await answered(p);
  await p.waitForFunction(() => document.querySelectorAll("#results > li").length === 20);
  assert.deepEqual(await ids(p), before);
  await p.waitForFunction((top) => Math.abs(scrollY - top) < 60, y);
  await p.close();
});

test("a passage is one row, its other records below it", async () => {
  const p = await open("光伏");
  const expected = JSON.parse(cewen(REPO, "search", "--json", "--", "光伏")).hits;
  const same = await p.$$eval("#results > li", (list) => list.map((item) => Number(item.querySelector(".same summary")?.textContent.match(/\d+/)[0] ?? 0)));
  assert.deepEqual(same, expected.map((hit) => hit.same.length));
  const row = expected.findIndex((hit) => hit.same.length);
  const box = p.locator("#results > li").nth(row).locator(".same");
  await box.locator("summary").click();
  await box.locator("a").first().waitFor();
  assert.equal(await box.locator("a").count(), expected[row].same.length);
  assert.deepEqual(p.problems, []);
  await p.close();
});

test("where nothing is found it is said what there is", async () => {
  const p = await open("丽水垃圾");
  assert.match(await p.textContent("#notes"), /「垃圾」有 \d+ 条，但没有丽水市的/);
  assert.ok(await p.locator("#sort").isHidden());
  await p.locator("#notes a").first().click();
  await p.waitForSelector("#results > li");
  await p.goto(address("温洲"));
  await answered(p);
  assert.match(await p.textContent("#notes"), /是不是要找：温州/);
  await p.goto(address("PM2.5"));
  await answered(p);
  assert.match(await p.textContent("#notes"), /相关领域：大气与污染防治/);
  await p.goto(address("光伏 城市:上海"));
  await answered(p);
  assert.match(await p.textContent("#notes"), /本站收有：.*温州市/);
  await p.goto(`${server.url}search/`);
  await p.locator("#start a").first().click();
  await p.waitForSelector("#results > li");
  assert.deepEqual(p.problems, []);
  await p.close();
});

test("pinyin finds at once", async () => {
  const p = await open("guangfu");
  const expected = JSON.parse(cewen(REPO, "search", "--json", "--", "guangfu")).hits;
  assert.deepEqual(await ids(p), expected.map((hit) => hit.id));
  assert.ok(expected.length >= 10);
  await p.close();
});

test("the box of every page suggests, and a key goes to it", async () => {
  for (const at of ["", "cities/"]) {
    const p = await page(context, server.url);
    await p.goto(server.url + at);
    await p.keyboard.press("/");
    assert.equal(await p.evaluate(() => document.activeElement.id), "find");
    await p.locator("#find").pressSequentially("guangf", { delay: 20 });
    await p.waitForSelector("#suggestions li");
    const offered = await p.$$eval("#suggestions li", (list) => list.map((item) => item.textContent));
    assert.ok(offered.includes("光伏"), `${offered}`);
    await p.locator("#suggestions li", { hasText: /^光伏$/ }).click();
    await p.waitForSelector("#results > li");
    // Down the page of a phone, too.
    await p.goto(server.url + at);
    await p.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await p.locator("a.to-find").click();
    assert.equal(await p.evaluate(() => document.activeElement.id), "find");
    assert.deepEqual(p.problems, []);
    await p.close();
  }
  const wide = await chromium.newContext({ viewport: { width: 1280, height: 800 } });
  const p = await page(wide, server.url);
  await p.goto(`${server.url}cities/`);
  const width = await p.$eval("#find", (input) => input.getBoundingClientRect().width / parseFloat(getComputedStyle(input).fontSize));
  assert.ok(width >= 20, `${width} em`);
  await wide.close();
});

test("the latest year first, as on the command line", async () => {
  const p = await open("非化石能源", "&sort=year");
  const expected = JSON.parse(cewen(REPO, "search", "--json", "--sort", "year", "--", "非化石能源"));
  assert.deepEqual(await ids(p), expected.hits.map((hit) => hit.id));
  await p.close();
});

test("pinyin and initials suggest, and the keyboard takes a suggestion", async () => {
  for (const typed of ["guangfu", "gf"]) {
    const p = await page(context, server.url);
    await p.goto(`${server.url}search/`);
    await p.locator("#q").pressSequentially(typed, { delay: 20 });
    await p.waitForSelector("#suggestions li");
    const offered = await p.$$eval("#suggestions li", (list) => list.map((item) => item.textContent));
    assert.ok(offered.includes("光伏"), `${typed}: ${offered}`);
    for (let n = 0; n <= offered.indexOf("光伏"); n++) await p.keyboard.press("ArrowDown");
    assert.equal(await p.locator("#q").getAttribute("aria-activedescendant"), `s-${offered.indexOf("光伏")}`);
    await p.keyboard.press("Enter");
    await p.waitForFunction(() => new URLSearchParams(location.search).get("q") === "光伏");
    await answered(p);
    assert.ok((await ids(p)).length > 0);
    // From the box to the results and among them without a mouse.
    await p.keyboard.press("ArrowDown");
    await p.keyboard.press("ArrowDown");
    assert.equal(await p.evaluate(() => document.activeElement.closest("li").dataset.id), (await ids(p))[1]);
    await p.close();
  }
});

test("traditional characters, full width and other brackets find the same", async () => {
  for (const [one, other] of [["光伏發電", "光伏发电"], ["森林覆盖率８０％", "森林覆盖率80%"], ["丽政办发[2021]56号", "丽政办发〔2021〕56号"]]) {
    const [p, q] = [await open(one), await open(other)];
    assert.deepEqual(await ids(p), await ids(q), one);
    assert.ok((await ids(p)).length > 0);
    await p.close();
    await q.close();
  }
});

test("a hit opens at the passage, its words marked", async () => {
  for (const query of ["虚拟电厂", "活性炭集中再生中心"]) {
    const p = await open(query);
    await p.locator("#results h2 a").first().click();
    await p.waitForSelector("main mark");
    const marks = await p.$$eval("main mark", (list) => list.map((m) => m.textContent));
    assert.ok(marks.some((m) => query.includes(m) || m.includes(query)), `${query}: ${marks}`);
    const seen = await p.$eval("main mark", (m) => m.getBoundingClientRect().top < innerHeight);
    assert.ok(seen, "the first mark is on the screen");
    assert.deepEqual(p.problems, []);
    await p.close();
  }
});

test("nothing found is said, with what is near", async () => {
  const p = await open("鲸鱼座");
  assert.equal(await p.textContent("#status"), "没有找到");
  assert.match(await p.textContent("#notes"), /鲸鱼座/);
  await p.goto(address("光伏鲸鱼座"));
  await answered(p);
  assert.match(await p.textContent("#notes"), /「鲸鱼座」在全部文本中没有出现/);
  await p.close();
});

test("a search can be done without what was widened", async () => {
  const p = await open("新能源车");
  const wide = Number((await p.textContent("#status")).match(/\d+/)[0]);
  await p.getByRole("link", { name: "只查原词" }).click();
  await p.waitForFunction(() => location.search.includes("exact"));
  await answered(p);
  const narrow = Number(((await p.textContent("#status")).match(/\d+/) ?? ["0"])[0]);
  assert.ok(narrow < wide);
  await p.close();
});

test("a file that cannot be fetched is told, and trying again works", async () => {
  const p = await page(context, server.url);
  server.seen.fails = /\/p\/\d+\.bin/;
  await p.goto(address("光伏"));
  await p.waitForSelector("#notes button");
  assert.match(await p.textContent("#notes"), /没有取到/);
  server.seen.fails = null;
  await p.locator("#notes button").click();
  await p.waitForSelector("#results li");
  await p.close();
});

test("a host that knows no parts of files gives the same results", async () => {
  const ids = async () => {
    const p = await open("光伏");
    const found = await p.locator("#results > li").evaluateAll((rows) => rows.map((row) => row.dataset.id));
    await p.close();
    return found;
  };
  const found = await ids();
  assert.ok(found.length >= 10, found.join(" "));
  server.seen.ranges = false;
  assert.deepEqual(await ids(), found);
  server.seen.ranges = true;
});

test("a file of which one bit changed, or the end is missing, is told and gives no other results", async () => {
  const p = await page(context, server.url);
  const flip = (share) => (body) => { const bytes = Buffer.from(body); bytes[Math.floor(bytes.length * share)] ^= 4; return bytes; };
  const cut = (body) => body.subarray(0, body.length - 9);
  for (const kind of [/\/start\.bin$/, /\/p\/\d+\.bin$/, /\/t\/\d+\.bin$/]) {
    for (const damage of [flip(0.3), flip(0.6), flip(0.99), cut]) {
      server.seen.damage = (name, body) => (kind.test(name) ? damage(body) : null);
      await p.goto(address("光伏装机"));
      await p.waitForSelector("#notes button");
      assert.match(await p.textContent("#notes"), /已经损坏/);
      assert.equal(await p.locator("#results > li").count(), 0);
    }
  }
  server.seen.damage = null;
  await p.locator("#notes button").click();
  await p.waitForSelector("#results li");
  await p.close();
});

test("hostile words stay words", async () => {
  const p = await open('<img src=x onerror="alert(1)"> 光伏');
  assert.equal(await p.locator("main img").count(), 0);
  await p.goto(address("光伏", "&city=%3Cscript%3E&sort=x&kind=../.."));
  await answered(p);
  assert.equal(await p.locator("main img, main script:not([src], [type='application/ld+json'])").count(), 0);
  assert.deepEqual(p.problems, []);
  await p.close();
});

test("every page has the box, which works without the page's script", async () => {
  const p = await page(context, server.url);
  await p.goto(`${server.url}cities/`);
  await p.locator("#find").fill("碳普惠");
  await p.keyboard.press("Enter");
  await p.waitForSelector("#results li");
  assert.equal(await p.inputValue("#q"), "碳普惠");
  await p.close();
  const plain = await chromium.newContext({ javaScriptEnabled: false });
  const q = await page(plain, server.url);
  await q.goto(address("光伏"));
  assert.match(await q.textContent("main"), /JavaScript/);
  assert.ok(await q.locator('main a[href$="topics/"]').count());
  await plain.close();
});

test("no sideways scroll at 360 px, and room for fingers", async () => {
  const p = await open("能源");
  const wide = await p.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wide, false);
  const small = await p.$$eval("form button, form input, select", (list) => list.filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.id));
  assert.deepEqual(small, []);
  await p.close();
});
