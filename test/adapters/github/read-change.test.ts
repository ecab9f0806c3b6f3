import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ChangedFile, ChangeSet } from "../../../src/domain/change-set.ts";
import type { KnownReferences } from "../../../src/domain/imports/known-references.ts";
import type { PullRequestState } from "../../../src/ports/code-host.ts";
import type { ReferenceMemory } from "../../../src/ports/reference-memory.ts";
import { buildBlob } from "../../builders/change-set.ts";
import { formatHunks } from "../../builders/format-hunks.ts";
import { buildArchive } from "../../builders/tar.ts";
import { githubApp, githubServer, REF, REPO } from "./github-server.ts";

const BASE = "b".repeat(40);
const MERGE_BASE = "c".repeat(40);
const HEAD = "d".repeat(40);

interface Version {
  /** Name of the blob; doubles as its id. */
  readonly id: string;
  readonly content?: string | Uint8Array;
  readonly mode?: string;
  readonly size?: number;
}

interface Row {
  readonly filename: string;
  readonly status?: string;
  readonly patch?: string;
  readonly changes?: number;
  readonly previous_filename?: string;
}

/** Remembers the references of one repository. */
class RememberedReferences implements ReferenceMemory {
  references: KnownReferences = new Map();

  async recall(): Promise<KnownReferences> {
    return this.references;
  }

  async keep(_: unknown, references: KnownReferences): Promise<void> {
    this.references = references;
  }
}

/** Serves one pull request: both trees, the blobs and the rows of changed files. */
class PullRequest {
  readonly base = new Map<string, Version>();
  readonly head = new Map<string, Version>();
  readonly rows: Row[] = [];
  changedFiles: number | null = null;
  mergeBase = MERGE_BASE;
  headRepository: object | null = {};
  truncated = false;
  config: string | null = null;
  /** What the archive of the merge base says instead of nothing; `null` for no answer. */
  archive: Buffer | null = null;
  references: ReferenceMemory | null = null;
  /** Answer with the file's bytes, as some proxies do. */
  raw = false;
  /** Told the path of every request. */
  onRequest: (path: string) => void = () => undefined;
  #scope: nock.Scope;

  constructor(scope: nock.Scope) {
    this.#scope = scope;
  }

  change(row: Row, base: Version | null, head: Version | null): void {
    this.rows.push(row);
    if (base) this.base.set(row.previous_filename ?? row.filename, base);
    if (head) this.head.set(row.filename, head);
  }

  /** Serves what was added since. */
  serveAnew(scope: nock.Scope): void {
    this.#scope = scope;
  }

  async state(): Promise<PullRequestState> {
    this.#serve();
    return (await githubApp().open(REF)).readState(REF);
  }

  async read(): Promise<ChangeSet> {
    const state = await this.state();
    const host = await githubApp(this.references ? { references: this.references } : {}).open(REF);
    return host.readChange(REF, state, new AbortController().signal);
  }

  /** A file that the change leaves as it is. */
  keep(path: string, content: string, size = content.length): void {
    const version = { id: buildBlob(content).sha, content, size };
    this.base.set(path, version);
    this.head.set(path, version);
  }

  async only(): Promise<ChangedFile> {
    const [file] = (await this.read()).files;
    if (!file) throw new Error("no file was read");
    return file;
  }

