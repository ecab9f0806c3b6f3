import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createFactSource } from "../../../src/adapters/reader-process/fact-source.ts";
import type { FactSource } from "../../../src/ports/fact-source.ts";
import { readFacts } from "../../../src/facts/read-facts.ts";
import { READER_PROGRAM } from "../../../src/reader-program.ts";
import { buildChange } from "../../builders/change-set.ts";

const FAULTY = new URL("../../fixtures/readers/faulty-reader.ts", import.meta.url);
const ROUTE = `import { app } from "./app.ts";\napp.get("/run", (request, response) => eval(request.query.code));\n`;

function changeOf(heads: Readonly<Record<string, string>>) {
  return buildChange({ files: Object.fromEntries(Object.entries(heads).map(([path, head]) => [path, { head }])) });
}

function never(): AbortSignal {
  return new AbortController().signal;
}

describe("reading facts in a process of their own", () => {
  it("gives what reading in this process gives", async () => {
    const change = changeOf({ "src/run.ts": ROUTE, "src/app.ts": "export const app = express();\n" });
    const facts = await createFactSource(READER_PROGRAM).read(change, never());
    expect(facts).toEqual(await readFacts(change));
    expect(facts.flatMap(({ scopes }) => scopes.map(({ name }) => name))).toContain("GET /run");
  });

  it("gives the same when each side of a large change has its own process", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 401 }, (_, index) => [
        `src/run-${index}.ts`,
        { ...(index % 3 === 0 ? {} : { base: ROUTE }), head: `${ROUTE}// ${index}\n` },
      ]),
    );
    const change = buildChange({ files, context: { "src/app.ts": "export const app = express();\n" } });
    expect(await createFactSource(READER_PROGRAM).read(change, never())).toEqual(await readFacts(change));
  });

  it("reads the sides of a large change side by side", async () => {
    const texts = { base: "// TELL\n", head: "// TELL more\n" };
    const files = Object.fromEntries(Array.from({ length: 401 }, (_, index) => [`src/${index}.ts`, texts]));
    const told = await createFactSource(FAULTY).read(buildChange({ files }), never());
    expect(new Set(told.map(({ path }) => path)).size).toBe(2);
  });

  it("uses a process that was prepared", async () => {
    const source = createFactSource(FAULTY);
    source.prepare();
    const first = await toldBy(source);
    expect(await toldBy(source)).toBe(first);
  });

  it("uses a process again for the next change", async () => {
    const source = createFactSource(FAULTY);
    const first = await toldBy(source);
    expect(await toldBy(source)).toBe(first);
    expect(await toldBy(createFactSource(FAULTY))).not.toBe(first);
  });

  it.each([
    ["CRASH", "the parser crashed on it"],
    ["HANG", "it took longer than 2 seconds"],
    ["FILL", "the parser crashed on it"],
    ["EAT", "it took more than 1500 MB of memory"],
  ])("loses only the file on which it meets %s", { timeout: 60_000 }, async (fault, reason) => {
    const change = changeOf({ "src/a.ts": ROUTE, "src/bad.ts": `// ${fault}\n`, "src/z.ts": ROUTE });
    const source = createFactSource(FAULTY, {
      silenceMs: fault === "HANG" ? 2_000 : 30_000,
      mostLost: 2,
      mostMegabytes: 1_500,
    });
    const facts = await source.read(change, never());
    const told = facts.map(({ path, scopes, limitation }) => [path, scopes.length, limitation]);
    expect(told).toEqual([
      ["src/a.ts", 1, null],
      ["src/bad.ts", 0, `The rules gave up on it: ${reason}.`],
      ["src/z.ts", 1, null],
    ]);
  });

  it.skipIf(!existsSync("/proc/self/stat"))("waits for a process that gets no processor", async () => {
    const source = createFactSource(FAULTY, { silenceMs: 3_000, mostLost: 0 });
    const facts = await source.read(changeOf({ "src/slow.ts": `// NAP\n${ROUTE}` }), never());
    expect(facts.map(({ scopes, limitation }) => [scopes.length, limitation])).toEqual([[1, null]]);
  });

  it("gives up on a change that costs more processes than it is worth", async () => {
    const bad = Object.fromEntries(Array.from({ length: 4 }, (_, index) => [`src/${index}.ts`, `// CRASH ${index}\n`]));
    const source = createFactSource(FAULTY, { silenceMs: 10_000, mostLost: 2 });
    await expect(source.read(changeOf(bad), never())).rejects.toThrow("crashed or hung too often");
  });

  it("stops at once when the review is no longer wanted", async () => {
    const stop = new AbortController();
    const reading = createFactSource(FAULTY).read(changeOf({ "src/bad.ts": "// HANG\n" }), stop.signal);
    setTimeout(() => stop.abort(new Error("superseded")), 300);
    await expect(reading).rejects.toThrow("superseded");
  });

  it("hands the process nothing of our environment", async () => {
    expect(await toldBy(createFactSource(FAULTY))).toMatch(/^process \d+ with \{("NODE_\w+":"[^"]*",?)*\}$/u);
  });

  it.each(["WRITE", "START"])("denies the process to %s", async (wish) => {
    const reading = createFactSource(FAULTY).read(changeOf({ "src/bad.ts": `// ${wish}\n` }), never());
    await expect(reading).rejects.toThrow("Access to this API has been restricted");
  });
});

/** What a reader process says of itself. */
async function toldBy(source: FactSource): Promise<string> {
  const [facts] = await source.read(changeOf({ "src/me.ts": "// TELL\n" }), never());
  return facts?.path ?? "nothing";
}
