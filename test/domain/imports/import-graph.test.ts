import { describe, expect, it } from "vitest";
import { ImportGraph } from "../../../src/domain/imports/import-graph.ts";
import { ImportResolver } from "../../../src/domain/imports/import-resolver.ts";

const PATHS = ["src/a.ts", "src/b.ts", "src/c.ts", "pkg/one.go", "pkg/two.go", "main.go"];

function graphOf(imports: Readonly<Record<string, readonly string[]>>): ImportGraph {
  const files = Object.entries(imports).map(([path, references]) => ({ path, references }));
  return new ImportGraph(files, new ImportResolver(PATHS, []));
}

describe("ImportGraph", () => {
  it("answers in both directions", () => {
    const graph = graphOf({ "src/a.ts": ["./c", "./b", "express"], "src/b.ts": ["./c"] });
    expect([...graph.importsOf("src/a.ts")]).toEqual(["src/c.ts", "src/b.ts"]);
    expect([...graph.importersOf("src/c.ts")]).toEqual(["src/a.ts", "src/b.ts"]);
    expect([...graph.importersOf("src/a.ts")]).toEqual([]);
  });

  it("joins what both versions of a file import", () => {
    const versions = [
      { path: "src/a.ts", references: ["./b"] },
      { path: "src/a.ts", references: ["./c"] },
    ];
    const graph = new ImportGraph(versions, new ImportResolver(PATHS, []));
    expect([...graph.importsOf("src/a.ts")]).toEqual(["src/b.ts", "src/c.ts"]);
  });

  it("lets nobody import itself", () => {
    expect([...graphOf({ "src/a.ts": ["./a"] }).importersOf("src/a.ts")]).toEqual([]);
  });

  it("takes all files of an imported package", () => {
    const graph = graphOf({ "main.go": ["example.com/acme/pkg"] });
    expect([...graph.importsOf("main.go")]).toEqual(["pkg/one.go", "pkg/two.go"]);
  });
});
