import { chmodSync, existsSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type LocalRange, readLocalChange } from "../../../src/adapters/local-git/local-change.ts";
import type { ChangeSet, ChangedFile } from "../../../src/domain/change-set.ts";
import { ConfigError, UsageError } from "../../../src/domain/errors.ts";
import { formatHunks } from "../../builders/format-hunks.ts";
import { type TestRepository, createRepository, temporaryDirectory } from "../../builders/git-repository.ts";

function read(directory: string, range: Partial<LocalRange> = {}): Promise<ChangeSet> {
  const whole: LocalRange = { directory, base: null, head: "HEAD", worktree: false, cacheDirectory: null, ...range };
  return readLocalChange(whole, new AbortController().signal);
}

function fileAt(change: ChangeSet, path: string): ChangedFile | undefined {
  return change.files.find((file) => file.path === path);
}

const LINES = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`).join("");

/** A repository with one commit on `main` and a branch `topic` that is checked out. */
function withTopic(prepare: (repository: TestRepository) => void): TestRepository {
  const repository = createRepository();
  prepare(repository);
  repository.commit("Before");
  repository.git("checkout", "-q", "-b", "topic");
  return repository;
}

describe("readLocalChange", () => {
  it("reads paths, both sides and hunks of what a branch changes", async () => {
    const repository = withTopic(({ write }) => {
      write("kept.ts", "export const kept = 1;\n");
      write("changed.ts", LINES);
      write("gone.ts", "gone\n");
    });
    repository.write("changed.ts", LINES.replace("line 3\n", "line three\n"));
    repository.write("new.ts", "fresh\n");
    rmSync(join(repository.directory, "gone.ts"));
    const head = repository.commit("Change three files");

    const change = await read(repository.directory);

    expect(change.title).toBe("Change three files");
    expect(change.headSha).toBe(head);
    expect(change.mergeBaseSha).toBe(repository.git("rev-parse", "main"));
    expect(change.files.map(({ path, status }) => [path, status])).toEqual([
      ["changed.ts", "modified"],
      ["gone.ts", "removed"],
      ["new.ts", "added"],
    ]);
    const changed = fileAt(change, "changed.ts");
    expect(changed?.base).toEqual({ sha: repository.git("rev-parse", "main:changed.ts"), text: LINES });
    expect(formatHunks(changed?.hunks ?? [])).toBe(
      "@@ -1,6 +1,6 @@\n line 1\n line 2\n-line 3\n+line three\n line 4\n line 5\n line 6",
    );
    expect(formatHunks(fileAt(change, "new.ts")?.hunks ?? [])).toBe("@@ -0,0 +1,1 @@\n+fresh");
    expect(fileAt(change, "gone.ts")).toMatchObject({ head: null, base: { text: "gone\n" } });
    expect(change.map).toEqual({ paths: ["changed.ts", "kept.ts", "new.ts"], truncated: false, aliases: [] });
  });

  it("leaves out what the base branch got after the two parted", async () => {
    const repository = withTopic(({ write }) => write("a.ts", "a\n"));
    repository.write("b.ts", "b\n");
    repository.commit("Ours");
    repository.git("checkout", "-q", "main");
    repository.write("theirs.ts", "theirs\n");
    const base = repository.commit("Theirs");
    repository.git("checkout", "-q", "topic");

    const change = await read(repository.directory);

    expect(change.files.map((file) => file.path)).toEqual(["b.ts"]);
    expect(change.baseSha).toBe(base);
    expect(change.mergeBaseSha).not.toBe(base);
  });

  it("compares with a base that already contains the head directly, as a way back", async () => {
    const repository = createRepository();
    repository.write("a.ts", "old\n");
    const before = repository.commit("Old");
    repository.write("a.ts", "new\n");
    repository.commit("New");

    const change = await read(repository.directory, { base: "main", head: before });

    expect(fileAt(change, "a.ts")).toMatchObject({ base: { text: "new\n" }, head: { text: "old\n" } });
  });

  it("follows renames, with hunks only where the text differs", async () => {
    const repository = withTopic(({ write }) => {
      write("pure.ts", LINES);
      write("edited.ts", LINES.toUpperCase());
    });
    repository.git("mv", "pure.ts", "moved.ts");
    repository.git("mv", "edited.ts", "folder-edited.ts");
    repository.write("folder-edited.ts", LINES.toUpperCase().replace("LINE 9\n", "nine\n"));
    repository.commit("Move");

    const change = await read(repository.directory);

    expect(fileAt(change, "moved.ts")).toMatchObject({ status: "renamed", previousPath: "pure.ts", hunks: [] });
    expect(fileAt(change, "moved.ts")?.base?.text).toBe(LINES);
    expect(fileAt(change, "folder-edited.ts")).toMatchObject({ status: "renamed", previousPath: "edited.ts" });
    expect(fileAt(change, "folder-edited.ts")?.hunks).toHaveLength(1);
    expect(change.map.paths).toEqual(["folder-edited.ts", "moved.ts"]);
  });

  it("keeps paths with quotes, tabs, newlines, spaces, dashes and foreign letters as they are", async () => {
    const paths = [
      'a "quoted".ts',
      "a\ttab.ts",
      "a\nline.ts",
      "a space.ts",
      "-dash.ts",
      "ünïcödé/日本.ts",
      ":(top)x.ts",
    ];
    const repository = withTopic(({ write }) => {
      for (const path of paths) write(path, LINES);
    });
    for (const path of paths) repository.write(path, LINES.replace("line 7\n", `${JSON.stringify(path)}\n`));
    repository.commit("Edit all");

    const change = await read(repository.directory);

    expect(change.files.map((file) => file.path).toSorted()).toEqual(paths.toSorted());
    for (const file of change.files) {
      expect(file.hunks[0]?.lines.find((line) => line.type === "added")?.text).toBe(JSON.stringify(file.path));
    }
  });

  it("marks what has no readable text, and keeps the rest", async () => {
    const repository = withTopic(({ write }) => write("link-to-file.ts", "x\n"));
    const { directory } = repository;
    repository.write("image.bin", Uint8Array.from([1, 0, 2]));
    repository.write("latin1.txt", Uint8Array.from([0x63, 0xe9, 0x0a]));
    repository.write("large.json", "x".repeat(2_000_001));
    repository.write("ok.ts", "ok\n");
    symlinkSync("ok.ts", join(directory, "link.ts"));
    rmSync(join(directory, "link-to-file.ts"));
    symlinkSync("/etc/passwd", join(directory, "link-to-file.ts"));
    repository.git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},vendor/sub`);
    repository.commit("Add special files");

    const change = await read(directory);

    const omitted = Object.fromEntries(change.files.map((file) => [file.path, file.omitted]));
    expect(omitted).toEqual({
      "image.bin": "binary",
      "large.json": "too_large",
      "latin1.txt": "binary",
      "link-to-file.ts": "symlink",
      "link.ts": "symlink",
      "ok.ts": null,
    });
    expect(fileAt(change, "link-to-file.ts")).toMatchObject({ base: null, head: null, hunks: [] });
  });

  it("marks a submodule", async () => {
    const repository = withTopic(({ write }) => write("a.ts", "a\n"));
    repository.git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},vendor/sub`);
    repository.git("commit", "-q", "-m", "Add submodule");

    expect(fileAt(await read(repository.directory), "vendor/sub")?.omitted).toBe("submodule");
  });

  it("reads a link that became a file as a new file", async () => {
    const repository = withTopic(({ directory }) => symlinkSync("elsewhere", join(directory, "app.ts")));
    rmSync(join(repository.directory, "app.ts"));
    repository.write("app.ts", "code\n");
    repository.commit("Replace link");

    const file = fileAt(await read(repository.directory), "app.ts");

    expect(file).toMatchObject({ status: "added", base: null, head: { text: "code\n" }, omitted: null });
    expect(formatHunks(file?.hunks ?? [])).toBe("@@ -0,0 +1,1 @@\n+code");
  });

  it("reports a change of the mode alone", async () => {
    const repository = withTopic(({ write }) => write("run.sh", "true\n"));
    chmodSync(join(repository.directory, "run.sh"), 0o755);
    repository.commit("Make it run");

    expect(fileAt(await read(repository.directory), "run.sh")).toMatchObject({ status: "mode_changed", hunks: [] });
  });

  it("shows text that attributes declare binary", async () => {
    const repository = withTopic(({ write }) => {
      write(".gitattributes", "*.ts binary\n");
      write("a.ts", "safe\n");
    });
    repository.write("a.ts", "unsafe\n");
    repository.commit("Hide it");

    expect(formatHunks(fileAt(await read(repository.directory), "a.ts")?.hunks ?? [])).toBe(
      "@@ -1,1 +1,1 @@\n-safe\n+unsafe",
    );
  });

  it("keeps carriage returns and a missing newline at the end", async () => {
    const repository = withTopic(({ write }) => write("a.txt", "a\r\nb\r\n"));
    repository.write("a.txt", "a\r\nc");
    repository.commit("Edit");

    const file = fileAt(await read(repository.directory), "a.txt");

    expect(file?.head?.text).toBe("a\r\nc");
    expect(file?.hunks[0]?.lines.map((line) => line.text)).toEqual(["a\r", "b\r", "c"]);
  });

  it("takes the configuration from the base, never from the head", async () => {
    const repository = withTopic(({ write }) => write(".github/threatdiff.yml", "gate: { failOn: low }\n"));
    repository.write(".github/threatdiff.yml", "gate: { failOn: none }\n");
    repository.commit("Switch the gate off");

    const { config, baseSha } = await read(repository.directory);

    expect(config).toEqual({ path: ".github/threatdiff.yml", sha: baseSha, text: "gate: { failOn: low }\n" });
  });

  it("refuses a configuration that is a link instead of using the defaults", async () => {
    const repository = withTopic(({ directory, write }) => {
      write(".github/other.yml", "version: 1\n");
      symlinkSync("other.yml", join(directory, ".github/threatdiff.yml"));
    });
    await expect(read(repository.directory)).rejects.toThrow(ConfigError);
  });

  it("reads the unchanged files that a changed one imports", async () => {
    const repository = withTopic(({ write }) => {
      write("src/guard.ts", "export const guard = 1;\n");
      write("src/far.ts", "export const far = 1;\n");
      write("src/route.ts", 'import { guard } from "./guard.ts";\nguard;\n');
    });
    repository.write("src/route.ts", 'import { guard } from "./guard.ts";\n');
    repository.commit("Drop the guard");

    const { context } = await read(repository.directory);

    expect(context.map((file) => [file.path, file.blob.text])).toEqual([["src/guard.ts", "export const guard = 1;\n"]]);
  });

  it("finds the default branch through origin before a local main", async () => {
    const origin = createRepository();
    origin.write("a.ts", "1\n");
    origin.commit("One");
    origin.git("branch", "-m", "main", "trunk");
    const clone = temporaryDirectory();
    origin.git("clone", "-q", origin.directory, clone);
    origin.git("-C", clone, "commit", "-q", "--allow-empty", "-m", "Two");

    expect((await read(clone)).baseSha).toBe(origin.git("rev-parse", "trunk"));
  });

  it("reads a bare repository and one whose object ids are SHA-256", async () => {
    const repository = createRepository("--object-format=sha256");
    repository.write("a.ts", "1\n");
    repository.commit("One");
    repository.write("a.ts", "2\n");
    repository.commit("Two");
    const bare = temporaryDirectory();
    repository.git("clone", "-q", "--bare", repository.directory, join(bare, "shop.git"));

    const change = await read(join(bare, "shop.git"), { base: "HEAD~1" });

    expect(change.subject.repository).toBe("shop");
    expect(change.headSha).toHaveLength(64);
    expect(fileAt(change, "a.ts")?.hunks).toHaveLength(1);
  });

  it("works from a folder inside the repository", async () => {
    const repository = withTopic(({ write }) => write("deep/er/a.ts", "1\n"));
    repository.write("b.ts", "2\n");
    repository.commit("Add above");

    const change = await read(join(repository.directory, "deep/er"));

    expect(change.files.map((file) => file.path)).toEqual(["b.ts"]);
    expect(change.map.paths).toEqual(["b.ts", "deep/er/a.ts"]);
  });

  it("ignores settings and variables that would change the answer or start a program", async () => {
    const repository = withTopic(({ write }) => write("a.ts", LINES));
    repository.write("a.ts", LINES.replace("line 5\n", "\n"));
    repository.commit("Edit");
    const marker = join(repository.directory, "started");
    for (const setting of [
      "diff.external",
      "core.fsmonitor",
      "core.pager",
      "diff.evil.textconv",
      "diff.evil.command",
    ]) {
      repository.git("config", setting, `touch ${marker} #`);
    }
    repository.git("config", "diff.noprefix", "true");
    repository.git("config", "diff.context", "0");
    repository.git("config", "diff.suppressBlankEmpty", "true");
    repository.git("config", "color.diff", "always");
    repository.write(".git/info/attributes", "*.ts diff=evil\n");
    process.env.GIT_DIR = "/nowhere";
    process.env.GIT_EXTERNAL_DIFF = `touch ${marker} #`;
    const change = await read(repository.directory).finally(() => {
      delete process.env.GIT_DIR;
      delete process.env.GIT_EXTERNAL_DIFF;
    });

    expect(change.files[0]?.hunks[0]?.lines).toHaveLength(8);
    expect(existsSync(marker)).toBe(false);
  });

  it("says what to do when the range cannot be read", async () => {
    const empty = createRepository();
    await expect(read(empty.directory)).rejects.toThrow("has no commits yet");
    await expect(read(temporaryDirectory())).rejects.toThrow("is not inside a git repository");
    await expect(read("/does/not/exist")).rejects.toThrow("There is no directory /does/not/exist");

    const repository = createRepository();
    repository.write("a", "a");
    repository.commit("One");
    await expect(read(repository.directory, { base: "nope" })).rejects.toThrow("There is no commit called nope");
    await expect(read(repository.directory, { base: "--output=x" })).rejects.toThrow("is not a revision");
    await expect(read(repository.directory, { head: "" })).rejects.toThrow("is not a revision");
    repository.git("branch", "-m", "main", "trunk");
    await expect(read(repository.directory)).rejects.toThrow("name the base with --base");
    repository.git("checkout", "-q", "--orphan", "other");
    repository.commit("Unrelated");
    await expect(read(repository.directory, { base: "trunk" })).rejects.toThrow("no commit in common");
  });

  it("asks for more history in a shallow clone", async () => {
    const origin = createRepository();
    origin.commit("One");
    origin.git("checkout", "-q", "-b", "topic");
    origin.commit("Two");
    const clone = temporaryDirectory();
    origin.git("clone", "-q", "--depth=1", "--no-single-branch", `file://${origin.directory}`, clone);

    const reading = read(clone, { base: "origin/main" });

    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow("git fetch --unshallow");
  });

  it("asks for the contents that a partial clone lacks instead of fetching them", async () => {
    const origin = withTopic(({ write }) => write("a.ts", "1\n"));
    origin.git("config", "uploadpack.allowFilter", "true");
    origin.write("a.ts", "2\n");
    origin.commit("Two");
    const clone = temporaryDirectory();
    origin.git("clone", "-q", "--filter=blob:none", "--no-checkout", `file://${origin.directory}`, clone);

    await expect(read(clone, { base: "origin/main" })).rejects.toThrow("is a partial clone without the contents");
    origin.git("-C", clone, "diff", "--stat", "origin/main", "HEAD");
    expect((await read(clone, { base: "origin/main" })).files).toHaveLength(1);
  });

  it("stops when the signal is aborted", async () => {
    const repository = withTopic(({ write }) => write("a.ts", "1\n"));
    const range = { directory: repository.directory, base: null, head: "HEAD", worktree: false, cacheDirectory: null };
    await expect(readLocalChange(range, AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
  });
});
