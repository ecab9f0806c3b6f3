import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDirectory } from "../../../src/adapters/store/create-directory.ts";

const LOCK = new URL("../../../src/adapters/store/directory-lock.ts", import.meta.url).href;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "threatdiff-directory-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("createDirectory", () => {
  it("creates what is missing, and leaves what is there", () => {
    createDirectory(join(root, "a/b/c"));
    createDirectory(join(root, "a/b/c"));
    expect(statSync(join(root, "a/b/c")).isDirectory()).toBe(true);
  });

  it("throws below a file", () => {
    writeFileSync(join(root, "file"), "");
    expect(() => createDirectory(join(root, "file/data"))).toThrow("ENOTDIR");
  });

  // In a process of its own: what it must not do is to run for ever, which no test could stop from within.
  it.skipIf(!existsSync("/proc/self"))(
    "ends where the system has no room for directories",
    () => {
      const source = `import { lockDirectory } from ${JSON.stringify(LOCK)};
      try { lockDirectory("/proc/nope/database"); } catch (error) { console.log(error.message); }`;
      const { stdout } = spawnSync(process.execPath, ["--input-type=module-typescript", "-e", source], {
        encoding: "utf8",
        timeout: 20_000,
      });
      expect(stdout).toBe("The directory /proc/nope cannot be created; check THREATDIFF_DATA and its rights\n");
    },
    30_000,
  );
});
