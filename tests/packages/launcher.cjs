// The choice of a package by system, and what is said where there is none.
"use strict";
const assert = require("node:assert");
const { packages, explain, libc } = require("../../packages/npm/cewen.js");

const wanted = [
    ["linux", "x64", "glibc", ["@cewen/linux-x64", "@cewen/linux-x64-musl"]],
    ["linux", "x64", "musl", ["@cewen/linux-x64-musl"]],
    ["linux", "arm64", "musl", ["@cewen/linux-arm64-musl"]],
    ["darwin", "arm64", undefined, ["@cewen/darwin-arm64"]],
    ["win32", "x64", undefined, ["@cewen/win32-x64"]],
    ["linux", "s390x", "glibc", []],
    ["freebsd", "x64", undefined, []],
];
for (const [os, cpu, own, names] of wanted) assert.deepStrictEqual(packages(os, cpu, own), names, `${os} ${cpu} ${own}`);
if (process.platform === "linux") assert.ok(["glibc", "musl"].includes(libc()));
assert.match(explain([], "freebsd x64"), /no program for this system \(freebsd x64\).*linux-x64/s);
assert.match(explain(["@cewen/linux-x64"], "linux x64 glibc"), /@cewen\/linux-x64 is not installed/);
console.log(`  ${wanted.length} systems`);
