// Reading a document, filtering a list, citing and reporting: as people do it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { page, staged } from "./site.mjs";

const DOCUMENT = "documents/lishui-2021-green-low-carbon/";
const MEASURE = "measures/lishui-2021-green-low-carbon/3-1/";

const stage = staged();

const open = async (address, options = {}) => {
  const context = await stage.chromium.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const p = await page(context, stage.server.url);
  await p.goto(stage.server.url + address);
  return p;
};
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true };

test("the table of contents follows where there is room, and opens and closes on a phone", async () => {
  const wide = await open(DOCUMENT);
  assert.ok(await wide.locator(".contents nav").isVisible());
  await wide.evaluate(() => document.getElementById("L72").scrollIntoView());
  await wide.waitForFunction(() => document.querySelector(".contents [aria-current]")?.hash.startsWith("#L"));
  const current = await wide.locator(".contents [aria-current]").textContent();
  assert.match(current, /光伏沐光/);
  assert.ok(await wide.locator(".contents [aria-current]").isVisible());
  const phone = await open(DOCUMENT, PHONE);
  assert.equal(await phone.locator(".contents nav").isVisible(), false);
  await phone.locator(".contents summary").click();
  await phone.locator(".contents a", { hasText: "光伏沐光" }).click();
  assert.equal(await phone.locator(".contents nav").isVisible(), false);
  // The list stays on top, but does not hide the heading that was chosen.
  const heading = await phone.locator("#L72").boundingBox();
  const bar = await phone.locator(".contents").boundingBox();
  assert.ok(heading.y >= bar.y + bar.height - 1, `${heading.y} under ${bar.y + bar.height}`);
  assert.match(await phone.locator(".contents summary").textContent(), /光伏沐光/);
  assert.deepEqual([...wide.problems, ...phone.problems], []);
});

