import { describe, expect, it } from "vitest";
import { attributesOf, effectiveControls, factsOf, scopesOf, select } from "../read-code.ts";

const HEAD = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { execSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import OpenAI from "openai";
const openai = new OpenAI();
const server = new McpServer({ name: "files", version: "1.0.0" });
`;

describe("MCP tools in TypeScript", () => {
  it.each([
    ["server.tool", 'server.tool("read", { path: z.string() }, async ({ path }) => readFile(path));'],
    [
      "server.registerTool",
      'server.registerTool("read", { inputSchema: { path: z.string() } }, async ({ path }) => readFile(path));',
    ],
  ])("are found by %s with arguments that others choose", (_, code) => {
    const [scope] = scopesOf(HEAD + code);
    expect(scope).toMatchObject({
      name: "tool read",
      entryPoint: { attributes: { protocol: "agent_tool", framework: "mcp" } },
    });
    expect(attributesOf(scope?.facts ?? [], "sink/file")).toMatchObject({ tainted: true, source: "arguments.path" });
  });

  it("have the name that a constant holds", () => {
    const code = 'const name = "read"; server.registerTool(name, {}, async ({ path }) => readFile(path));';
    expect(scopesOf(HEAD + code)[0]?.name).toBe("tool read");
  });

  it("have the name of what they are made of, where it stands elsewhere", () => {
    const code = "server.tool(readTool.name, readTool.parameters, (given) => readTool.handler(given));";
    expect(scopesOf(HEAD + code)[0]?.name).toBe("tool readTool");
  });

  it("are found where requests are handled by hand", () => {
    const code = `import { Server } from "@modelcontextprotocol/sdk/server/index.js";
const server = new Server({ name: "x" });
server.setRequestHandler(CallToolRequestSchema, async (request) => { execSync(request.params.arguments.command); });`;
    const [scope] = scopesOf(code.replace("\n", '\nimport { execSync } from "node:child_process";\n'));
    expect(scope?.name).toBe("request CallTool");
    expect(attributesOf(scope?.facts ?? [], "sink/command")).toMatchObject({ tainted: true });
  });

  it("pass on what a model wrote", () => {
    const code = `server.tool("ask", {}, async ({ question }) => {
  const answer = await openai.chat.completions.create({ model: "m", messages: [{ role: "user", content: question }] });
  return execSync(answer.choices[0].message.content);
});`;
    const facts = factsOf(HEAD + code);
    expect(attributesOf(facts, "sink/model_prompt")).toMatchObject({ tainted: true, source: "arguments.question" });
    expect(attributesOf(facts, "sink/command")).toMatchObject({ from_model: true });
    expect(attributesOf(facts, "external_service/model")).not.toBeNull();
    expect(select(facts, "data_store")).toEqual([]);
  });

  it.each([
    [
      "a text that grows",
      "let line = 'ls';\n  if (args.all) line += ' -a';\n  line += ` ${args.path}`;\n  run(line);",
      "concatenated",
    ],
    ["parts that are joined", "run(['ls', args.path].join(' '));", "concatenated"],
    ["a text with a hole", "const line = `ls ${args.path}`;\n  run(line);", "concatenated"],
    ["what it is given", "const line = args.command;\n  run(line);", "dynamic"],
  ])("put %s together before a helper runs it", (_, body, built) => {
    const code = `import { execSync } from "node:child_process";
const run = (line) => execSync(line);
function list(args) {
  ${body}
}
server.setRequestHandler(CallToolRequestSchema, async (request) => list(request.params.arguments));`;
    const facts = factsOf(HEAD + code, "src/app.ts", "request CallTool");
    expect(attributesOf(facts, "sink/command")).toMatchObject({ tainted: true, built });
  });

  it("may check what they are given", () => {
    const code = `server.tool("read", {}, async ({ path }) => {
  const resolved = resolve(ROOT, path);
  if (!resolved.startsWith(ROOT)) throw new Error("outside");
  return readFile(resolved);
});`;
    const facts = factsOf(`import { resolve } from "node:path";\n${HEAD}${code}`);
    expect(attributesOf(facts, "sink/file")).toMatchObject({ tainted: false });
    expect(effectiveControls(facts)).toEqual(["validation"]);
  });
});

describe("MCP tools in Python", () => {
  it("are decorated functions", () => {
    const text = `from mcp.server.fastmcp import FastMCP
import subprocess
mcp = FastMCP("demo")
@mcp.tool()
def run(command: str, times: int = 1) -> str:
    return subprocess.check_output(command, shell=True)
`;
    const [scope] = scopesOf(text, "server.py");
    expect(scope).toMatchObject({ name: "tool run", startLine: 4, endLine: 6 });
    expect(attributesOf(scope?.facts ?? [], "sink/command")).toMatchObject({
      tainted: true,
      source: "command",
      shell: true,
    });
  });
});
