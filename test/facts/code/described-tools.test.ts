import { describe, expect, it } from "vitest";
import { attributesOf, scopesOf } from "../read-code.ts";

const SCHEMA = '{ type: "object", properties: { table: { type: "string" } } }';
const tool = (entries: string) =>
  `export const plugin = { setup(agent) { agent.function({ ${entries}, handler: async ({ table }) => db.query("SHOW COLUMNS FROM " + table) }); } };\n`;

function toolIn(text: string) {
  const scope = scopesOf(text, "src/plugins/columns.js").find(({ entryPoint }) => entryPoint !== null);
  return { name: scope?.name, sink: attributesOf(scope?.facts ?? [], "sink/sql")?.["tainted"] };
}

describe("a function that is described for a model", () => {
  it.each([
    [
      "a JSON schema",
      `name: "columns-of", description: "Columns of a table", parameters: ${SCHEMA}`,
      "tool columns-of",
    ],
    ["a schema of zod", 'name: this.name, description: "Columns", parameters: z.object({})', "tool columns"],
  ])("is a tool, whatever the framework, with %s", (_, entries, name) => {
    expect(toolIn(tool(entries))).toEqual({ name, sink: true });
  });

  it.each([
    ["nothing describes it", `name: "columns", parameters: ${SCHEMA}`],
    ["what it takes is not described", 'name: "columns", description: "Columns", parameters: { table: 1 }'],
  ])("is none where %s", (_, entries) => {
    expect(toolIn(tool(entries)).name).toBeUndefined();
  });
});
