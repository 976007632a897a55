// The pictures of the README: `node tests/browser/pictures.mjs`, or with the names of some of them.
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

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in PICTURES));
if (unknown.length) throw new Error(`no picture is called ${unknown}; there are ${Object.keys(PICTURES)}`);

const root = mkdtempSync(path.join(tmpdir(), "cewen-pictures-"));
for (const part of ["seeds", "content", "themes"]) cpSync(path.join(REPO, part), path.join(root, part), { recursive: true });
const program = spawn(PROGRAM, ["--root", root, "serve", "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
const chromium = await browser();
try {
  let said = "";
  const url = await new Promise((done) => program.stdout.on("data", (text) => {
    said += text;
    const found = said.match(/http:\/\/127\.0\.0\.1:\d+\//);
    if (found) done(found[0]);
  }));
  for (const [name, picture] of Object.entries(PICTURES)) {
    if (wanted.length && !wanted.includes(name)) continue;
    const context = await chromium.newContext({ viewport: { width: picture.width, height: picture.height }, locale: "zh-CN", colorScheme: "light" });
    const page = await context.newPage();
    await page.goto(url + picture.at);
    picture.before?.(root);
    if (picture.until) await page.locator(picture.until).first().waitFor();
    await page.screenshot({ path: path.join(REPO, `docs/images/${name}.png`) });
    await context.close();
    console.log(`docs/images/${name}.png`);
  }
} finally {
  await chromium.close();
  program.kill();
  rmSync(root, { recursive: true, force: true });
}
