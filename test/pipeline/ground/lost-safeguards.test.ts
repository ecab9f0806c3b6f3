import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import { ground } from "../../../src/pipeline/stages/ground.ts";
import { buildChange } from "../../builders/change-set.ts";
import { groundTools } from "../../builders/ground-tools.ts";
import { broughtBy } from "./brought-by.ts";

const TOOLS = groundTools(loadCatalogue());

const inFunction = (...lines: string[]) => ["export function keep(folder, shop) {", ...lines, "}", ""].join("\n");
const SAVE = "  shop.save(folder);";
const CHECK = "  assertSafePath(folder);";
const OPEN = Array.from({ length: 9 }, () => "  shop.open();");

const twice = (line: string) => `${inFunction(line, SAVE)}${inFunction(line, SAVE).replace("keep", "hold")}`;
const helper = (name: string) => `function ${name}(folder) {\n  assertSafePath(folder);\n}\n`;

const route = (check: string) =>
  `import express from "express";\nconst app = express();\napp.post("/notes", (req, res) => {\n${check}  shop.keep(req.body.note);\n  res.end();\n});\n`;

const zod = (rule: string, key = "link") =>
  `import { z } from "zod";\nexport const Site = z.object({\n  name: z.string(),\n  ${key}: z.string()${rule},\n});\n`;
const laravel = (rules: string) =>
  `<?php\nclass Links extends Controller {\n  public function store(Request $request) {\n    $this->validate($request, [\n      'link' => ${rules},\n    ]);\n    Link::create($request->only('link'));\n  }\n}\n`;
const dto = (above: string) => `class Site {\n${above}  link: string;\n  name: string;\n}\n`;

const typed = (type: string) => inFunction(`  const link: ${type} = shop.read(folder);`, "  shop.save(link);");

const page = (line: string) => `import { useState } from "react";\n${inFunction(line, SAVE)}`;

describe("the evidence of a safeguard that is gone", () => {
  it("is the line that lost it, and the line as it was", async () => {
    const base = inFunction("  assertSafePath(folder);", "  shop.open();", SAVE);
    const files = { "src/shop.ts": { base, head: inFunction("  shop.open();", SAVE) } };
    const { candidates } = await ground(buildChange({ files }), DEFAULT_CONFIG, TOOLS);
    const [threat] = candidates;
    expect(threat?.anchors.map(({ side, quote }) => [side, quote.trim()])).toEqual([
      ["head", SAVE.trim()],
      ["base", "assertSafePath(folder);"],
    ]);
    expect(threat?.steps.map(({ text }) => text)).toEqual([
      "assertSafePath is gone from here.",
      "assertSafePath stood here.",
    ]);
  });
});

describe("a name that sounds like a safeguard", () => {
  it.each([
    ["is still called in another form", "  paths.map((one) => normalizePath(folder));", "  paths.map(normalizePath);"],
    ["asks only whether there is something", "  if (folder.hasNoFiles()) return;", "  if (folder.isEmpty) return;"],
    ["tidies a page", '  folder.removeAttribute("align");', "  shop.open();"],
    ["is what a thing is called", "  shop.use(genreTagFilter(folder));", "  shop.open();"],
    ["is about a key of the keyboard", "  if (isModKey(folder)) return;", "  shop.open();"],
  ])("is none where it %s", async (_, before, after) => {
    expect(await broughtBy(inFunction(before, SAVE), inFunction(after, SAVE))).toEqual([]);
  });

  it("keeps nobody from anything in a browser", async () => {
    expect(await broughtBy(page("  assertSafePath(folder);"), page("  shop.open();"))).toEqual([]);
    expect(await broughtBy(page("  sanitizeHtml(folder);"), page("  shop.open();"))).toHaveLength(1);
  });

  it.each(['"use server";\n', 'import "server-only";\n', 'import { headers } from "next/headers";\n'])(
    "keeps somebody out where a page is made on the server: %s",
    async (above) => {
      const [base, head] = [page("  assertSafePath(folder);"), page("  shop.open();")];
      expect(await broughtBy(`${above}${base}`, `${above}${head}`)).toHaveLength(1);
    },
  );

  it("is no rule of a field whose key is no name", async () => {
    const key = '"link` ![x](//x.test) `"';
    expect(await broughtBy(zod(".url()", key), zod("", key))).toEqual([]);
    expect(await broughtBy(zod(".url()", '"link-to"'), zod("", '"link-to"'))).toHaveLength(1);
  });

  it("is no field where a function declares a variable", async () => {
    expect(await broughtBy(typed("HttpUrl"), typed("string"))).toEqual([]);
  });

  it("is gone whatever a comment or a text says of it", async () => {
    const base = inFunction("  assertSafePath(folder);", SAVE);
    expect(await broughtBy(base, inFunction("  // assertSafePath(folder) is not needed", SAVE))).toHaveLength(1);
    expect(await broughtBy(base, inFunction('  shop.note("assertSafePath");', SAVE))).toHaveLength(1);
  });

  it.each([
    ["a comment around its line", ["  /*", CHECK, "  */"]],
    ["a text around its line", ["  shop.note(`", CHECK, "  `);"]],
    ["a comment that begins and ends far from it", ["  /*", ...OPEN, CHECK, ...OPEN, "  */"]],
    ["a comment over lines that were not there", ["  /*", "  assertSafePath(folder) stands elsewhere", "  */"]],
    ["a text over lines", ["  shop.note(`", "  assertSafePath(folder)", "  `);"]],
    ["a comment behind code", ["  shop.open(); // assertSafePath(folder)"]],
  ])("is gone where there is %s", async (_, after) => {
    const before = after.filter((line) => line === CHECK || line === "  shop.open();");
    const base = inFunction(...(before.includes(CHECK) ? before : [...before, CHECK]), SAVE);
    // The comment is about the folder as well, but does nothing with it.
    const head = inFunction(...after, "  // folder", SAVE);
    expect(await broughtBy(base, head)).toEqual([`path-check-removed:${head.split("\n").indexOf(SAVE) + 1}`]);
    expect(await broughtBy(head, base)).toEqual([]);
  });

  it("is gone whatever patterns and open comments stand above it", async () => {
    const above = 'const strip = (text) => text.replace(/\\/*$/, "");\n';
    const [base, head] = [inFunction(CHECK, SAVE), inFunction("  shop.open();", SAVE)];
    expect(await broughtBy(base, above + head)).toEqual(["path-check-removed:4"]);
    expect(await broughtBy(above + base, above + head)).toEqual(["path-check-removed:4"]);
  });

  it("is not gone while the function asks about the same thing", async () => {
    const both = inFunction("  assertSafePath(folder);", "  checkPath(folder);", SAVE);
    expect(await broughtBy(both, inFunction("  checkPath(folder);", SAVE))).toEqual([]);
  });
});

