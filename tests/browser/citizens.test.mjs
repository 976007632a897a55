// What citizens ask is answered in three taps on a phone, without JavaScript.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { page, staged } from "./site.mjs";

const questions = parse(readFileSync(path.join(import.meta.dirname, "citizens.yaml"), "utf8"));

const stage = staged();

/** The first link or heading of that name that can be seen: in the text of the page, else in its head or foot. */
async function tap(p, name) {
  const exact = (part, role) => part.getByRole(role, { name, exact: true }).locator("visible=true");
  const begins = (part) => part.locator("a, summary").filter({ hasText: name }).locator("visible=true");
  const main = p.locator("main");
  for (const found of [exact(main, "link"), exact(p.locator("header, footer"), "link"), begins(main)]) {
    if (await found.count()) return void (await found.first().click());
  }
  assert.fail(`nothing to tap is called ${name} on ${p.url()}`);
}

for (const javaScriptEnabled of [false, true]) {
  for (const { question, taps, answer } of questions.filter((q) => q.taps)) {
    test(`${question}${javaScriptEnabled ? "" : " (without JavaScript)"}`, async () => {
      assert.ok(taps.length <= 3, `${taps.length} taps`);
      const context = await stage.chromium.newContext({ javaScriptEnabled, viewport: { width: 360, height: 740 }, hasTouch: true });
      const p = await page(context, stage.server.url);
      await p.goto(stage.server.url);
      for (const name of taps) {
        await tap(p, name);
        await p.waitForLoadState();
      }
      // A row of a table is read with the table's caption.
      const isSaid = await p.locator("main :is(li, tr, p, dl, .cells)").locator("visible=true").evaluateAll((rows, answer) => rows.some((row) => {
        const text = `${row.closest("table")?.caption?.textContent ?? ""} ${row.textContent}`;
        return answer.every((words) => text.includes(words));
      }), answer);
      assert.ok(isSaid, `${answer.join(" + ")} is not on ${p.url()}`);
      assert.deepEqual(p.problems, []);
      await context.close();
    });
  }
}

for (const { question, search, answer } of questions.filter((q) => q.search)) {
  test(question, async () => {
    const context = await stage.chromium.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true });
    const p = await page(context, stage.server.url);
    await p.goto(stage.server.url);
    await p.fill("#find", search);
    await p.press("#find", "Enter");
    await p.waitForSelector("#results li, #nothing li");
    const rows = (await p.locator("#results li, #nothing").allInnerTexts()).slice(0, 3);
    const says = (row) => answer.every((words) => row.replace(/\s/g, "").includes(words));
    assert.ok(rows.some(says), `${answer.join(" + ")} is not in ${rows.join(" / ")}`);
    assert.deepEqual(p.problems, []);
    await context.close();
  });
}

test("at least ten questions are held", () => assert.ok(questions.length >= 10));
