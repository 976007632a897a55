// Every kind of page in a real browser: accessible, valid, of one origin, readable on a phone.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { HtmlValidate } from "html-validate";
import { REPO, browser, built, cewen, page, serve, severalAtATime } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let site, server, chromium, kinds;
before(async () => {
  site = built();
  server = await serve(site.out);
  chromium = await browser();
  kinds = pagesOfEachKind(site.out);
});
after(async () => {
  await chromium?.close();
  server?.close();
  site?.remove();
});

/** Every HTML page below the site's folder. */
const all = (folder) => readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".html")).map((name) => name.replaceAll(path.sep, "/"));

/** Two pages of each kind: the first and the longest. */
function pagesOfEachKind(folder) {
  const byKind = new Map();
  for (const name of all(folder)) {
    const parts = name.split("/");
    const kind = parts.length > 2 ? `${parts[0]}/${parts[0] === "compare" && parts[1] === "measures" ? "pair" : "one"}` : name;
    const size = readFileSync(path.join(folder, name)).length;
    const found = byKind.get(kind) ?? [name, name, 0];
    if (size > found[2]) byKind.set(kind, [found[0], name, size]);
  }
  return [...new Set([...byKind.values()].flatMap(([first, longest]) => [first, longest]))].map((name) => name.replace(/index\.html$/, ""));
}

/** What axe has to say of a page in light and dark, and how far it is too wide. */
async function flaws(p, address) {
  const found = [];
  const tell = (violations) => {
    for (const { id, help, nodes } of violations) found.push(`${address}: ${id} (${help}) ${nodes.slice(0, 2).map((n) => n.html.slice(0, 160)).join(" | ")}`);
  };
  await p.evaluate(AXE);
  for (const colorScheme of ["dark", "light"]) {
    await p.emulateMedia({ colorScheme });
    tell(await p.evaluate(async () => (await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })).violations));
  }
  const wide = await p.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) found.push(`${address}: ${wide} px too wide`);
  return found;
}

test("axe finds nothing on any kind of page, in light and dark, on a phone and a wide screen", async () => {
  assert.ok(kinds.length > 15, `${kinds.length} pages`);
  const found = await severalAtATime([360, 1280], 2, async (width) => {
    const context = await chromium.newContext({ viewport: { width, height: 800 }, colorScheme: "light", bypassCSP: true });
    const p = await page(context, server.url);
    const found = [];
    for (const address of [...kinds, `search/?q=${encodeURIComponent("光伏")}`]) {
      await p.goto(server.url + address);
      if (address.includes("?q=")) await p.waitForSelector("#results li");
      found.push(...(await flaws(p, address)).map((told) => `${width} px: ${told}`));
    }
    await context.close();
    return [...found, ...p.problems];
  });
  assert.deepEqual(found.flat(), []);
});

test("every page is valid HTML", async () => {
  const validate = new HtmlValidate({
    extends: ["html-validate:recommended"],
    rules: {
      "doctype-style": ["error", { style: "lowercase" }],
      "long-title": "off",
      "no-trailing-whitespace": "off",
      // A box with suggestions and a table that scrolls have no element of their own.
      "prefer-native-element": ["error", { exclude: ["combobox", "listbox", "group"] }],
    },
  });
  const found = new Map();
  let pages = 0;
  for (const name of all(site.out)) {
    pages++;
    const report = await validate.validateString(readFileSync(path.join(site.out, name), "utf8"), name);
    for (const { messages } of report.results) {
      for (const { ruleId, message, line } of messages) {
        if (!found.has(`${ruleId}: ${message}`)) found.set(`${ruleId}: ${message}`, `${name}:${line}`);
      }
    }
  }
  assert.ok(pages > 300);
  assert.deepEqual(Object.fromEntries([...found].slice(0, 40)), {});
});

test("the site works without JavaScript, with a strict policy and from its own origin only", async () => {
  const context = await chromium.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const p = await page(context, server.url);
  for (const address of kinds) {
    await p.goto(server.url + address);
    assert.ok((await p.textContent("h1")).length > 0, address);
  }
  assert.deepEqual(p.problems, []);
  await context.close();
  const scripted = await chromium.newContext();
  const q = await page(scripted, server.url);
  for (const address of kinds) await q.goto(server.url + address);
  assert.deepEqual(q.problems, []);
  await scripted.close();
});

