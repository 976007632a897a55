// Builds the site of this repository and serves it as a strict static host would.
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before } from "node:test";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

export const REPO = path.resolve(import.meta.dirname, "../..");
export const PROGRAM = process.env.CEWEN ?? path.join(REPO, "target/debug/cewen");
// Messages of the program are English here, whatever the language of the machine.
process.env.LC_ALL = "C.UTF-8";
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const POLICY = "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css", json: "application/json", xml: "application/xml", bin: "application/octet-stream", csv: "text/csv", svg: "image/svg+xml" };

/** Runs the program on a site folder; its standard output. */
export const cewen = (root, ...args) => execFileSync(PROGRAM, ["--root", root, ...args], { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] });

/** The site of the five seeds, built beside nothing else, or once by `run.mjs`; its folder and what takes it away. */
export function built(root = REPO) {
  if (root === REPO && process.env.SITE) return { out: process.env.SITE, remove() {} };
  const out = mkdtempSync(path.join(tmpdir(), "cewen-site-"));
  cewen(root, "build", "--out", out);
  return { out, remove: () => rmSync(out, { recursive: true, force: true }) };
}

/** Does something for each item of a list, with several at a time; the results in the order of the list. */
export async function severalAtATime(list, count, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < list.length) {
      const at = next++;
      results[at] = await work(list[at]);
    }
  };
  await Promise.all(Array.from({ length: count }, worker));
  return results;
}

/** All records of a site, as the program exports them. */
export function records(root) {
  const out = mkdtempSync(path.join(tmpdir(), "cewen-records-"));
  try {
    cewen(root, "export", "--target", "quickwit", "--out", path.join(out, "all"));
    const files = readdirSync(path.join(out, "all")).filter((name) => name.endsWith(".ndjson"));
    return files.flatMap((name) => readFileSync(path.join(out, "all", name), "utf8").split("\n").filter(Boolean)).map((line) => JSON.parse(line));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Throws of a die with n sides, the same every time. */
export function dice(seed) {
  return (n) => (seed = (seed * 48271) % 2147483647) % n;
}

/** Strings of two to eight characters from anywhere in these texts. */
export function substrings(texts, count, seed = 20261121) {
  const runs = texts.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u)).filter((run) => [...run].length > 1);
  const roll = dice(seed);
  return Array.from({ length: count }, () => {
    const run = [...runs[roll(runs.length)]];
    const length = Math.min(2 + roll(7), run.length);
    const start = roll(run.length - length + 1);
    return run.slice(start, start + length).join("");
  });
}

/**
 * Serves a folder under /sub/path/ with a strict policy. `bytes` sums what went over the wire, texts
 * as gzip makes them; files that match `fails` are not there, `damage` changes the bytes of others. Parts of files are
 * given unless it is a host that knows only the whole.
 */
export async function serve(folder, policy = POLICY) {
  const prefix = "/sub/path/";
  const seen = { bytes: 0, files: [], fails: null, damage: null, ranges: true };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    // Asked for by the browser of its own accord where a page names no icon.
    if (pathname === "/favicon.ico") return void response.writeHead(204).end();
    let file = path.join(folder, decodeURIComponent(pathname.slice(prefix.length)));
    try {
      if (!pathname.startsWith(prefix) || !file.startsWith(folder) || seen.fails?.test(pathname)) throw new Error("not here");
      if (statSync(file).isDirectory()) file = path.join(file, "index.html");
      const type = file.split(".").at(-1);
      const body = readFileSync(file);
      const wire = type === "bin" ? body : gzipSync(body, { level: 9 });
      const [, from, to] = (seen.ranges && type === "bin" && request.headers.range?.match(/^bytes=(\d+)-(\d+)$/)) || [];
      const asked = from ? wire.subarray(Number(from), Number(to) + 1) : wire;
      const part = seen.damage?.(pathname, asked) ?? asked;
      seen.bytes += part.length;
      seen.files.push(pathname);
      response.writeHead(from ? 206 : 200, { ...(from && { "content-range": `bytes ${from}-${to}/${wire.length}` }), "content-type": TYPES[type] ?? "text/plain", "content-security-policy": policy, "cache-control": type === "bin" || type === "html" ? "no-store" : "max-age=600", ...(type === "bin" ? {} : { "content-encoding": "gzip" }) });
      response.end(part);
    } catch {
      response.writeHead(404).end("404");
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  return { url: `http://127.0.0.1:${port}${prefix}`, seen, close: () => server.close() };
}

/** Debian's Chromium without a connection to anything but the page's host. */
export const browser = () => chromium.launch({
  executablePath: CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** A page that fails the test at any error, refused script or request to another host. */
export async function page(context, url) {
  const made = await context.newPage();
  made.problems = [];
  made.on("pageerror", (error) => made.problems.push(`error: ${error.message}`));
  made.on("console", (message) => { if (message.type() === "error") made.problems.push(`console: ${message.text()}`); });
  made.on("request", (request) => { if (!request.url().startsWith(new URL("/", url).href)) made.problems.push(`request: ${request.url()}`); });
  return made;
}

/** The site of the five seeds on a server and a browser for it, there while the tests of a file run. */
export function staged() {
  const stage = {};
  before(async () => {
    stage.site = built();
    stage.server = await serve(stage.site.out);
    stage.chromium = await browser();
  });
  after(async () => {
    await stage.chromium?.close();
    stage.server?.close();
    stage.site?.remove();
  });
  return stage;
}
