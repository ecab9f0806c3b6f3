import { describe, expect, it } from "vitest";
import { DEFAULT_CONFIG, repositoryConfigSchema } from "../../src/config/repository-config.ts";
import { isWorthAsking } from "../../src/pipeline/model/relevance.ts";
import { NARROW, type Unit, planCalls, unitsOf } from "../../src/pipeline/units.ts";
import { buildChange } from "../builders/change-set.ts";
import { groundScopes } from "../builders/grounding.ts";
import { BASE_INVOICES, HEAD_INVOICES, invoiceChange, invoiceGrounded } from "../builders/model-run.ts";
import { buildScope, buildSink } from "../builders/fact.ts";

const LONG = Array.from({ length: 500 }, (_, index) => `const value${index} = ${index};`);

describe("unitsOf", () => {
  it("shows code before configuration without facts, context, tests and prose", () => {
    const change = invoiceChange({
      files: {
        "README.md": { base: "a\n", head: "b\n" },
        "test/invoices.test.ts": { base: "a\n", head: "b\n" },
        "src/invoices.ts": { base: BASE_INVOICES, head: HEAD_INVOICES },
        "src/names.ts": { base: "a\n", head: "b\n" },
      },
      context: {
        "src/guards.ts": "export function unused() {}\n",
        "src/status.ts": "export function sendStatus() {}\n",
      },
    });
    const units = unitsOf(change, invoiceGrounded(change), DEFAULT_CONFIG);
    expect(units.map(({ path }) => path)).toEqual([
      "src/invoices.ts",
      "src/names.ts",
      "src/status.ts",
      "test/invoices.test.ts",
      "README.md",
    ]);
    expect(units[2]?.text).toBe("## src/status.ts (unchanged)\n1  export function sendStatus() {}");
  });

  it("shows first what a path that begins in another file does", () => {
    const files = { "src/a.ts": { head: "a\n" }, "src/run.ts": { head: "b\n" }, "src/z.ts": { head: "c\n" } };
    const change = buildChange({ files });
    const route = buildScope({ path: "src/z.ts", facts: [buildSink("command")] });
    const scope = {
      ...route,
      facts: route.facts.map((fact) => (fact.kind === "sink" ? { ...fact, path: "src/run.ts" } : fact)),
    };
    const units = unitsOf(change, groundScopes({ head: [scope] }, { change }), DEFAULT_CONFIG);
    expect(units.map(({ path }) => path)).toEqual(["src/z.ts", "src/run.ts", "src/a.ts"]);
  });

  it("leaves out what the repository ignores", () => {
    const config = repositoryConfigSchema.parse({ paths: { ignore: ["src/**"] } });
    expect(unitsOf(invoiceChange(), invoiceGrounded(), config)).toEqual([]);
  });

  it("shows a change in a long file with its enclosing function and not the rest", () => {
    const head = LONG.toSpliced(249, 1, "const value249 = request.query.value;");
    const change = buildChange({ files: { "src/app.ts": { base: LONG.join("\n"), head: head.join("\n") } } });
    const scope = buildScope({ startLine: 220, endLine: 290 });
    const [unit, ...others] = unitsOf(change, groundScopes({ head: [scope] }, { change }), DEFAULT_CONFIG);
    const lines = unit?.text.split("\n") ?? [];
    expect(others).toEqual([]);
    expect(lines).toContain("250 +const value249 = request.query.value;");
    expect(lines).toContain("- -const value249 = 249;");
    expect([lines[1], lines.at(-1)]).toEqual(["217  const value216 = 216;", "293  const value292 = 292;"]);
  });

  it("shows of a long function around a change in a large one how it begins, and little around the change", () => {
    const head = LONG.toSpliced(249, 1, "const value249 = request.query.value;");
    const change = buildChange({ files: { "src/app.ts": { base: LONG.join("\n"), head: head.join("\n") } } });
    const shownFor = (startLine: number, endLine: number) => {
      const grounded = groundScopes({ head: [buildScope({ startLine, endLine })] }, { change });
      const [unit] = unitsOf(change, grounded, DEFAULT_CONFIG, NARROW);
      return (unit?.text.split("\n").slice(1) ?? []).map((line) => (/^\d+/u.exec(line) ?? [line.slice(0, 1)])[0]);
    };
    const around = ["246", "247", "248", "249", "-", "250", "251", "252", "253", "254"];
    expect(shownFor(200, 290)).toEqual(["197", "198", "199", "200", "201", "202", "203", "204", "…", ...around]);
    expect(shownFor(249, 252)).toEqual([...around, "255"]);
  });

  it("shows little around what a file imports, and around changes that have to do with nothing", () => {
    const base = [...LONG.slice(0, 100), 'import { one } from "./one.ts";', ...LONG.slice(100)];
    const imported = base.toSpliced(100, 1, 'import { two } from "./two.ts";');
    const shownIn = (path: string, head: readonly string[]) => {
      const change = buildChange({ files: { [path]: { base: base.join("\n"), head: head.join("\n") } } });
      return unitsOf(change, groundScopes({}, { change }), DEFAULT_CONFIG)[0]?.text.split("\n").length ?? 0;
    };
    expect(shownIn("src/auth.ts", imported)).toBe(1 + 4);
    expect(shownIn("src/auth.ts", base.toSpliced(100, 1, "one();"))).toBe(1 + 18);
    expect(shownIn("src/auth.php", base.toSpliced(100, 1, "include $page;"))).toBe(1 + 18);
    expect(shownIn("src/auth.cs", base.toSpliced(100, 1, "using var stream = Open(path);"))).toBe(1 + 18);
    expect(shownIn("src/auth.cs", base.toSpliced(100, 1, "from user in database.Users"))).toBe(1 + 18);
    expect(shownIn("src/colours.ts", base.toSpliced(100, 1, "one();"))).toBe(1 + 10);
  });

  it("cuts a huge file into parts, so that one part may still be shown", () => {
    const change = buildChange({ files: { "src/app.ts": { head: [...LONG, ...LONG].join("\n") } } });
    const units = unitsOf(change, groundScopes({}, { change }), DEFAULT_CONFIG);
    expect(units.map(({ text }) => text.split("\n").length - 1)).toEqual([400, 400, 200]);
  });
});

