// Builds the site once and runs all tests on it, two files at a time, the longest first: `npm test [-- FILES]`.
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { built } from "./site.mjs";

const folder = import.meta.dirname;
const length = (file) => statSync(file).size;
const named = process.argv.slice(2).map((file) => path.resolve(file));
const every = readdirSync(folder).filter((name) => name.endsWith(".test.mjs")).map((name) => path.join(folder, name));
const files = (named.length ? named : every).sort((a, b) => length(b) - length(a));

const site = built();
process.env.SITE = site.out;
const results = run({ files, concurrency: 2 });
results.on("test:fail", () => { process.exitCode = 1; });
results.on("end", () => site.remove());
results.compose(new spec()).pipe(process.stdout);
