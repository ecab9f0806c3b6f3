import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import { ground } from "../../../src/pipeline/stages/ground.ts";
import { buildChange } from "../../builders/change-set.ts";
import { groundTools } from "../../builders/ground-tools.ts";

const TOOLS = groundTools(loadCatalogue());

const HELPER = `import { exec } from "node:child_process";
export function fetchFile(key: string) {
  exec(\`curl https://files.example.com/\${key}\`);
}
`;
const server = (registration: string, imports = 'import { fetchFile } from "./fetch-file.ts";') =>
  `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
${imports}
const server = new McpServer({ name: "files" });
${registration}
`;
const TOOL = server('server.tool("get_file", { key: z.string() }, async ({ key }) => fetchFile(key));');
const NO_TOOL = server("");
const UNFOLLOWED = server(
  "server.tool(getFile.name, getFile.parameters, (params) => getFile.handler(params));",
  'import { getFile } from "./tools.ts";',
);

/** `kind element: effect` of what rules say of commands, when the server's file changes and the helper stays. */
async function effects(base: string, head: string, helper: { base: string; head: string } | null = null) {
  const path = "src/fetch-file.ts";
  const files = { "src/server.ts": { base, head }, ...(helper ? { [path]: helper } : {}) };
  const context = helper ? {} : { [path]: HELPER };
  const { candidates } = await ground(buildChange({ files, context }), DEFAULT_CONFIG, TOOLS);
  return candidates
    .filter(({ kind }) => kind === "command-injection")
    .map(({ element, effect }) => `${element}: ${effect}`);
}

describe("code that does harm and stays", () => {
  it("is not resolved because the path to it has a name that nobody can follow", async () => {
    expect(await effects(TOOL, UNFOLLOWED)).toEqual([]);
  });

  it("is neither new nor gone because a route that told of it goes or comes", async () => {
    expect(await effects(TOOL, NO_TOOL)).toEqual(["tool get_file: resolved"]);
    expect(await effects(NO_TOOL, TOOL)).toEqual(["tool get_file: introduced"]);
    const touched = { base: HELPER, head: HELPER.replace("string", "string | number") };
    expect(await effects(TOOL, NO_TOOL, touched)).toEqual(["tool get_file: resolved"]);
    expect(await effects(NO_TOOL, TOOL, touched)).toEqual(["tool get_file: introduced"]);
    expect(await effects(TOOL, UNFOLLOWED, touched)).toEqual([]);
  });

  it("is new where the code itself is, and gone where it is gone", async () => {
    const harmless = HELPER.replace(/exec\(.*\);/u, "return key;");
    expect(await effects(TOOL, TOOL, { base: harmless, head: HELPER })).toEqual(["tool get_file: introduced"]);
    expect(await effects(UNFOLLOWED, UNFOLLOWED, { base: harmless, head: HELPER })).toEqual(["fetchFile: introduced"]);
    expect(await effects(TOOL, UNFOLLOWED, { base: HELPER, head: harmless })).toEqual(["tool get_file: resolved"]);
  });

  it("is new in another function, though its line stands elsewhere too", async () => {
    const twice = `${HELPER}${HELPER.split("\n").slice(1).join("\n").replace("fetchFile", "fetchOther")}`;
    expect(await effects(TOOL, TOOL, { base: HELPER, head: twice })).toContain("fetchOther: introduced");
  });
});