  #serve(): void {
    const scope = this.#scope.persist();
    scope.on("request", (request: { path: string }) => this.onRequest(request.path));
    scope.get(`${REPO}/pulls/3`).reply(200, {
      title: "Open the hooks",
      body: null,
      state: "open",
      labels: [],
      head: { sha: HEAD, repo: this.headRepository },
      base: { sha: BASE, repo: { html_url: "https://github.com/acme/shop" } },
      changed_files: this.changedFiles ?? this.rows.length,
    });
    scope
      .get(`${REPO}/compare/${BASE}...${HEAD}`)
      .query(true)
      .reply(200, { merge_base_commit: { sha: this.mergeBase } });
    scope
      .get(`${REPO}/pulls/3/files`)
      .query(true)
      .reply((uri) => this.#page(new URL(uri, "https://api.github.com")));
    this.#serveTree(this.mergeBase, this.base);
    this.#serveTree(HEAD, this.head);
    for (const { id, content } of [...this.base.values(), ...this.head.values()]) {
      if (content === undefined) {
        if (id !== "limited") scope.get(`${REPO}/git/blobs/${id}`).reply(404, {});
        continue;
      }
      scope.get(`${REPO}/git/blobs/${id}`).reply(200, {
        sha: id,
        encoding: "base64",
        content: Buffer.from(content).toString("base64"),
        size: content.length,
      });
    }
    const archive = scope.get(`${REPO}/tarball/${this.mergeBase}`);
    if (this.archive === null) archive.reply(404, {});
    else archive.reply(200, this.archive, { "content-type": "application/x-gzip" });
    const config = scope.get(`${REPO}/contents/.github%2Fthreatdiff.yml`).query({ ref: BASE });
    if (this.config === null) config.reply(404, {});
    else if (this.raw) config.reply(200, Buffer.from(this.config), { "content-type": "application/octet-stream" });
    else config.reply(200, { type: "file", content: Buffer.from(this.config).toString("base64"), encoding: "base64" });
  }

  #serveTree(sha: string, versions: ReadonlyMap<string, Version>): void {
    const tree = [...versions].map(([path, { id, mode = "100644", size, content }]) => ({
      path,
      mode,
      type: mode === "160000" ? "commit" : "blob",
      sha: id,
      size: size ?? content?.length ?? 0,
    }));
    this.#scope
      .get(`${REPO}/git/trees/${sha}`)
      .query({ recursive: "1" })
      .reply(200, {
        tree: [{ path: "src", type: "tree", mode: "040000", sha: "t" }, ...tree],
        truncated: this.truncated,
      });
  }

  #page(uri: URL): nock.ReplyFnResult {
    const page = Number(uri.searchParams.get("page") ?? 1);
    const rows = this.rows.slice((page - 1) * 100, page * 100).map((row) => ({
      status: "modified",
      changes: 2,
      sha: this.head.get(row.filename)?.id ?? this.base.get(row.filename)?.id,
      ...row,
    }));
    const next = page * 100 < this.rows.length;
    const link = { link: `<https://api.github.com${uri.pathname}?per_page=100&page=${page + 1}>; rel="next"` };
    return [200, rows, next ? link : {}];
  }
}

