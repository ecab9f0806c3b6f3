import { readFileSync, readdirSync } from "node:fs";
import { assert, constantFrom, nat, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { linesOf } from "../../src/domain/change-set.ts";
import type { FileFacts } from "../../src/domain/fact.ts";
import { termsProblem } from "../../src/domain/vocabulary.ts";
import { codeReader } from "../../src/facts/code-reader.ts";
import { readFacts } from "../../src/facts/read-facts.ts";
import { buildChange } from "../builders/change-set.ts";

function read(text: string, path: string): FileFacts {
  const facts = codeReader.read({ path, side: "head", text });
  if (facts instanceof Promise) throw new Error("The code reader answers at once.");
  return facts;
}

/** Says what is wrong with any fact of a file: its quote, its lines or its terms. */
function problems(text: string, path: string): string[] {
  const lines = linesOf(text);
  return read(text, path).scopes.flatMap((scope) =>
    scope.facts.flatMap((fact) => {
      const quoted = lines.slice(fact.startLine - 1, fact.endLine).join("\n");
      const terms = termsProblem(fact.kind, [fact.name], fact.attributes);
      const control = fact.kind === "control" && typeof fact.attributes.effective !== "boolean";
      return [
        ...(quoted === fact.quote ? [] : [`${fact.kind}/${fact.name} quotes other lines than ${fact.startLine}`]),
        ...(fact.quote.trim() === "" ? [`${fact.kind}/${fact.name} quotes nothing`] : []),
        ...(fact.endLine - fact.startLine > 5 ? [`${fact.kind}/${fact.name} quotes too much`] : []),
        ...(terms === null ? [] : [terms]),
        ...(control ? [`${fact.name} does not say whether it works`] : []),
      ];
    }),
  );
}

/** What the facts of a file say, without their quotes. */
function shape(facts: FileFacts) {
  return facts.scopes.map((scope) => [
    scope.name,
    scope.facts.map((fact) => [fact.kind, fact.name, fact.startLine, fact.attributes]),
  ]);
}

/** Real code with many facts in it: the snippets of the tests beside this one. */
const SNIPPETS = readdirSync(new URL("code/", import.meta.url)).map((name) => ({
  name,
  text: readFileSync(new URL(`code/${name}`, import.meta.url), "utf8"),
}));

const EXPRESS = `import express from "express";
import { exec } from "node:child_process";
const app = express();
app.use(requireAuth);
app.post("/a/:id", async (req, res) => {
  const sql = \`select * from t where id = \${req.params.id}\`;
  await db.query(sql);
  exec(
    "convert " +
      req.body.file,
  );
  await fetch(req.query.url, { method: "POST" });
  if (invoice.ownerId !== req.user.id) return res.status(404).end();
  console.log(req.body.password);
  res.send(\`<b>\${req.query.name}</b>\`);
});
`;

const FLASK = `from flask import Flask, request
import subprocess
app = Flask(__name__)
@app.route("/a", methods=["POST"])
@login_required
def a():
    subprocess.run(
        "ping " + request.form["host"],
        shell=True,
    )
    return f"<b>{request.args['n']}</b>"
`;

describe("codeReader", () => {
  it.each([
    ["src/a.ts", true],
    ["src/a.tsx", true],
    ["a.mjs", true],
    ["a.cjs", true],
    ["a.jsx", true],
    ["a.py", true],
    ["a.scala", false],
    ["src/a.test.ts", false],
    ["types/a.d.ts", false],
    ["dist/a.js", false],
  ])("decides by path whether it reads %s", (path, reads) => {
    expect(codeReader.reads(path)).toBe(reads);
  });

  it.each([
    ["TypeScript", EXPRESS, "a.ts"],
    ["JavaScript", EXPRESS, "a.js"],
    ["JSX", EXPRESS, "a.tsx"],
    ["Python", FLASK, "a.py"],
  ])("yields facts in the shared language whose quotes stand in the file: %s", (_, text, path) => {
    expect(read(text, path).scopes.flatMap((scope) => scope.facts).length).toBeGreaterThan(3);
    expect(problems(text, path)).toEqual([]);
  });

  it.each(SNIPPETS.map(({ name, text }) => [name, text]))("yields only sound facts from %s", (_, text) => {
    expect(problems(text, "snippet.ts")).toEqual([]);
  });

  it.each([
    ["a.ts", EXPRESS],
    ["a.py", FLASK],
  ])("reads the same facts with CRLF line endings and a byte order mark: %s", (path, text) => {
    const changed = `\uFEFF${text.replaceAll("\n", "\r\n")}`;
    expect(shape(read(changed, path))).toEqual(shape(read(text, path)));
    expect(problems(changed, path)).toEqual([]);
  });

  it("survives any cut of real code", () => {
    assert(
      property(
        constantFrom(["a.ts", EXPRESS], ["a.js", EXPRESS], ["a.py", FLASK]),
        nat(600),
        nat(60),
        ([path = "", text = ""], start, length) => {
          expect(problems(text.slice(0, start) + text.slice(start + length), path)).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("survives any text", () => {
    assert(
      property(constantFrom("a.ts", "a.js", "a.py"), string({ unit: "grapheme", maxLength: 80 }), (path, text) => {
        expect(problems(text, path)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it("has nothing to say about an empty file", () => {
    expect(read("", "a.ts")).toMatchObject({ scopes: [], limitation: null });
    expect(read("", "a.py")).toMatchObject({ scopes: [], limitation: null });
  });

  it("says that it does not quote machine-made lines", () => {
    const text = `eval(process.env.X);${"a();".repeat(1_000)}`;
    expect(read(text, "a.js").scopes.flatMap((scope) => scope.facts)).toEqual([]);
    expect(read(text, "a.js").limitation).toContain("too long to quote");
    expect(read(`const icon = "${"A".repeat(3_000)}";`, "a.js").limitation).toBeNull();
  });
});

describe("readFacts with code", () => {
  it("reads both sides and gives them the same facts when nothing changed", async () => {
    const [base, head] = await readFacts(buildChange({ context: { "src/a.ts": EXPRESS } }));
    expect(base?.side).toBe("base");
    expect(head?.scopes.flatMap((scope) => scope.facts).every((fact) => fact.side === "head")).toBe(true);
    expect(head?.scopes.map((scope) => scope.name)).toEqual(base?.scopes.map((scope) => scope.name));
    expect(base?.scopes[0]?.facts[0]).toBe(base?.scopes[0]?.entryPoint);
  });

  it("names a file that is too large instead of reading it", async () => {
    const text = `const a = "${"x".repeat(1_000_000)}";`;
    const [facts] = await readFacts(buildChange({ files: { "src/a.ts": { head: text } } }));
    expect(facts).toMatchObject({ scopes: [], limitation: "It is larger than 500 KB, so the rules did not read it." });
  });

  it("names a file whose nesting is too deep instead of failing the run", async () => {
    const text = `x = ${"(".repeat(60_000)}${")".repeat(60_000)};`;
    const [facts] = await readFacts(buildChange({ files: { "src/a.ts": { head: text } } }));
    expect(facts?.limitation ?? "read").toBeTypeOf("string");
  });
});