test("a marked figure tells what was read: by mouse, keyboard and touch; without JavaScript it is a link", async () => {
  const p = await open(DOCUMENT);
  const mark = p.locator(".mark.figure", { hasText: "27万千瓦" }).first();
  await mark.hover();
  assert.match(await p.locator("#note").textContent(), /光伏新增装机：力争 27万千瓦 · 2021 · 目标/);
  // It stays while the mouse is on it, and goes with Escape (WCAG 1.4.13).
  await p.locator("#note").hover();
  await p.waitForTimeout(400);
  assert.ok(await p.locator("#note").isVisible());
  await p.keyboard.press("Escape");
  assert.equal(await p.locator("#note").isVisible(), false);
  await mark.focus();
  assert.equal(await mark.getAttribute("aria-describedby"), "note");
  await p.keyboard.press("Enter");
  await p.waitForURL(/indicators\/pv-capacity-added\//);
  const phone = await open(DOCUMENT, PHONE);
  await phone.locator(".mark.figure", { hasText: "27万千瓦" }).first().tap();
  assert.match(await phone.locator("#note").textContent(), /力争 27万千瓦/);
  await phone.locator("#note a").tap();
  await phone.waitForURL(/indicators\//);
  const plain = await open(DOCUMENT, { javaScriptEnabled: false });
  await plain.locator(".mark.agency", { hasText: "市发改委" }).first().click();
  assert.match(plain.url(), /agencies\/development-and-reform\//);
  assert.deepEqual([...p.problems, ...phone.problems, ...plain.problems], []);
});

test("line numbers of the source are shown on demand, without JavaScript too", async () => {
  const p = await open(DOCUMENT, { javaScriptEnabled: false });
  const anchor = await p.locator("[data-lines]").nth(12).getAttribute("id");
  const content = () => p.locator(`#${anchor}`).evaluate((e) => getComputedStyle(e, "::before").content);
  assert.equal(await content(), "none");
  await p.getByLabel("显示原文行号").check();
  assert.match(await content(), /\d/);
  assert.equal(await p.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
});

test("what other cities do stands below a measure, and leads there", async () => {
  const p = await open(DOCUMENT);
  const aside = p.locator(".elsewhere").first();
  await aside.scrollIntoViewIfNeeded();
  const box = await aside.boundingBox();
  const before = await aside.evaluate((e) => e.previousElementSibling.getBoundingClientRect().bottom + scrollY);
  const y = await p.evaluate(() => scrollY);
  assert.ok(box.y + y >= before, "below the last paragraph of its measure");
  await aside.locator("a").first().click();
  assert.match(p.url(), /measures\//);
  assert.doesNotMatch(p.url(), /lishui-2021-green-low-carbon/);
});

test("a list is filtered at once, the address holds the filters, and without JavaScript links do it", async () => {
  const p = await open("measures/");
  const seen = () => p.locator("main .rows > li:visible").count();
  const all = await seen();
  await p.getByLabel("城市", { exact: true }).selectOption({ value: "shaoxing" });
  const city = await seen();
  assert.ok(city > 0 && city < all);
  await p.getByLabel("领域", { exact: true }).selectOption({ value: "transport" });
  const both = await seen();
  assert.ok(both > 0 && both < city);
  assert.match(await p.locator(".filters [role=status]").textContent(), new RegExp(`显示 ${both} 项，共 ${all} 项`));
  assert.match(p.url(), /\?city=shaoxing&topic=transport$/);
  assert.equal(await p.locator("main section:visible").count(), 1, "documents without a row are hidden");
  await p.reload();
  assert.equal(await seen(), both);
  await p.getByLabel("城市", { exact: true }).selectOption("");
  await p.getByLabel("领域", { exact: true }).selectOption("");
  assert.equal(await seen(), all);
  const plain = await open("measures/", { javaScriptEnabled: false });
  await plain.locator("summary", { hasText: "按城市" }).click();
  await plain.getByRole("link", { name: "绍兴市" }).first().click();
  assert.match(plain.url(), /cities\/shaoxing\//);
  for (const [address, label, value] of [["documents/", "城市", "lishui"], ["agencies/", "角色", "lead"], ["indicators/", "领域", "forest-sinks"], ["agencies/development-and-reform/", "角色", "lead"], ["topics/energy/", "城市", "hangzhou"]]) {
    await p.goto(stage.server.url + address);
    const rows = p.locator("main :is(.cards, .rows, .chips) > li:visible");
    const before = await rows.count();
    await p.getByLabel(label, { exact: true }).selectOption({ value });
    const left = await rows.count();
    assert.ok(left > 0 && left < before, `${address}: ${left} of ${before}`);
  }
  assert.deepEqual([...p.problems, ...plain.problems], []);
});

test("a measure can be cited in every form, and an error reported with all that is needed", async () => {
  const context = await stage.chromium.newContext({ viewport: { width: 1280, height: 800 }, permissions: ["clipboard-read", "clipboard-write"] });
  const p = await page(context, stage.server.url);
  await p.goto(stage.server.url + MEASURE);
  const cite = p.locator(".cite");
  const today = await p.evaluate(() => { const d = new Date(); return `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, "0")}-${String(d.getDate()).padStart(2, "0")}`; });
  assert.match(await cite.textContent(), new RegExp(`^丽水市人民政府办公室\\. （一）光伏沐光惠民行动\\[EB/OL\\]//丽水市绿色低碳示范行动方案：丽政办发〔2021〕56号\\. 原文第72–80行（2021-09-30）\\[${today}\\]\\. ${stage.server.url}${MEASURE}\\.$`));
  await p.locator(".cite + .copy").click();
  assert.equal(await p.evaluate(() => navigator.clipboard.readText()), await cite.textContent());
  const blocks = await p.locator(".citation pre").allTextContents();
  assert.match(blocks[0], /^@incollection\{/);
  assert.match(blocks[1], /^TY {2}- CHAP/);
  assert.equal(JSON.parse(blocks[2])[0]["container-title"], "丽水市绿色低碳示范行动方案");
  const report = await p.locator(".report pre").textContent();
  const data = await p.getAttribute("link[type='application/json']", "href");
  const { measures } = await (await context.request.get(new URL(data, stage.server.url + MEASURE).href)).json();
  const record = measures.find((measure) => MEASURE === `measures/${measure.id}/`);
  for (const words of ["lishui-2021-green-low-carbon/3-1", record.version, "围绕能源清洁低碳供应"]) assert.ok(report.includes(words), `${words} is not in ${report}`);
  assert.deepEqual(p.problems, []);
});

test("a place that was chosen stands on the home page, and can be given up", async () => {
  const p = await open("cities/hangzhou/", PHONE);
  const button = p.getByRole("button", { name: "设为我的城市" });
  await button.click();
  assert.equal(await p.locator(".mine button").getAttribute("aria-pressed"), "true");
  await p.goto(stage.server.url);
  await p.getByRole("heading", { name: "杭州市的主要目标" }).waitFor();
  const own = p.locator("#h-sentences ~ ul.promises li", { hasText: "非化石能源消费比重" }).first();
  assert.match((await own.innerText()).replace(/\s/g, ""), /到2030年非化石能源消费比重约30%/);
  await own.getByRole("link").last().click();
  await p.waitForURL(/documents\/hangzhou-2022-carbon-peak-neutrality\//);
  await p.goto(stage.server.url + "cities/hangzhou/");
  await p.getByRole("button", { name: "不再是我的城市" }).click();
  await p.goto(stage.server.url);
  assert.equal(await p.getByRole("heading", { name: "各地的承诺" }).count(), 1);
  assert.deepEqual(p.problems, []);
});