describe("a rule of a schema that is gone", () => {
  it.each([
    ["a chain", "src/a.ts", zod(".url()"), zod(""), 4],
    ["a chain over lines", "src/a.ts", zod("\n    .url()\n    .max(9)"), zod("\n    .max(9)"), 4],
    ["words", "app/Links.php", laravel("'required|url|max:255'"), laravel("'required|max:255'"), 5],
    ["a list", "app/Links.php", laravel("['required', 'safe_url']"), laravel("['required']"), 5],
    ["a decorator", "src/site.dto.ts", dto("  @IsUrl()\n"), dto(""), 2],
    [
      "an annotation",
      "src/Site.java",
      "class Site {\n  @URL\n  private String link;\n}\n",
      "class Site {\n  private String link;\n}\n",
      2,
    ],
    [
      "a type",
      "app/site.py",
      "class Site(BaseModel):\n    link: HttpUrl\n",
      "class Site(BaseModel):\n    link: str\n",
      2,
    ],
    [
      "a field of a model",
      "app/models.py",
      "class Site(models.Model):\n    link = models.URLField()\n",
      "class Site(models.Model):\n    link = models.CharField()\n",
      2,
    ],
    [
      "a validation",
      "app/models/site.rb",
      "class Site < ApplicationRecord\n  validates :link, presence: true, url: true\nend\n",
      "class Site < ApplicationRecord\n  validates :link, presence: true\nend\n",
      2,
    ],
  ])("was %s", async (_, path, base, head, line) => {
    expect(await broughtBy(base, head, path)).toEqual([`address-check-removed:${line}`]);
    expect(await broughtBy(head, base, path)).toEqual([]);
  });

  it("is none where the field went with it, got another rule or stands in another order", async () => {
    expect(await broughtBy(zod(".url()"), zod(".regex(/^https/u)"), "src/a.ts")).toEqual(["address-check-removed:4"]);
    expect(await broughtBy(zod(".url()"), zod(".refine(isOurs)"), "src/a.ts")).toEqual([]);
    expect(await broughtBy(zod(".url()"), zod("", "title"), "src/a.ts")).toEqual([]);
    expect(await broughtBy(zod(".max(9).url()"), zod(".url().max(9)"), "src/a.ts")).toEqual([]);
    expect(await broughtBy(laravel("['url', 'name']"), laravel("['name']"), "app/Links.php")).toEqual([]);
    expect(await broughtBy(zod(".enum(KINDS)"), zod(""), "src/a.ts")).toEqual(["input-check-removed:4"]);
  });
});

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
    // Which page was called, beside another question, keeps nobody from a file.
    const called = 'folder.request.path.startsWith("/api")';
    expect(await broughtBy(refusing(`folder.closed && ${called}`), without)).toEqual([]);
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
