#!/usr/bin/env node
"use strict";
// Runs the program that npm installed for this system, with the same arguments; ends as it ends.

const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const PLATFORMS = require("./platforms.json");

/** The C library of this system: only a Node.js that runs on glibc names its version. */
function libc() {
    return process.report.getReport().header.glibcVersionRuntime ? "glibc" : "musl";
}

/** The names of the packages with a program for such a system, the best first. */
function packages(os, cpu, libc) {
    const fitting = PLATFORMS.filter((platform) => platform.os === os && platform.cpu === cpu);
    // The program for musl needs no C library and runs on any Linux; that for glibc does not.
    const able = fitting.filter((platform) => libc !== "musl" || platform.libc === "musl");
    const order = (platform) => Number(Boolean(platform.libc) && platform.libc !== libc);
    return able.sort((a, b) => order(a) - order(b)).map((platform) => `@cewen/${platform.name}`);
}

/** The path of the program; `undefined` where no package with it is installed. */
function find(names, os) {
    for (const name of names) {
        try {
            return require.resolve(`${name}/bin/cewen${os === "win32" ? ".exe" : ""}`);
        } catch {
            // The next one may be there.
        }
    }
}

function explain(names, system) {
    if (names.length === 0) {
        const all = PLATFORMS.map((platform) => platform.name).join(", ");
        return `cewen: no program for this system (${system}); there are programs for ${all}.
没有适用于本系统的程序。 With Rust: cargo install --locked cewen`;
    }
    return `cewen: ${names.join(" or ")} is not installed.
Was it left out by --omit=optional or --no-optional, or was node_modules/ copied from another system?
没有安装本系统的程序包，请在本机重新安装： npm install cewen`;
}

function main() {
    const { platform: os, arch: cpu } = process;
    const own = os === "linux" ? libc() : undefined;
    const names = packages(os, cpu, own);
    const program = find(names, os);
    if (!program) {
        console.error(explain(names, [os, cpu, own].filter(Boolean).join(" ")));
        process.exit(2);
    }
    const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
    const forward = (signal) => child.kill(signal);
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, forward);
    child.on("error", (error) => {
        console.error(`cewen: ${program} cannot be run: ${error.message}`);
        process.exit(2);
    });
    child.on("exit", (code, signal) => {
        for (const name of signals) process.off(name, forward);
        if (signal) process.kill(process.pid, signal);
        // Where a signal does not end Node.js at once, the code that shells give for it.
        process.exitCode = code ?? 128 + constants.signals[signal];
    });
}

if (require.main === module) main();
module.exports = { packages, libc, explain };
