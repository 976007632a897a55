// What programs read of the site: data beside pages, schema.org, feeds, sitemaps; and addresses that
// no longer lead to a record.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { REPO, browser, cewen, page, serve } from "./site.mjs";

const BASE = "https://example.org/policies/";
let root, out, server, chromium;
before(async () => {
  root = mkdtempSync(path.join(tmpdir(), "cewen-root-"));
  for (const name of ["seeds", "content", "themes"]) cpSync(path.join(REPO, name), path.join(root, name), { recursive: true });
  out = path.join(root, "public");
  cewen(root, "build", "--base-url", BASE);
  server = await serve(out);
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  server?.close();
  if (root) rmSync(root, { recursive: true, force: true });
});

const all = (ending) => readdirSync(out, { recursive: true }).map((name) => name.replaceAll(path.sep, "/")).filter((name) => name.endsWith(ending));
const read = (name) => readFileSync(path.join(out, name), "utf8");
const blocks = (html) => [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].flatMap((m) => JSON.parse(m[1]));

test("what stands as data is linked and parses: documents, measures by their document, indicators, comparisons", () => {
  const kinds = new Map();
  for (const name of all("index.html")) {
    const data = read(name).match(/type="application\/json" href="([^"]*)"/)?.[1];
    if (!data) continue;
    const file = path.posix.join(path.posix.dirname(name), data);
    const record = JSON.parse(read(file));
    const kind = name.split("/")[0];
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (kind !== "measures" || name === "measures/index.html") continue;
    const id = name.slice("measures/".length, -"/index.html".length);
    const measure = record.measures.find((own) => own.id === id);
    const [first, last] = measure.blocks ?? [1, 0];
    const text = measure.text ?? record.blocks.slice(first, last + 1).filter((b) => b.type === "paragraph").map((b) => b.text).join("\n");
    const shown = [...read(name).match(/<div class="text">(.*?)<\/div>/s)[1].replace(/<[^>]*>/g, "").matchAll(/\S/g)].join("");
    assert.equal(text.replace(/\s/g, ""), shown, name);
  }
  assert.ok(kinds.get("measures") > 150 && kinds.get("documents") === 5, JSON.stringify([...kinds]));
  for (const kind of ["indicators", "compare"]) assert.ok(kinds.get(kind) > 20, kind);
});

