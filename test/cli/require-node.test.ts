import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { oldNode } from "./old-node.ts";

const CHECK = fileURLToPath(new URL("../../bin/require-node.js", import.meta.url));

describe("bin/require-node.js", () => {
  it("says nothing to a Node that is new enough", () => {
    expect(spawnSync(process.execPath, [CHECK], { encoding: "utf8" })).toMatchObject({
      status: 0,
      stdout: "",
      stderr: "",
    });
  });

  it.runIf(oldNode)("stops an older one with one sentence", () => {
    const { status, stderr } = spawnSync(oldNode ?? "", [CHECK], { encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Threatdiff needs Node 22\.20 or newer, and this is v[\d.]+; [^\n]+\n$/u);
  });
});
