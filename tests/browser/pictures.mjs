// The pictures of the README and of docs/corrections.md: `node tests/browser/pictures.mjs`, or with the names of some of them.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROGRAM, REPO, browser } from "./site.mjs";

/** What is to be seen: an address, the size of the window, what is done before. */
const PICTURES = {
  compare: { at: "compare/green-building/", width: 980, height: 720 },
  "city-phone": { at: "cities/hangzhou/", width: 360, height: 760 },
  search: { at: `search/?q=${encodeURIComponent("新能源汽车充电桩")}`, width: 760, height: 680, until: "#results li" },
  indicator: { at: "indicators/nonfossil-share/", width: 980, height: 720 },
  "serve-error": { at: "measures/lishui-2021-green-low-carbon/3-1/", width: 980, height: 620, before: mistakes, until: "#cewen-wrong" },
};

/** Somebody writes a field that sources do not have. */
function mistakes(root) {
  const file = path.join(root, "content/sources.yaml");
  const text = readFileSync(file, "utf8");
  const last = text.lastIndexOf("}");
  writeFileSync(file, `${text.slice(0, last)}, 地区: 温州市${text.slice(last)}`);
}

/** A document under review, step by step: what is done before each picture. */
const REVIEW = {
  "review-1": async (page) => {
    await page.keyboard.press("o");
    await page.locator(".records .head", { hasText: "指标" }).first().click();
  },
  "review-2": (page) => page.keyboard.press("c"),
  "review-3": async (page) => {
    await page.locator("dialog [data-field=year]").fill("明年");
    await page.keyboard.press("Control+Enter");
    await page.locator("dialog [aria-invalid]").waitFor();
  },
  "review-4": async (page) => {
    await page.keyboard.press("Escape");
    const words = page.locator(".text .words", { hasText: /\d+(\.\d+)?万/ }).first();
    await words.evaluate((element) => {
      const text = element.firstChild;
      const [found] = text.textContent.match(/\d+(\.\d+)?万[^\d，。、（]{0,3}/) ?? [text.textContent];
      const at = text.textContent.indexOf(found);
      getSelection().setBaseAndExtent(text, at, text, at + found.length);
      element.scrollIntoView({ block: "center" });
    });
    await page.keyboard.press("f");
  },
  "review-5": async (page) => {
    await page.keyboard.press("Escape");
    for (let n = 0; n < 12; n++) {
      const was = await page.locator("#progress").textContent();
      await page.keyboard.press("a");
      await page.waitForFunction((was) => document.querySelector("#progress").textContent !== was, was);
    }
    await page.getByRole("link", { name: "全部文件" }).click();
    await page.locator("tbody tr").first().waitFor();
  },
};

const wanted = process.argv.slice(2);
const known = [...Object.keys(PICTURES), "review"];
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length) throw new Error(`no picture is called ${unknown}; there are ${known}`);
const isWanted = (name) => !wanted.length || wanted.includes(name);

const root = mkdtempSync(path.join(tmpdir(), "cewen-pictures-"));
for (const part of ["seeds", "content", "themes"]) cpSync(path.join(REPO, part), path.join(root, part), { recursive: true });
const chromium = await browser();

/** Serves the copy of the site by a command while something is done with its address. */
async function served(command, work) {
  const program = spawn(PROGRAM, ["--root", root, command, "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    let said = "";
    await work(await new Promise((done) => program.stdout.on("data", (text) => {
      said += text;
      const found = said.match(/http:\/\/127\.0\.0\.1:\d+\//);
      if (found) done(found[0]);
    })));
  } finally {
    program.kill();
  }
}

async function opened({ width, height }, work) {
  const context = await chromium.newContext({ viewport: { width, height }, locale: "zh-CN", colorScheme: "light" });
  await work(await context.newPage());
  await context.close();
}

async function taken(page, name) {
  await page.screenshot({ path: path.join(REPO, `docs/images/${name}.png`) });
  console.log(`docs/images/${name}.png`);
}

try {
  const pictures = Object.entries(PICTURES).filter(([name]) => isWanted(name));
  if (isWanted("review")) {
    await served("review", (url) => opened({ width: 840, height: 580 }, async (page) => {
      await page.goto(`${url}documents/lishui-2023-forest-carbon`);
      for (const [name, act] of Object.entries(REVIEW)) {
        await act(page);
        await taken(page, name);
      }
    }));
  }
  if (pictures.length) {
    await served("serve", async (url) => {
      for (const [name, picture] of pictures) {
        await opened(picture, async (page) => {
          await page.goto(url + picture.at);
          picture.before?.(root);
          if (picture.until) await page.locator(picture.until).first().waitFor();
          await taken(page, name);
        });
      }
    });
  }
} finally {
  await chromium.close();
  rmSync(root, { recursive: true, force: true });
}
