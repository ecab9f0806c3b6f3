import { describe, expect, it } from "vitest";
import type { ChangedFile } from "../../src/domain/change-set.ts";
import { contextPaths } from "../../src/domain/context-paths.ts";

function blob(text: string) {
  return { sha: "0".repeat(40), text };
}

function changed(path: string, head: string, base: string | null = null): ChangedFile {
  return {
    path,
    previousPath: null,
    status: base === null ? "added" : "modified",
    base: base === null ? null : blob(base),
    head: blob(head),
    hunks: [],
    omitted: null,
  };
}

describe("contextPaths", () => {
  it("resolves relative imports with emitted, missing and folder endings", () => {
    const text = `
      import { a } from "./a.js";
      export * from '../lib/b';
      import "./side.ts";
      const c = require("./c");
      const d = await import("../d");
      import express from "express";
    `;
    const map = ["src/x/a.ts", "src/lib/b.tsx", "src/x/side.ts", "src/x/c.cjs", "src/d/index.mts", "src/x/a.js.map"];
    expect(contextPaths([changed("src/x/route.ts", text)], map)).toEqual(map.slice(0, 5));
  });

  it("resolves relative and absolute Python imports from any folder above", () => {
    const text =
      "from .guards import owner\nfrom ..db import models as m\nfrom app.core import (\n  flags,\n  limits,\n)\nimport app.jobs\n";
    const map = [
      "service/app/api/guards.py",
      "service/app/db/models.py",
      "service/app/db/__init__.py",
      "service/app/core/__init__.py",
      "service/app/core/flags.py",
      "service/app/core/limits.py",
      "service/app/jobs.py",
    ];
    const found = contextPaths([changed("service/app/api/invoices.py", text)], map);
    expect(found.toSorted()).toEqual(map.toSorted());
  });

  it("also follows imports that the change removed", () => {
    const file = changed("src/route.ts", "export {};", `import { owner } from "./guards.ts";`);
    expect(contextPaths([file], ["src/guards.ts"])).toEqual(["src/guards.ts"]);
  });

  it("adds registration files nearby, the nearest first, and none from far away", () => {
    const map = [
      "web/deep/down/auth.ts",
      "src/app.ts",
      "src/api/routes.ts",
      "src/middleware/auth.ts",
      "src/api/model.ts",
    ];
    const found = contextPaths([changed("src/api/invoices.ts", "")], map);
    expect(found).toEqual(["src/api/routes.ts", "src/app.ts", "src/middleware/auth.ts"]);
  });

  it("leaves out changed files, foreign code and paths outside the repository", () => {
    const text = `import "./b.ts"; import "../../etc/secret.ts"; import "./types.js"; import "./node_modules/k/index.js";`;
    const files = [changed("src/a.ts", text), changed("src/b.ts", "")];
    expect(contextPaths(files, ["src/b.ts", "etc/secret.ts", "src/types.d.ts", "src/node_modules/k/index.js"])).toEqual(
      [],
    );
  });

  it("stays quick on hostile spacing", () => {
    const text = `from ${" ".repeat(300_000)}x\nfrom ${".".repeat(300_000)}\nimport ${" ".repeat(300_000)}`;
    const started = performance.now();
    contextPaths([changed("a.py", text), changed("a.ts", text)], ["b.py"]);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it("keeps at most thirty imports and ten registration files", () => {
    const imports = Array.from({ length: 50 }, (_, index) => `m${index}`);
    const text = imports.map((name) => `import "./${name}.ts";`).join("\n");
    const near = Array.from({ length: 20 }, (_, index) => `src/f${index}/auth.ts`);
    const found = contextPaths([changed("src/a.ts", text)], [...imports.map((name) => `src/${name}.ts`), ...near]);
    expect(found).toHaveLength(40);
  });
});
