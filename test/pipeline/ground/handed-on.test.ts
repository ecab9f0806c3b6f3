import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import { ground } from "../../../src/pipeline/stages/ground.ts";
import { buildChange } from "../../builders/change-set.ts";
import { groundTools } from "../../builders/ground-tools.ts";

const TOOLS = groundTools(loadCatalogue());
const STORE = "export function ask(db, text) {\n  return db.query(text);\n}\n";
const ONE = '  res.json(await ask(db, "SELECT * FROM notes WHERE id = " + req.query.id));';
const TWO = '  await ask(db, "UPDATE notes SET seen = 1 WHERE kind = " + req.query.kind);';
const app = (...lines: string[]) =>
  [
    'import express from "express";',
    'import { ask } from "./store.ts";',
    "const app = express();",
    'app.get("/notes", async (req, res) => {',
    ...lines,
    "});",
    "",
  ].join("\n");

async function injections(base: string, head: string) {
  const change = buildChange({ files: { "src/app.ts": { base, head } }, context: { "src/store.ts": STORE } });
  const { candidates } = await ground(change, DEFAULT_CONFIG, TOOLS);
  return candidates.filter(({ kind }) => kind === "sql-injection");
}

describe("a threat whose sink stands in another file", () => {
  it("is shown at the call that the author wrote, and then where the value ends", async () => {
    const [threat] = await injections(app("  res.end();"), app(ONE));
    expect(threat?.anchors.map(({ path, startLine, role }) => `${path}:${startLine} ${role}`)).toEqual([
      "src/app.ts:5 sink",
      "src/app.ts:4 source",
      "src/store.ts:2 sink",
    ]);
    expect(threat?.steps.map(({ text }) => text)).toEqual([
      "GET /notes takes requests from the internet.",
      "req.query.id is handed on to a database query here.",
      "req.query.id reaches a database query.",
    ]);
  });

  it("grows with a second call of the same function, and shows that one first", async () => {
    const [threat] = await injections(app(ONE), app(ONE, TWO));
    expect(threat).toMatchObject({ effect: "worsened", anchors: [{ path: "src/app.ts", startLine: 6 }, {}, {}, {}] });
    expect((await injections(app(ONE), app(ONE, "  log(1);")))[0]?.effect).toBe("pre_existing");
  });
});
