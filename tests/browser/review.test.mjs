// `cewen review`: a document checked with the keys alone, what is written, and what the next build makes of it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { PROGRAM, REPO, browser, cewen, page as watched } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ID = "lishui-2021-green-low-carbon";
const root = mkdtempSync(path.join(tmpdir(), "cewen-review-"));
const file = (name) => path.join(root, name);
const text = (name) => (existsSync(file(name)) ? readFileSync(file(name), "utf8") : "");
let program, url, chromium;

before(async () => {
  for (const part of ["seeds", "content", "themes"]) cpSync(path.join(REPO, part), path.join(root, part), { recursive: true });
  program = spawn(PROGRAM, ["--root", root, "review", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  url = await new Promise((done, fail) => {
    program.stdout.on("data", (words) => {
      said += words;
      const found = said.match(/http:\/\/127\.0\.0\.1:\d+\//);
      if (found) done(found[0]);
    });
    program.on("exit", () => fail(new Error(`review ended: ${said}`)));
  });
  chromium = await browser();
});

after(async () => {
  await chromium?.close();
  program?.removeAllListeners("exit");
  program?.kill();
  rmSync(root, { recursive: true, force: true });
});

/** What axe has to say of a page. */
async function violations(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`);
}

const progress = (page) => page.locator("#progress").textContent();
const current = (page) => page.locator(".records .current .what").textContent();
const moved = (page, from) => page.waitForFunction((from) => document.querySelector("#progress").textContent !== from, from);

/** Goes on to a figure. */
async function toFigure(page) {
  for (let n = 0; n < 100 && (await page.locator(".records .current .kind").first().textContent()) !== "指标"; n++) await page.keyboard.press("j");
}

test("a document is reviewed with the keys alone, and the next build applies it", async () => {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await watched(context, url);
  await page.goto(url);
  // The most doubtful document first; its link has the focus.
  const counts = await page.locator("tbody tr td:nth-child(3)").allTextContents();
  assert.equal(counts.length, 5);
  await page.goto(`${url}documents/${ID}`);
  await page.locator(".records .current").waitFor();
  const total = Number((await progress(page)).match(/0\/(\d+)/)[1]);
  assert.ok(total > 20, await progress(page));

  // In reading order the record of the document is the first.
  await page.keyboard.press("o");
  const first = page.locator(".records > li").first();
  for (let n = 0; n < total && !(await first.getAttribute("class")); n++) await page.keyboard.press("k");
  await page.keyboard.press("j");
  const measure = await current(page);
  assert.ok((await page.locator(".text li.current").count()) > 0);
  let was = await progress(page);
  await page.keyboard.press("a");
  await moved(page, was);
  assert.match(text(`content/reviews/${ID}.yaml`), /^- record: lishui-2021-green-low-carbon\/\S+\n {2}version: '?[0-9a-f]{12}'?\n {2}on: '?\d{4}-\d\d-\d\d'?\n$/);
  assert.notEqual(await current(page), measure);

  // The first figure: its name is set right.
  await toFigure(page);
  const figure = await current(page);
  assert.equal(await page.locator(".text mark").count() > 0, true, `the quote of ${figure} is marked`);
  await page.keyboard.press("c");
  await page.locator("dialog [data-field=name]").focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("审阅者所定名称");
  // A value that the field cannot hold is told in the form, which stays open.
  await page.locator("dialog [data-field=year]").focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("明年");
  await page.keyboard.press("Control+Enter");
  await page.locator("dialog .problem", { hasText: "`year`" }).waitFor();
  assert.equal(text(`content/corrections/${ID}.yaml`), "");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.field), "year");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("2025");
  was = await progress(page);
  await page.keyboard.press("Control+Enter");
  await moved(page, was);
  const written = text(`content/corrections/${ID}.yaml`);
  assert.match(written, /set:\n {4}name: 审阅者所定名称/);
  assert.match(written, /was:\n {4}quote: /);
  assert.match(written, /why: 以原文为准/);

  // Another is dropped, and taken back.
  await toFigure(page);
  const dropped = await current(page);
  await page.keyboard.press("x");
  await page.keyboard.press("Control+Enter");
  await page.waitForFunction(() => !document.querySelector("dialog"));
  assert.match(text(`content/corrections/${ID}.yaml`), /drop: true/);
  assert.equal(await page.locator(".records .what", { hasText: dropped }).count(), 0);
  await page.keyboard.press("u");
  await page.locator(".records .current .what", { hasText: dropped }).waitFor();
  assert.equal(text(`content/corrections/${ID}.yaml`), written);

  // Help, and back.
  await page.keyboard.press("?");
  await page.locator("dialog kbd").first().waitFor();
  await page.keyboard.press("Escape");

  // The rest is accepted.
  for (let n = 0; n < total + 2; n++) {
    was = await progress(page);
    if (was.includes(`${total}/${total}`)) break;
    await page.keyboard.press("a");
    await moved(page, was);
  }
  assert.ok((await progress(page)).includes(`${total}/${total}`), await progress(page));
  assert.equal(text(`content/reviews/${ID}.yaml`).match(/^- record: /gm).length, total);
  assert.equal(await page.evaluate(() => document.activeElement.id), "next");
  assert.deepEqual(page.problems.filter((p) => !p.includes("422")), []);
  await context.close();

  cewen(root, "build", "--out", file("public"));
  assert.match(text(`content/documents/${ID}.yaml`), /name: 审阅者所定名称/);
  const again = await chromium.newPage();
  await again.goto(`${url}documents/${ID}`);
  assert.ok((await again.locator("#progress").textContent()).includes(`${total}/${total}`));
  await again.close();
});

test("what was missed is added from the selected text, with the mouse", async () => {
  const other = "lishui-2023-forest-carbon";
  const page = await chromium.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${url}documents/${other}`);
  const line = page.locator(".text .words", { hasText: /\d+(\.\d+)?万亩/ }).first();
  const number = await line.locator("xpath=ancestor::li").getAttribute("data-line");
  await line.evaluate((words) => {
    const text = words.firstChild ?? words;
    const at = text.textContent.search(/\d+(\.\d+)?万亩/);
    getSelection().setBaseAndExtent(text, at, text, at + text.textContent.slice(at).match(/^\d+(\.\d+)?万亩/)[0].length);
  });
  await page.getByRole("button", { name: "添加指标" }).click();
  assert.equal(await page.locator("dialog [data-field=unit]").inputValue(), "万亩");
  assert.equal(await page.locator("dialog [data-field=lines]").inputValue(), `${number}-${number}`);
  await page.locator("dialog [data-field=name]").fill("新增面积");
  await page.getByRole("button", { name: "保存" }).click();
  await page.waitForFunction(() => !document.querySelector("dialog"));
  const written = text(`content/corrections/${other}.yaml`);
  assert.match(written, /add:\n {4}figure:\n {6}name: 新增面积/);
  assert.ok((await progress(page)).includes("1/"), "what was added is reviewed");
  await page.close();
});

test("axe finds nothing, and nothing is too wide, on a phone and a wide screen, with a form open", async () => {
  for (const width of [360, 1280]) {
    const page = await chromium.newPage({ viewport: { width, height: 800 } });
    for (const address of ["", `documents/${ID}`, "documents/no-such-document"]) {
      await page.goto(url + address);
      assert.deepEqual(await violations(page), [], `${address} at ${width}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${address} at ${width} is ${wide} too wide`);
    }
    await page.goto(`${url}documents/${ID}`);
    await page.keyboard.press("j");
    await page.keyboard.press("c");
    await page.locator("dialog[open]").waitFor();
    assert.deepEqual(await violations(page), [], `form at ${width}`);
    await page.close();
  }
});
