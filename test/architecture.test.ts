import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = resolve(import.meta.dirname, "../src");

/** What each folder may import from; the second guard beside the lint rules. */
const LAYERS: Record<string, readonly string[]> = {
  domain: [],
  ports: ["domain"],
  config: ["domain"],
  catalogue: ["domain"],
  facts: ["domain"],
  render: ["domain"],
  pipeline: ["domain", "ports", "config", "facts", "catalogue"],
  commands: ["domain", "ports", "config", "pipeline", "render"],
  adapters: ["domain", "ports"],
  web: ["domain", "ports", "config", "facts", "catalogue", "pipeline", "render", "commands", "worker"],
  worker: ["domain", "ports", "config", "facts", "catalogue", "pipeline", "render", "commands"],
};

const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.startsWith(join("demo", "sample")))
  .map((path) => ({ path, text: readFileSync(join(SOURCE, path), "utf8") }));

const imports = files.flatMap(({ path, text }) =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/gu)].map(([, specifier = ""]) => ({
    from: path,
    to: relative(SOURCE, resolve(SOURCE, dirname(path), specifier)),
  })),
);

function folderOf(path: string): string {
  return path.includes("/") ? (path.split("/")[0] ?? "") : "";
}

function adapterOf(path: string): string {
  return path.split("/")[1] ?? "";
}

describe("the house", () => {
  it("has files in every folder of the layer table", () => {
    expect(files.length).toBeGreaterThan(60);
    expect(imports.length).toBeGreaterThan(150);
    for (const folder of Object.keys(LAYERS)) {
      expect(files.filter(({ path }) => path.startsWith(`${folder}/`)).length, folder).toBeGreaterThan(0);
    }
  });

  it("keeps every import inside the layer table", () => {
    const strays = imports.filter(({ from, to }) => {
      const layer = LAYERS[folderOf(from)];
      if (layer === undefined || folderOf(to) === folderOf(from)) return false;
      return !layer.includes(folderOf(to));
    });
    expect(strays).toEqual([]);
  });

  it("lets no adapter know another adapter", () => {
    const strays = imports.filter(
      ({ from, to }) =>
        folderOf(from) === "adapters" && folderOf(to) === "adapters" && adapterOf(from) !== adapterOf(to),
    );
    expect(strays).toEqual([]);
  });

  it("keeps every file at or under 300 lines of code, and the median near 65", () => {
    const lengths = files
      .map(({ path, text }) => ({
        path,
        lines: text.split("\n").filter((line) => !/^\s*(\/\/.*|\*.*|\/\*.*)?$/u.test(line)).length,
      }))
      .toSorted((a, b) => b.lines - a.lines);
    expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
    expect(lengths[Math.floor(lengths.length / 2)]?.lines).toBeLessThanOrEqual(85);
  });

  it("has no default export and no `any`", () => {
    const smells = files.filter(({ text }) => {
      const code = text.replace(/\/\*[^]*?\*\/|\/\/.*/gu, "");
      return /^export default\b/mu.test(code) || /(?::|\bas|<)\s*any\b/u.test(code);
    });
    expect(smells.map(({ path }) => path)).toEqual([]);
  });
});