const unit = (path: string, length: number, changed = true, weight = 300): Unit => ({
  path,
  changed,
  text: "x".repeat(length),
  weight,
});

describe("planCalls", () => {
  const units = [unit("a", 320), unit("b", 3_200), unit("c", 32), unit("d", 9_000, false)];

  it("takes what fits in order and says what it left out", () => {
    const { calls, unsent } = planCalls(units, Array(1).fill(150));
    expect(calls.map(({ text }) => text)).toEqual([`${"x".repeat(320)}\n\n${"x".repeat(32)}`]);
    expect([...unsent]).toEqual([["b", "Not shown to the model: it did not fit into the token budget."]]);
  });

  it("shows more in further calls, up to a number", () => {
    const many = Array.from({ length: 9 }, (_, index) => unit(`f${index}`, 320));
    const { calls, unsent } = planCalls(many, Array(3).fill(210));
    expect(calls.map(({ paths }) => [...paths])).toEqual([
      ["f0", "f1"],
      ["f2", "f3"],
      ["f4", "f5"],
    ]);
    expect([...unsent.keys()]).toEqual(["f6", "f7", "f8"]);
    expect(planCalls(units, Array(4).fill(150)).calls).toHaveLength(1);
  });

  it("makes no further call for tests and prose alone", () => {
    const many = Array.from({ length: 4 }, (_, index) => unit(`f${index}`, 320, true, 40));
    expect(planCalls(many, Array(3).fill(210)).calls).toHaveLength(1);
    expect(planCalls([...many, unit("f9", 320)], Array(3).fill(210)).calls).toHaveLength(3);
  });

  it("shows some unchanged code and leaves room for what changed", () => {
    const context = Array.from({ length: 9 }, (_, index) => unit(`lib${index}`, 3_200, false));
    const { calls, unsent } = planCalls([...context, unit("a", 32_000)], Array(1).fill(20_000));
    expect([...(calls[0]?.paths ?? [])]).toEqual(["lib0", "lib1", "lib2", "a"]);
    expect([...unsent]).toEqual([]);
    expect(planCalls([...context, unit("a", 32)], Array(4).fill(20_000)).calls).toHaveLength(1);
  });

  it("says when a file was shown in part", () => {
    const { unsent } = planCalls([unit("a", 32), unit("a", 3_200)], Array(2).fill(100));
    expect(unsent.get("a")).toMatch(/^Shown to the model in part/u);
  });
});

describe("isWorthAsking", () => {
  it("is false for tests and prose in which nothing changed that anyone can reach", () => {
    const quiet = buildChange({
      files: { "README.md": { base: "a\n", head: "b\n" }, "test/app.test.ts": { head: "b\n" } },
    });
    expect(isWorthAsking(quiet, groundScopes({}, { change: quiet }))).toBe(false);
    expect(isWorthAsking(invoiceChange(), invoiceGrounded())).toBe(true);
  });
});
