import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import { isNew } from "../../../src/domain/threat.ts";
import { ground } from "../../../src/pipeline/stages/ground.ts";
import { buildChange } from "../../builders/change-set.ts";
import { groundTools } from "../../builders/ground-tools.ts";

const TOOLS = groundTools(loadCatalogue());

/** Kinds and places of what a change of one file brings. */
async function broughtBy(base: string, head: string, path = "src/shop.ts"): Promise<string[]> {
  const { candidates } = await ground(buildChange({ files: { [path]: { base, head } } }), DEFAULT_CONFIG, TOOLS);
  return candidates
    .filter(({ effect }) => isNew(effect))
    .map(({ kind, anchors }) => `${kind}:${anchors[0]?.startLine}`);
}

const inFunction = (...lines: string[]) => ["export function keep(folder, shop) {", ...lines, "}", ""].join("\n");
const SAVE = "  shop.save(folder);";

const twice = (line: string) => `${inFunction(line, SAVE)}${inFunction(line, SAVE).replace("keep", "hold")}`;
const helper = (name: string) => `function ${name}(folder) {\n  assertSafePath(folder);\n}\n`;

const route = (check: string) =>
  `import express from "express";\nconst app = express();\napp.post("/notes", (req, res) => {\n${check}  shop.keep(req.body.note);\n  res.end();\n});\n`;

describe("a safeguard that is gone", () => {
  it("is told at the line that uses what it was about", async () => {
    const base = inFunction("  assertSafePath(folder);", "  shop.open();", SAVE);
    expect(await broughtBy(base, inFunction("  shop.open();", SAVE))).toEqual(["path-check-removed:3"]);
  });

  it("may be a refusal that asks about a path, an owner or a name", async () => {
    const without = inFunction(SAVE);
    const refusing = (condition: string) => inFunction(`  if (${condition}) throw new Error("no");`, SAVE);
    expect(await broughtBy(refusing('folder.includes("..")'), without)).toEqual(["path-check-removed:2"]);
    expect(await broughtBy(refusing("folder.ownerId !== shop.user"), without)).toEqual(["permission-check-removed:2"]);
    expect(await broughtBy(refusing('folder === "__proto__"'), without)).toEqual(["key-check-removed:2"]);
    expect(await broughtBy(refusing("folder.length === 0"), without)).toEqual([]);
  });

  it.each([
    ['if (folder.url.indexOf("http") !== 0) return folder.url;', []],
    ['if (!folder.url.startsWith("http")) return folder.url;', []],
    ['if (!folder.url.startsWith("https://")) return "/";', ["path-check-removed:2"]],
    ['if (!folder.url.startsWith("https://")) throw new Error("no");', ["path-check-removed:2"]],
  ])("is no test that lets through what fails it: %s", async (line, brought) => {
    const after = "  return shop.open(folder.url);";
    expect(await broughtBy(inFunction(`  ${line}`, after), inFunction(after))).toEqual(brought);
  });

  it("is none when several that did the same call a new function for it", async () => {
    const base = twice("  assertSafePath(folder);");
    expect(await broughtBy(base, `${twice("  secured(folder);")}${helper("secured")}`)).toEqual([]);
    expect(await broughtBy(base, `${twice("  shop.open();")}${helper("unused")}`)).toHaveLength(2);
  });

  it("is none where a value only becomes a part of an address", async () => {
    const base = inFunction("  shop.open(encodeURIComponent(folder.url));", SAVE);
    expect(await broughtBy(base, inFunction("  shop.open(folder.url);", SAVE))).toEqual([]);
  });

  it("is none when it moved, when another took its place, or when what it was about is gone", async () => {
    const base = inFunction("  assertSafePath(folder);", SAVE);
    const moved = `${inFunction("  save(folder, shop);")}function save(folder, shop) {\n  assertSafePath(folder);\n${SAVE}\n}\n`;
    expect(await broughtBy(base, moved)).toEqual([]);
    expect(await broughtBy(base, inFunction("  pathPolicy.verifyLocation(folder);", SAVE))).toEqual([]);
    expect(await broughtBy(base, inFunction("  shop.save(1);"))).toEqual([]);
    expect(await broughtBy(base, "export function other(shop) {\n  shop.save(1);\n}\n")).toEqual([]);
  });

  it.each([
    "// validated by checkPath(folder)",
    "/* was: checkPath(folder) */",
    "/*\n  checkPath(folder)\n*/",
    'log("checkPath(folder)");',
    "log(`checkPath(folder)`);",
  ])("is not made good by words about a check: %j", async (words) => {
    const base = inFunction("  assertSafePath(folder);", SAVE);
    expect(await broughtBy(base, inFunction(`  ${words}`, SAVE))).toHaveLength(1);
  });

  it.each(["log(`${checkPath(folder)}`);", "checkPath(folder); // throws", "this.#checkPath(folder);"])(
    "is made good by a check that stands among words: %j",
    async (code) => {
      const base = inFunction("  assertSafePath(folder);", SAVE);
      expect(await broughtBy(base, inFunction(`  ${code}`, SAVE))).toEqual([]);
    },
  );

  it("is none when one of the same family is still there", async () => {
    const base = inFunction("  const a = escapeHtml(folder);", SAVE);
    expect(await broughtBy(base, inFunction("  const a = sanitizeHtml(folder);", SAVE))).toEqual([]);
  });

  it("joins the entry point whose handler had it", async () => {
    expect(await broughtBy(route("  validateNote(req.body.note);\n"), route(""))).toContain("validation-removed:3");
    expect(await broughtBy(route("  ensureSafeUrl(req.body.note);\n"), route(""))).toEqual(["address-check-removed:4"]);
  });
});
