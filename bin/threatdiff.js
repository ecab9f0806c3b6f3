#!/usr/bin/env node
// Runs the command line under a new enough Node: this one, or the one that npm installed beside this package.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module, { createRequire } from "node:module";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major > 22 || (major === 22 && minor >= 20)) {
  // Halves the start: sources are compiled once per change, where this directory can be written.
  module.enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/threatdiff", import.meta.url)));
  const source = new URL("../src/cli.ts", import.meta.url);
  await import(existsSync(source) ? source.href : new URL("../dist/cli.js", import.meta.url).href);
} else {
  const node = findNode(`node-${process.platform}-${process.arch}/bin/node`);
  if (node === null) {
    console.error(`threatdiff needs Node 22.20 or newer, and this is ${process.version}; install one from nodejs.org.`);
    process.exit(1);
  }
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], { stdio: "inherit" });
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // A terminal sends Ctrl-C to both of us.
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  child.on("exit", (code, signal) => process.exit(signal === null ? code : 128 + constants.signals[signal]));
}

function findNode(path) {
  try {
    return createRequire(import.meta.url).resolve(path);
  } catch {
    return null;
  }
}
