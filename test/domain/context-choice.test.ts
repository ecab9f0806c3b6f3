import { describe, expect, it } from "vitest";
import type { ChangedFile } from "../../src/domain/change-set.ts";
import { type ContextChoice, chooseContext } from "../../src/domain/context-choice.ts";
import { changeGraph } from "../../src/domain/imports/change-imports.ts";
import { referencesIn } from "../../src/domain/imports/import-languages.ts";

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

/** Chooses among unchanged files, given by path with their texts, or as paths alone. */
function choose(files: readonly ChangedFile[], unchanged: Readonly<Record<string, string>>): ContextChoice {
  const paths = [...files.map((file) => file.path), ...Object.keys(unchanged)];
  const map = { paths, truncated: false, aliases: [] };
  const references = Object.entries(unchanged).map(([path, text]) => ({ path, references: referencesIn(path, text) }));
  return chooseContext({ files, paths, graph: changeGraph({ files, map }, references) });
}

function contextPaths(files: readonly ChangedFile[], paths: readonly string[]): readonly string[] {
  return choose(files, Object.fromEntries(paths.map((path) => [path, ""]))).paths;
}

describe("chooseContext", () => {
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

  it("comes to the end of hostile spacing", () => {
    const text = `from ${" ".repeat(300_000)}x\nfrom ${".".repeat(300_000)}\nimport ${" ".repeat(300_000)}`;
    expect(contextPaths([changed("a.py", text), changed("a.ts", text)], ["b.py"])).toEqual([]);
  });

  it("finds who imports the changed code, who mounts those, and nothing of tests", () => {
    const found = choose([changed("src/security/session.ts", "export function requireUser() {}", "export {};")], {
      "src/api/v1/orders/router.ts": `import { requireUser } from "../../../security/session";`,
      "src/api/v1/orders/orders.test.ts": `import { requireUser } from "../../../security/session";`,
      "src/jobs/nightly.ts": `import { requireUser } from "../security/session.js";`,
      "bin/start/server.ts": `import orders from "../../src/api/v1/orders/router";`,
      "src/unrelated.ts": `import express from "express";`,
    });
    expect(found).toEqual({
      paths: ["src/api/v1/orders/router.ts", "src/jobs/nightly.ts", "bin/start/server.ts"],
      unread: [],
    });
  });

  it("finds what a framework keeps for all routes, however far away", () => {
    const map = [
      "src/main/java/com/acme/platform/config/WebSecurityConfig.java",
      "src/test/java/com/acme/SecurityConfig.java",
      "src/main/java/com/acme/orders/Order.java",
    ];
    const text = "package com.acme.shop.web;\nclass Invoices {}";
    expect(contextPaths([changed("src/main/java/com/acme/shop/web/rest/Invoices.java", text)], map)).toEqual([map[0]]);
  });

  it("keeps at most sixty files and says how many importers it left out", () => {
    const routers = Array.from({ length: 500 }, (_, index) => [`src/r${index}/router.ts`, `import "../guard.ts";`]);
    const found = choose([changed("src/guard.ts", "", "")], Object.fromEntries(routers));
    expect(found.paths).toHaveLength(60);
    expect(found.unread).toEqual([{ path: "src/guard.ts", count: 440 }]);
  });

  it("gives every changed file its turn", () => {
    const unchanged = Object.fromEntries([
      ...Array.from({ length: 200 }, (_, index) => [`src/a${index}.ts`, `import "./common.ts";`]),
      ["src/z.ts", `import "./guard.ts";`],
    ]);
    const files = [changed("src/common.ts", ""), changed("src/guard.ts", "")];
    expect(choose(files, unchanged).paths.slice(0, 2)).toEqual(["src/a0.ts", "src/z.ts"]);
  });

  it("keeps room for importers beside many imports", () => {
    const imports = Array.from({ length: 90 }, (_, index) => `m${index}`);
    const text = imports.map((name) => `import "./${name}.ts";`).join("\n");
    const unchanged = Object.fromEntries(imports.map((name) => [`src/${name}.ts`, ""]));
    const found = choose([changed("src/a.ts", text)], { ...unchanged, "src/z.ts": `import "./a.ts";` });
    expect(found.paths).toHaveLength(60);
    expect(found.paths).toContain("src/z.ts");
  });
});
