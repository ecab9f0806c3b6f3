import { describe, expect, it } from "vitest";
import { attributesOf, scopesOf } from "../read-code.ts";

function toolIn(text: string, path: string) {
  const scope = scopesOf(text, path).find(({ entryPoint }) => entryPoint !== null);
  return { name: scope?.name, entry: scope?.entryPoint?.attributes, sink: attributesOf(scope?.facts ?? [], "sink") };
}

describe("tools that agent frameworks offer to a model", () => {
  it.each([
    [
      "a marked function",
      "from langchain_core.tools import tool\nimport os\n@tool\ndef shell(command: str):\n    os.system(command)",
      "tool shell",
    ],
    [
      "a marked function with options",
      "from agents import function_tool\nimport os\n@function_tool(strict_mode=True)\ndef shell(command: str):\n    os.system(command)",
      "tool shell",
    ],
    [
      "a function that is made a tool",
      "from llama_index.core.tools import FunctionTool\nimport os\ndef shell(command: str):\n    os.system(command)\nt = FunctionTool.from_defaults(fn=shell, name='sh')",
      "tool sh",
    ],
    [
      "a tool class",
      "from langchain.tools import BaseTool\nimport os\nclass Shell(BaseTool):\n    def _run(self, command: str):\n        os.system(command)",
      "tool Shell",
    ],
    [
      "a method that answers a tool message",
      "from langroid.agent.chat_agent import ChatAgent\nimport os\nclass A(ChatAgent):\n    def shell(self, msg: ShellTool):\n        os.system(msg.command)",
      "tool shell",
    ],
  ])("are found in Python as %s", (_, text, name) => {
    expect(toolIn(text, "app/tools.py")).toMatchObject({
      name,
      entry: { protocol: "agent_tool" },
      sink: { tainted: true },
    });
  });

  it.each([
    ["ai", 'import { tool } from "ai";', "const shell = tool({ execute: async ({ command }) => exec(command) });"],
    [
      "OpenAI agents",
      'import { tool } from "@openai/agents";',
      'const t = tool({ name: "shell", execute: async ({ command }) => exec(command) });',
    ],
    [
      "LangChain",
      'import { tool } from "@langchain/core/tools";',
      'const t = tool(async ({ command }) => exec(command), { name: "shell" });',
    ],
    [
      "a list of tools",
      'import { tool } from "ai";',
      "run({ tools: { shell: tool({ execute: async ({ command }) => exec(command) }) } });",
    ],
  ])("are found in TypeScript as made by %s", (_, head, code) => {
    const text = `${head}\nimport { exec } from "node:child_process";\n${code}`;
    expect(toolIn(text, "src/tools.ts")).toMatchObject({
      name: "tool shell",
      entry: { protocol: "agent_tool" },
      sink: { tainted: true },
    });
  });

  it("leave the routes of the same file to their own framework", () => {
    const text =
      'import { tool } from "ai";\nexport async function POST(request) { return eval(await request.text()); }';
    expect(scopesOf(text, "app/api/chat/route.ts")[0]).toMatchObject({ name: "POST /api/chat" });
  });
});
