import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readLocalChange } from "../../../src/adapters/local-git/local-change.ts";
import type { ChangeSet } from "../../../src/domain/change-set.ts";
import { formatHunks } from "../../builders/format-hunks.ts";
import { createRepository } from "../../builders/git-repository.ts";

function readWorktree(directory: string): Promise<ChangeSet> {
  const range = { directory, base: null, head: "HEAD", worktree: true, cacheDirectory: null };
  return readLocalChange(range, new AbortController().signal);
}

describe("readLocalChange with the working tree", () => {
  it("adds staged, unstaged and new files to what is committed", async () => {
    const repository = createRepository();
    repository.write("committed.ts", "1\n");
    repository.write("staged.ts", "1\n");
    repository.write("unstaged.ts", "1\n");
    repository.write("gone.ts", "1\n");
    repository.write(".gitignore", "ignored.ts\n");
    repository.commit("Before");
    repository.git("checkout", "-q", "-b", "topic");
    repository.write("committed.ts", "2\n");
    repository.commit("Change one");
    repository.write("staged.ts", "2\n");
    repository.git("add", "staged.ts");
    repository.write("unstaged.ts", "2\n");
    repository.write("new/file.ts", "2\n");
    repository.write("ignored.ts", "2\n");
    rmSync(join(repository.directory, "gone.ts"));

    const change = await readWorktree(repository.directory);

    expect(change.files.map(({ path, status, head }) => [path, status, head?.text])).toEqual([
      ["committed.ts", "modified", "2\n"],
      ["gone.ts", "removed", undefined],
      ["new/file.ts", "added", "2\n"],
      ["staged.ts", "modified", "2\n"],
      ["unstaged.ts", "modified", "2\n"],
    ]);
    expect(formatHunks(change.files[0]?.hunks ?? [])).toBe("@@ -1,1 +1,1 @@\n-1\n+2");
    expect(change.map.paths).toEqual([".gitignore", "committed.ts", "new/file.ts", "staged.ts", "unstaged.ts"]);
  });

  it("hashes a file as git would and leaves out files that were only touched", async () => {
    const repository = createRepository();
    repository.write("same.ts", "same\n");
    repository.write("edited.ts", "1\n");
    repository.commit("Before");
    utimesSync(join(repository.directory, "same.ts"), 1, 1);
    repository.write("edited.ts", "2\n");

    const change = await readWorktree(repository.directory);

    expect(change.files.map((file) => file.path)).toEqual(["edited.ts"]);
    expect(change.files[0]?.head?.sha).toBe(repository.git("hash-object", "edited.ts"));
  });

  it("does not follow links or wait for pipes", async () => {
    const repository = createRepository();
    repository.write("a.ts", "1\n");
    repository.commit("Before");
    symlinkSync("/etc/passwd", join(repository.directory, "link.ts"));
    rmSync(join(repository.directory, "a.ts"));
    execFileSync("/usr/bin/mkfifo", [join(repository.directory, "a.ts")]);
    mkdirSync(join(repository.directory, "nested"));
    repository.git("init", "-q", "nested");

    const change = await readWorktree(repository.directory);

    const omitted = Object.fromEntries(change.files.map((file) => [file.path, file.omitted]));
    expect(omitted).toMatchObject({ "link.ts": "symlink" });
    expect(change.files.every((file) => file.head === null)).toBe(true);
  });
});