test("the first view of each kind of page is light", async () => {
  // Each on a server that counts for it alone: a page waits half a second for what it may still fetch.
  const rows = await severalAtATime(kinds, 4, async (address) => {
    const own = await serve(site.out);
    const context = await chromium.newContext({ viewport: { width: 360, height: 740 } });
    const p = await page(context, own.url);
    await p.goto(own.url + address);
    await p.waitForLoadState("networkidle");
    await context.close();
    own.close();
    return [own.seen.bytes, address];
  });
  rows.sort((a, b) => b[0] - a[0]);
  for (const [bytes, address] of rows) console.log(String(bytes).padStart(7), address);
  assert.ok(rows[0][0] <= 100_000, `${rows[0]}`);
});

test("tables and long words scroll in their own box, and every link is reached by keyboard", async () => {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 } });
  const p = await page(context, server.url);
  // Search, measure, comparison: without a mouse.
  await p.goto(`${server.url}search/?q=${encodeURIComponent("光伏沐光")}`);
  await p.waitForSelector("#results li");
  await p.locator("#q").focus();
  await p.keyboard.press("ArrowDown");
  await p.keyboard.press("Enter");
  await p.waitForURL(/measures\//);
  const compare = p.getByRole("link", { name: /^两条举措并列/ }).first();
  for (let n = 0; n < 200 && !(await compare.evaluate((e) => e === document.activeElement)); n++) await p.keyboard.press("Tab");
  await p.keyboard.press("Enter");
  await p.waitForURL(/compare\/measures\//);
  assert.equal(await p.locator(".pair > section").count(), 2);
  await context.close();
});

