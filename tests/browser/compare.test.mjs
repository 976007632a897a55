// Comparing places: the table as it stands, places that a reader chooses, and the table taken along.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { page, staged } from "./site.mjs";

const TOPIC = "compare/sinks-ecology/";

const stage = staged();

const open = async (address, options = {}) => {
  const context = await stage.chromium.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const p = await page(context, stage.server.url);
  await p.goto(stage.server.url + address);
  return p;
};
const row = (p, indicator) => p.locator("table.compared:visible tbody tr", { hasText: indicator }).first().locator("th, td").allTextContents();

test("the table tells numbers by place and year, without JavaScript too", async () => {
  const p = await open(TOPIC, { javaScriptEnabled: false });
  assert.deepEqual(await p.locator("table.compared thead th").allTextContents(), ["指标", "年份", "杭州市", "温州市", "绍兴市", "丽水市"]);
  const cells = await row(p, "森林覆盖率");
  assert.deepEqual(cells.map((text) => text.trim()), ["森林覆盖率", "2025 目标", "66% 以上", "约 60.7%", "55.16% 以上", "80% 以上"]);
  assert.ok(await p.locator(".aligned mark").count(), "shared words are marked");
  await p.locator(".choose summary").click();
  await p.locator(".choose a", { hasText: "丽水市" }).click();
  assert.match(p.url(), /topics\/sinks-ecology\/#cities-lishui-$/);
  assert.deepEqual(p.problems, []);
});

test("the address holds the places that are compared", async () => {
  const p = await open(TOPIC);
  await p.locator(".choose summary").click();
  await p.locator(".choose a", { hasText: "杭州市" }).click();
  await p.locator(".choose a", { hasText: "丽水市" }).click();
  assert.match(p.url(), /\?place=hangzhou&place=lishui$/);
  await p.locator("#chosen table.compared").waitFor();
  assert.deepEqual(await p.locator("#chosen thead th").allTextContents(), ["指标", "年份", "杭州市", "丽水市"]);
  const cells = await row(p, "森林覆盖率");
  assert.deepEqual(cells.slice(2), ["66% 以上", "80% 以上"]);
  assert.equal(await p.locator("#everywhere").isVisible(), false);
  const again = await open(`${TOPIC}?place=hangzhou&place=lishui`);
  await again.locator("#chosen table.compared").waitFor();
  await again.getByRole("button", { name: "移除 杭州市" }).click();
  assert.match(again.url(), /\?place=lishui$/);
  await again.getByRole("button", { name: "恢复全部" }).click();
  assert.ok(await again.locator("#everywhere").isVisible());
  assert.deepEqual([...p.problems, ...again.problems], []);
});

test("the table that is shown is saved as CSV, a line for each value", async () => {
  const p = await open(`${TOPIC}?place=hangzhou&place=lishui`);
  await p.locator("#chosen table.compared").waitFor();
  const [download] = await Promise.all([p.waitForEvent("download"), p.locator("#chosen button", { hasText: "CSV" }).click()]);
  assert.equal(download.suggestedFilename(), "sinks-ecology.csv");
  const lines = readFileSync(await download.path(), "utf8").trimEnd().split("\r\n");
  assert.equal(lines[0], '\uFEFF"指标","年份","地方","各地数值"');
  assert.ok(lines.includes('"森林覆盖率","2025 目标","丽水市","80% 以上"'), lines.slice(0, 3).join("\n"));
  assert.deepEqual(p.problems, []);
});