test("former addresses of data lead to what is there", async () => {
  const rules = read("_redirects").trim().split("\n").map((rule) => rule.split(" "));
  assert.ok(rules.length > 10);
  const measure = "lishui-2021-green-low-carbon/3-1";
  for (const former of [`measures/${measure}/index.json`, "documents/lishui-2021-green-low-carbon/index.yaml", "index.json", "topics/pv/index.json"]) {
    assert.ok(!all("").includes(former), former);
    const address = new URL(former, BASE).pathname;
    const found = rules.map(([from, to]) => [address.match(new RegExp(`^${from.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`)), to]).find(([match]) => match);
    assert.ok(found, former);
    const to = found[1].replace(/:(\w+)/g, (_, name) => found[0].groups[name]);
    JSON.parse(read(to.slice(new URL(BASE).pathname.length)));
  }
  // Where the host does not redirect, the page that says so leads there.
  const p = await (await chromium.newContext()).newPage();
  await p.route(`${BASE}**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(new URL(BASE).pathname.length);
    return route.fulfill(existsSync(path.join(out, name)) ? { path: path.join(out, name) } : { status: 404, path: path.join(out, "404.html") });
  });
  await p.goto(`${BASE}measures/${measure}/index.json`);
  const link = p.getByRole("link", { name: "这里的数据在文件的数据" });
  assert.equal(await link.getAttribute("href"), "/policies/documents/lishui-2021-green-low-carbon/index.json");
  // Some hosts redirect even where there is a page.
  for (const [from] of rules) assert.match(from, /\/index\.(json|yaml)$/);
});

test("schema.org: every block parses and says what kind of thing the page is about", () => {
  const kinds = new Map();
  for (const name of all("index.html")) {
    for (const block of blocks(read(name))) {
      assert.equal(block["@context"], "https://schema.org");
      kinds.set(block["@type"], (kinds.get(block["@type"]) ?? 0) + 1);
      if (block["@type"] === "BreadcrumbList") {
        assert.deepEqual(block.itemListElement.map((i) => i.position), block.itemListElement.map((_, n) => n + 1), name);
        assert.ok(block.itemListElement.every((i) => i.name), name);
      } else if (block.url) {
        const place = name.replace(/index\.html$/, "");
        assert.equal(block.url, BASE + place);
      }
    }
  }
  for (const kind of ["BreadcrumbList", "Legislation", "Dataset", "GovernmentOrganization", "CollectionPage", "WebSite"]) assert.ok(kinds.get(kind), kind);
  const [document] = blocks(read("documents/lishui-2021-green-low-carbon/index.html")).filter((b) => b["@type"] === "Legislation");
  assert.equal(document.legislationIdentifier, "丽政办发〔2021〕56号");
  assert.equal(document.legislationDate, "2021-09-30");
  assert.deepEqual(document.legislationJurisdiction, { "@type": "AdministrativeArea", name: "丽水市", identifier: "331100" });
});

test("every page describes itself: title, description, canonical address, Open Graph", () => {
  const descriptions = new Map();
  for (const name of all("index.html")) {
    const html = read(name);
    const tag = (pattern) => html.match(pattern)?.[1] ?? assert.fail(`${name} has no ${pattern}`);
    const place = BASE + name.replace(/index\.html$/, "");
    assert.equal(tag(/<link rel="canonical" href="([^"]*)"/), place);
    assert.equal(tag(/<meta property="og:url" content="([^"]*)"/), place);
    assert.equal(tag(/<meta property="og:title" content="([^"]+)"/), tag(/<title>([^<]+)<\/title>/));
    const description = tag(/<meta name="description" property="og:description" content="([^"]+)"/);
    assert.ok(description.length >= 10, `${name}: ${description}`);
    descriptions.set(description, (descriptions.get(description) ?? 0) + 1);
  }
  const often = [...descriptions].filter(([, n]) => n > 2);
  assert.deepEqual(often, [], "descriptions of many pages");
});

test("feeds and sitemap are well-formed and lead to pages that are there", async () => {
  const p = await page(await chromium.newContext(), server.url);
  await p.goto(server.url);
  const parse = (name) => p.evaluate(async (text) => {
    const xml = new DOMParser().parseFromString(text, "application/xml");
    if (xml.querySelector("parsererror")) return { error: xml.querySelector("parsererror").textContent };
    const texts = (selector) => [...xml.querySelectorAll(selector)].map((e) => e.textContent);
    return { root: xml.documentElement.localName, ids: texts("id"), updated: texts("updated"), titles: texts("title"), links: [...xml.querySelectorAll("link")].map((l) => [l.getAttribute("rel"), l.getAttribute("href")]), entries: xml.querySelectorAll("entry").length, locs: texts("loc") };
  }, read(name));
  for (const name of all("atom.xml")) {
    const feed = await parse(name);
    assert.equal(feed.error, undefined, name);
    assert.equal(feed.root, "feed");
    assert.equal(new Set(feed.ids).size, feed.entries + 1, `${name}: each entry has an id of its own`);
    assert.ok(feed.ids.every((id) => /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)), name);
    assert.ok(feed.updated.every((time) => /^\d{4}-\d{2}-\d{2}T00:00:00Z$/.test(time)), name);
    assert.ok(feed.entries > 0 && feed.titles.every(Boolean), name);
    for (const [rel, href] of feed.links) {
      const target = new URL(href, BASE + name).href;
      assert.ok(target.startsWith(BASE), target);
      if (rel === "alternate") read(path.posix.join(target.slice(BASE.length), "index.html"));
    }
  }
  // One of the site, and one of each place, topic, indicator and body.
  const withFeed = all("index.html").filter((name) => /^(cities|topics|indicators|agencies)\/[^/]+\/index\.html$/.test(name));
  assert.equal(all("atom.xml").length, 1 + withFeed.length);
  const map = await parse("sitemap.xml");
  assert.equal(map.root, "urlset");
  for (const loc of map.locs) read(path.posix.join(loc.slice(BASE.length), "index.html"));
  assert.equal(map.locs.length, all("index.html").length);
  const search = await parse("opensearch.xml");
  assert.equal(search.root, "OpenSearchDescription");
});

test("an address that was published never dies", async (t) => {
  t.after(() => { delete process.env.SOURCE_DATE_EPOCH; });
  const measure = (id) => `measures/${id}/index.html`;
  const gone = JSON.parse(read("documents/wenzhou-2023-pollution-carbon-synergy/index.json"));
  const moved = JSON.parse(read("documents/lishui-2023-forest-carbon/index.json"));
  // One text is taken away, one gets another id, one is corrected.
  rmSync(path.join(root, gone.source.file));
  const sources = path.join(root, "content/sources.yaml");
  const list = readFileSync(sources, "utf8").split("\n").filter((line) => !line.includes(gone.id));
  writeFileSync(sources, list.join("\n").replace("lishui-2023-forest-carbon", "lishui-2023-forest-sinks"));
  const folder = path.join(root, "content/corrections");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "a.yaml"), "- {document: lishui-2021-green-low-carbon, quote: 力争完成光伏新增装机27万千瓦, set: {value: 28}, why: 试验用}\n");
  const before = all("index.html");
  // Another day: what comes and goes on one day is told as what is left of it.
  process.env.SOURCE_DATE_EPOCH = String(Date.UTC(2031, 0, 2) / 1000);
  cewen(root, "build", "--base-url", BASE);
  // Pages of records; pairs come and go with the links.
  const records = before.filter((name) => !name.startsWith("compare/measures/"));
  const lost = records.filter((name) => !all("index.html").includes(name));
  assert.deepEqual(lost, []);
  const p = await page(await chromium.newContext(), server.url);
  await p.goto(server.url + "measures/" + gone.measures[0].id + "/");
  assert.equal(await p.locator("h1").textContent(), gone.measures[0].title);
  assert.match(await p.locator("main").textContent(), /已经改名或撤下/);
  assert.ok(await p.getByRole("link", { name: gone.title }).count(), "the document it stood in is named");
  assert.equal(await p.locator("meta[name=robots]").getAttribute("content"), "noindex");
  const renamed = moved.measures[0];
  await p.goto(server.url + "measures/" + renamed.id + "/");
  await p.getByRole("link", { name: renamed.title }).click();
  assert.equal(new URL(p.url()).pathname, `/sub/path/measures/${renamed.id.replace("forest-carbon", "forest-sinks")}/`);
  await p.goto(server.url + "updates/");
  const today = await p.locator(".day").first().textContent();
  for (const words of ["撤下", gone.title, "改名", moved.title, "已更正", "试验用", "光伏新增装机", "27", "28"]) assert.ok(today.includes(words), `${words} is not among the updates`);
  const feed = read("atom.xml");
  assert.ok(feed.includes("撤下") && feed.includes("试验用"));
  assert.ok(!read("sitemap.xml").includes(gone.id), "a page that says something is gone is no page to be found");
  assert.ok(read(measure("lishui-2021-green-low-carbon/3-1")).includes("已更正"));
  // The next build has nothing to add.
  const log = readFileSync(path.join(root, "content/updates.yaml"), "utf8");
  cewen(root, "build", "--base-url", BASE);
  assert.equal(readFileSync(path.join(root, "content/updates.yaml"), "utf8"), log);
  assert.deepEqual(p.problems, []);
});