test("large print is a switch that stays on", async () => {
  // As narrow as WCAG 2.2 asks for (1.4.10, reflow).
  const context = await chromium.newContext({ viewport: { width: 320, height: 740 } });
  const p = await page(context, server.url);
  const size = () => p.evaluate(() => parseFloat(getComputedStyle(document.querySelector("main p")).fontSize));
  await p.goto(`${server.url}about/`);
  const before = await size();
  await p.getByRole("button", { name: "大字" }).click();
  assert.ok(await size() >= 18 && await size() > before);
  await p.goto(`${server.url}documents/lishui-2021-green-low-carbon/`);
  assert.ok(await p.evaluate(() => document.documentElement.classList.contains("large")));
  assert.equal(await p.getByRole("button", { name: "大字" }).getAttribute("aria-pressed"), "true");
  for (const address of kinds) {
    await p.goto(server.url + address);
    const wide = await p.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${address} is ${wide} px too wide in large print`);
  }
  await p.getByRole("button", { name: "大字" }).click();
  assert.equal(await p.evaluate(() => document.documentElement.classList.contains("large")), false);
  assert.deepEqual(p.problems, []);
  await context.close();
});

test("the page of a document leads to those it names and that name it, without a script", async (t) => {
  const root = mkdtempSync(path.join(tmpdir(), "cewen-references-"));
  for (const name of ["content", "themes"]) cpSync(path.join(REPO, name), path.join(root, name), { recursive: true });
  for (const name of ["documents", "sources.yaml", "updates.yaml", "corrections"]) rmSync(path.join(root, "content", name), { recursive: true, force: true });
  mkdirSync(path.join(root, "seeds"));
  writeFileSync(path.join(root, "content/sources.yaml"), ["old", "new", "plan"].map((id) => `- {file: seeds/${id}.txt, id: ${id}}\n`).join(""));
  const text = (name, lines) => writeFileSync(path.join(root, "seeds", `${name}.txt`), lines.join("\n") + "\n");
  text("old", ["丽水市公共停车管理办法", "丽政发〔2015〕8号", "一、总则", "（一）规范停车。加强停车管理。", "丽水市人民政府", "2015年5月10日"]);
  text("new", ["丽水市停车场管理规定", "丽政发〔2022〕9号", "一、总则", "（一）规范停车。加强停车管理。", "二、附则", "本规定自2022年7月1日起施行，《丽水市公共停车管理办法》（丽政发〔2015〕8号）同时废止。", "丽水市人民政府", "2022年5月10日"]);
  text("plan", ["丽水市静态交通实施方案", "根据《丽水市停车场管理规定》（丽政发〔2022〕9号）和《丽水市城市管理条例》，制定本方案。", "一、任务", "（一）建设车位。新增停车位1000个。", "丽水市人民政府", "2023年5月10日"]);
  cewen(root, "build");
  const own = await serve(path.join(root, "public"));
  t.after(() => {
    own.close();
    rmSync(root, { recursive: true, force: true });
  });
  const context = await chromium.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true });
  const p = await page(context, own.url);
  const found = [];
  for (const id of ["old", "new", "plan"]) {
    await p.goto(`${own.url}documents/${id}/`);
    found.push(...(await flaws(p, id)));
  }
  assert.deepEqual(found, []);
  await context.close();

  const still = await chromium.newContext({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
  const plain = await page(still, own.url);
  await plain.goto(`${own.url}documents/old/`);
  const validity = plain.locator(".trust dd", { hasText: "已废止" });
  assert.match(await validity.textContent(), /丽水市停车场管理规定.*2022-07-01.*第6行/);
  await plain.click("section[aria-labelledby=h-naming] li > a");
  assert.equal(new URL(plain.url()).pathname, "/sub/path/documents/new/");
  const around = await plain.locator(".levels > li > ul > li").allTextContents();
  assert.deepEqual(around.map((text) => text.trim()), ["丽水市停车场管理规定", "丽水市公共停车管理办法 被废止：本文件", "丽水市静态交通实施方案 依据：本文件"]);
  await plain.goto(`${own.url}documents/plan/`);
  assert.deepEqual(await plain.locator("section[aria-labelledby=h-references] li > a:not(.src)").allTextContents(), ["《丽水市停车场管理规定》"]);
  await still.close();
});

test("the interface speaks English where a site says so, and tells that the texts are Chinese", async (t) => {
  const root = mkdtempSync(path.join(tmpdir(), "cewen-en-"));
  for (const name of ["seeds", "content", "themes"]) cpSync(path.join(REPO, name), path.join(root, name), { recursive: true });
  const settings = path.join(root, "content/site.yaml");
  writeFileSync(settings, readFileSync(settings, "utf8").replace("language: zh-CN", "language: en\nreport_url: https://example.org/issues/new"));
  cewen(root, "build");
  const own = await serve(path.join(root, "public"));
  t.after(() => {
    own.close();
    rmSync(root, { recursive: true, force: true });
  });
  const context = await chromium.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true });
  const p = await page(context, own.url);
  const found = [];
  for (const address of kinds) {
    await p.goto(own.url + address);
    await p.evaluate(AXE);
    const { violations } = await p.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    for (const { id, nodes } of violations) found.push(`${address}: ${id} ${nodes[0].html.slice(0, 160)}`);
    const wide = await p.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) found.push(`${address}: ${wide} px too wide`);
    if (address !== "404.html") assert.equal(await p.getAttribute("main", "lang"), "zh-CN");
    assert.equal(await p.getAttribute("html", "lang"), "en");
  }
  assert.deepEqual(found, []);
  await p.goto(`${own.url}measures/lishui-2021-green-low-carbon/3-1/`);
  assert.equal(await p.locator("#h-agencies").textContent(), "Who answers for it");
  // The link to report an error carries record, version and words.
  const report = new URL(await p.locator(".report a").getAttribute("href"));
  assert.equal(report.origin, "https://example.org");
  assert.match(report.searchParams.get("title"), /lishui-2021-green-low-carbon\/3-1/);
  assert.match(report.searchParams.get("body"), /Version：[0-9a-f]{12}\n[^]*围绕能源清洁低碳供应/);
  assert.deepEqual(p.problems, []);
  await context.close();
});
