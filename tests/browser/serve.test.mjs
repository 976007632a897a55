// `cewen serve`: pages that follow what a maintainer writes.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { PROGRAM, REPO, browser } from "./site.mjs";

const root = mkdtempSync(path.join(tmpdir(), "cewen-serve-"));
let program, url, chromium;

before(async () => {
  for (const part of ["seeds", "content", "themes"]) cpSync(path.join(REPO, part), path.join(root, part), { recursive: true });
  program = spawn(PROGRAM, ["--root", root, "serve", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  url = await new Promise((done, fail) => {
    program.stdout.on("data", (text) => {
      said += text;
      const found = said.match(/http:\/\/127\.0\.0\.1:\d+\//);
      if (found) done(found[0]);
    });
    program.on("exit", () => fail(new Error(`serve ended: ${said}`)));
  });
  chromium = await browser();
});

after(async () => {
  await chromium?.close();
  program?.removeAllListeners("exit");
  program?.kill();
  rmSync(root, { recursive: true, force: true });
});

const file = (name) => path.join(root, name);

test("a change of a text, a word or a style is on the page at once", async () => {
  const page = await chromium.newPage();
  await page.goto(url);
  const settings = readFileSync(file("content/site.yaml"), "utf8");
  writeFileSync(file("content/site.yaml"), settings.replace("title: 策问", "title: 策问甲"));
  await page.waitForFunction(() => document.title.includes("策问甲"));
  const words = readFileSync(file("themes/default/i18n/zh-CN.yaml"), "utf8");
  writeFileSync(file("themes/default/i18n/zh-CN.yaml"), words.replace("首页", "门户页"));
  await page.goto(`${url}measures/`);
  await page.getByText("门户页").first().waitFor();
  await page.close();
});

test("what is wrong is shown over the last good state, and goes when it is mended", async () => {
  const page = await chromium.newPage();
  await page.goto(`${url}cities/`);
  const heading = await page.locator("h1").textContent();
  const template = readFileSync(file("themes/default/templates/cities.html"), "utf8");
  writeFileSync(file("themes/default/templates/cities.html"), template.replace("<h1>", "<h1>{{ nothing.here.at.all }}<b>&lt;"));
  const wrong = page.locator("#cewen-wrong");
  await wrong.waitFor();
  const told = await wrong.textContent();
  assert.match(told, /themes\/default\/templates\/cities\.html:\d+:\d+/);
  assert.equal(await page.locator("h1").textContent(), heading);
  // A page that is opened now says so, too.
  const other = await chromium.newPage();
  await other.goto(url);
  await other.locator("#cewen-wrong").waitFor();
  await other.close();
  writeFileSync(file("themes/default/templates/cities.html"), template);
  await wrong.waitFor({ state: "detached" });
  await page.close();
});

test("the search works, an address that leads nowhere says so, nothing of the site is written", async () => {
  const before = readFileSync(file("content/updates.yaml"), "utf8");
  appendFileSync(file("seeds/000_797e392815398817.txt"), "\n（附）补充一句话。\n");
  const page = await chromium.newPage();
  await page.goto(`${url}search/?q=${encodeURIComponent("光伏装机")}`);
  await page.locator("#results li").first().waitFor();
  const response = await page.goto(`${url}no/such/page/`);
  assert.equal(response.status(), 404);
  assert.equal(readFileSync(file("content/updates.yaml"), "utf8"), before);
  await page.close();
});