describe("readChange", () => {
  let pull: PullRequest;

  beforeEach(() => {
    pull = new PullRequest(githubServer());
  });
  afterEach(() => {
    nock.cleanAll();
  });

  it("reads the change between the merge base and the head, with the configuration of the base", async () => {
    pull.config = "version: 1\n";
    pull.change(
      { filename: "src/a.ts", patch: "@@ -1 +1 @@\n-old\n+new" },
      { id: "a1", content: "old\n" },
      { id: "a2", content: "new\n" },
    );
    const change = await pull.read();
    expect(change).toMatchObject({
      subject: { repository: "acme/shop", number: 3, webUrl: "https://github.com/acme/shop" },
      baseSha: BASE,
      mergeBaseSha: MERGE_BASE,
      headSha: HEAD,
      body: "",
      filesMissing: null,
      map: { paths: ["src/a.ts"], truncated: false, aliases: [] },
      config: { path: ".github/threatdiff.yml", sha: BASE, text: "version: 1\n" },
    });
    expect(change.files).toMatchObject([
      { path: "src/a.ts", status: "modified", base: { sha: "a1", text: "old\n" }, head: { sha: "a2", text: "new\n" } },
    ]);
  });

  it("asks for no configuration that the base is seen not to have", async () => {
    pull.mergeBase = BASE;
    const asked: string[] = [];
    pull.onRequest = (path) => asked.push(path);
    expect((await pull.read()).config).toBeNull();
    expect(asked.filter((path) => path.includes("/contents/"))).toEqual([]);
  });

  it("reads the configuration of a base that the change starts from", async () => {
    pull.mergeBase = BASE;
    pull.config = "version: 1\n";
    pull.keep(".github/threatdiff.yml", pull.config);
    expect((await pull.read()).config?.text).toBe("version: 1\n");
  });

  it("reads a configuration that comes as bare bytes", async () => {
    pull.config = "version: 1 # ä\n";
    pull.raw = true;
    expect((await pull.read()).config?.text).toBe("version: 1 # ä\n");
  });

  it("reads all pages, and says how many files GitHub did not list", async () => {
    for (let index = 0; index < 205; index++) {
      pull.change(
        { filename: `f${index}.ts`, patch: "@@ -1 +1 @@\n-a\n+b" },
        { id: "same1", content: "a" },
        { id: "same2", content: "b" },
      );
    }
    pull.changedFiles = 3_100;
    const change = await pull.read();
    expect(change.files).toHaveLength(205);
    expect(change.filesMissing).toMatch(/205 of 3100 changed files; the other 2895/u);
  });

  it.each([
    ["is missing", {}],
    ["is emptied without a mark", { changes: 0 }],
    ["is cut", { patch: "@@ -1,9 +1,9 @@\n-old" }],
    ["leaves changes out", { patch: "@@ -1 +0,0 @@\n-old" }],
    ["belongs to another head", { patch: "@@ -1 +1 @@\n-old\n+other", sha: "a3" }],
  ])("computes the hunks itself when the patch %s", async (_reason, row) => {
    pull.change({ filename: "a.ts", ...row }, { id: "a1", content: "old\n" }, { id: "a2", content: "new\n" });
    expect(formatHunks((await pull.only()).hunks)).toBe("@@ -1,1 +1,1 @@\n-old\n+new");
  });

  it("keeps both names of a rename and finds no hunks in a pure one", async () => {
    const same = { id: "a1", content: "text\n" };
    pull.change({ filename: "new.ts", previous_filename: "old.ts", status: "renamed", changes: 0 }, same, same);
    const file = await pull.only();
    expect(file).toMatchObject({ path: "new.ts", previousPath: "old.ts", status: "renamed", hunks: [] });
    expect(file.base).toEqual({ sha: "a1", text: "text\n" });
  });

  it("calls a modification without other bytes a mode change", async () => {
    const text = { id: "a1", content: "#!/bin/sh\n" };
    pull.change({ filename: "run.sh", changes: 0 }, text, { ...text, mode: "100755" });
    expect(await pull.only()).toMatchObject({ status: "mode_changed", hunks: [], omitted: null });
  });

  it.each([
    ["binary", { id: "x", content: new Uint8Array([80, 0, 1]) }],
    ["binary", { id: "x", content: new Uint8Array([0xff, 0xfe, 0x41]) }],
    ["submodule", { id: "x", mode: "160000" }],
    ["symlink", { id: "x", mode: "120000" }],
    ["too_large", { id: "x", size: 2_000_000 }],
    ["unreadable", { id: "lost" }],
  ] as const)("marks a file as %s and keeps going", async (reason, head) => {
    pull.change({ filename: "x", status: "added" }, null, head);
    pull.change({ filename: "ok.ts", status: "added", patch: "@@ -0,0 +1 @@\n+ok", changes: 1 }, null, {
      id: "ok",
      content: "ok",
    });
    const { files } = await pull.read();
    expect(files.map((file) => file.omitted)).toEqual([reason, null]);
    expect(files[0]?.head).toBeNull();
  });

  it("reads a removed file from the base only", async () => {
    const base = { id: "a1", content: "gone\n" };
    pull.change({ filename: "a.ts", status: "removed", patch: "@@ -1 +0,0 @@\n-gone", changes: 1 }, base, null);
    expect(await pull.only()).toMatchObject({ status: "removed", base: { text: "gone\n" }, head: null, omitted: null });
  });

  it("reads the change of a fork that was deleted", async () => {
    pull.headRepository = null;
    pull.change({ filename: "a.ts", status: "added", patch: "@@ -0,0 +1 @@\n+a", changes: 1 }, null, {
      id: "a",
      content: "a",
    });
    expect((await pull.only()).head?.text).toBe("a");
  });

  it("reads the head through the pull request's own ref when it is not found by id", async () => {
    pull.change({ filename: "a.ts", status: "added" }, null, { id: "a", content: "a" });
    const lost = nock("https://api.github.com");
    lost.get(`${REPO}/compare/${BASE}...${HEAD}`).query(true).reply(404, {});
    lost.get(`${REPO}/git/trees/${HEAD}`).query(true).reply(404, {});
    const own = nock("https://api.github.com");
    own
      .get(`${REPO}/compare/${BASE}...refs%2Fpull%2F3%2Fhead`)
      .query(true)
      .reply(200, { merge_base_commit: { sha: MERGE_BASE } });
    const tree = [{ path: "a.ts", type: "blob", mode: "100644", sha: "a", size: 1 }];
    own.get(`${REPO}/git/trees/refs%2Fpull%2F3%2Fhead`).query(true).reply(200, { tree, truncated: false });
    expect(await pull.only()).toMatchObject({ path: "a.ts", head: { text: "a" } });
    expect([...lost.pendingMocks(), ...own.pendingMocks()]).toEqual([]);
  });

  it("keeps a byte order mark and the line ends as stored", async () => {
    pull.change({ filename: "a.ts", status: "added" }, null, { id: "a", content: "\uFEFFa\r\nb\r\n" });
    expect((await pull.only()).head?.text).toBe("\uFEFFa\r\nb\r\n");
  });

  it("adds the unchanged files that changed code imports", async () => {
    const guards = { id: "g", content: "export const owner = 1;\n" };
    pull.base.set("src/guards.ts", guards);
    pull.head.set("src/guards.ts", guards);
    pull.change({ filename: "src/a.ts", status: "added" }, null, { id: "a", content: `import "./guards.js";\n` });
    expect((await pull.read()).context).toEqual([{ path: "src/guards.ts", blob: { sha: "g", text: guards.content } }]);
  });

  describe("with the archive of the merge base", () => {
    const GUARD = "export const owner = 1;\n";
    const files = {
      "services/orders/orders.ts": `import { owner } from "../../src/guard";\n`,
      "packages/auth/package.json": `{ "name": "@acme/auth", "main": "dist/index.js" }`,
      "packages/auth/src/index.ts": "export {};\n",
    };

    beforeEach(() => {
      for (const [path, content] of Object.entries(files)) pull.keep(path, content);
      pull.archive = buildArchive(files);
      const text = `import "@acme/auth";\n${GUARD}`;
      pull.change({ filename: "src/guard.ts" }, { id: "g1", content: GUARD }, { id: "g2", content: text });
    });

    it("finds who imports the changed code and what manifests name, without a call for each", async () => {
      const asked: string[] = [];
      pull.onRequest = (path) => asked.push(path);
      const change = await pull.read();
      expect(change.context.map(({ path }) => path)).toEqual([
        "packages/auth/src/index.ts",
        "services/orders/orders.ts",
      ]);
      expect(change.contextLimits).toEqual({ importers: [], graph: null });
      expect(asked.filter((path) => path.includes("/git/blobs/"))).toHaveLength(2);
      expect(asked.filter((path) => path.includes("/tarball/"))).toHaveLength(1);
    });

    it.each([
      ["is missing", null],
      ["is no archive", Buffer.from("<html>")],
      ["is cut", buildArchive(files).subarray(0, 60)],
    ])("says that importers may be missing when it %s", async (_how, archive) => {
      pull.archive = archive;
      const change = await pull.read();
      expect(change.contextLimits.graph).toMatch(/^What 2 of 2 code files import was not looked at/u);
    });

    it("believes only bytes that are those of the blob", async () => {
      pull.archive = buildArchive({ ...files, "services/orders/orders.ts": `import "./other";\n` });
      const change = await pull.read();
      expect(change.context.map(({ path }) => path)).toEqual(["packages/auth/src/index.ts"]);
      expect(change.contextLimits.graph).toMatch(/^What 1 of 2 code files/u);
    });

    it("reads the archive of a large repository once, and then only what is new", async () => {
      const memory = new RememberedReferences();
      pull.references = memory;
      const asked: string[] = [];
      pull.onRequest = (path) => asked.push(path);
      const others = Array.from(
        { length: 45 },
        (_, index) => [`src/n${index}.ts`, `export const n = ${index};\n`] as const,
      );
      for (const [path, content] of others) pull.keep(path, content, 100_000);
      pull.archive = buildArchive({ ...files, ...Object.fromEntries(others) });
      await pull.read();
      expect(asked.filter((path) => path.includes("/tarball/"))).toHaveLength(1);
      expect(memory.references.size).toBe(47);

      nock.cleanAll();
      pull.serveAnew(githubServer());
      pull.keep("src/new.ts", `import "./guard";\n`);
      const change = await pull.read();
      expect(change.context.map(({ path }) => path)).toEqual([
        "packages/auth/src/index.ts",
        "services/orders/orders.ts",
        "src/new.ts",
      ]);
      expect(change.contextLimits).toEqual({ importers: [], graph: null });
      expect(asked.filter((path) => path.includes("/tarball/"))).toHaveLength(1);
      expect(memory.references.size).toBe(48);
    });

    it("asks for none when no code changes", async () => {
      const asked: string[] = [];
      pull.rows.length = 0;
      pull.change({ filename: "README.md" }, { id: "r1", content: "a\n" }, { id: "r2", content: "b\n" });
      pull.onRequest = (path) => asked.push(path);
      await pull.read();
      expect(asked.filter((path) => path.includes("/tarball/"))).toEqual([]);
    });
  });

  it("asks for single paths when the listing of the repository was cut", async () => {
    pull.truncated = true;
    pull.rows.push({ filename: "deep/a.ts", patch: "@@ -1 +1 @@\n-old\n+new", changes: 2 });
    for (const [ref, sha, text] of [
      [MERGE_BASE, "a1", "old"],
      [HEAD, "a2", "new"],
    ]) {
      const content = Buffer.from(text ?? "").toString("base64");
      const scope = nock("https://api.github.com");
      scope.get(`${REPO}/contents/deep%2Fa.ts`).query({ ref }).reply(200, { type: "file", sha, size: 3 });
      scope.get(`${REPO}/git/blobs/${sha}`).reply(200, { sha, encoding: "base64", content, size: 3 });
    }
    const change = await pull.read();
    expect(change.map.truncated).toBe(true);
    expect(change.files).toMatchObject([{ base: { text: "old" }, head: { text: "new" } }]);
  });

  it("asks to be tried again when GitHub does not have the commits of a pull request yet", async () => {
    const lost = nock("https://api.github.com");
    lost.get(`${REPO}/git/trees/${MERGE_BASE}`).query(true).reply(404, {});
    pull.change({ filename: "a.ts", status: "added" }, null, { id: "a", content: "a" });
    await expect(pull.read()).rejects.toMatchObject({ name: "CodeHostError", status: 404, retryable: true });
  });

  it("stops at a rate limit instead of calling every file unreadable", async () => {
    pull.change({ filename: "a.ts", status: "added" }, null, { id: "limited" });
    nock("https://api.github.com")
      .get(`${REPO}/git/blobs/limited`)
      .reply(403, { message: "You have exceeded a secondary rate limit" }, { "retry-after": "120" });
    await expect(pull.read()).rejects.toMatchObject({ name: "CodeHostError", status: 403, retryAfter: 120 });
  });

  it("stops when the job is aborted", async () => {
    const state = await pull.state();
    const host = await githubApp().open(REF);
    await expect(host.readChange(REF, state, AbortSignal.timeout(0))).rejects.toMatchObject({ name: "TimeoutError" });
  });
});
