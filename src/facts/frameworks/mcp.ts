import type { Framework } from "./framework.ts";

const NOTHING = { sources: [], bodies: [], session: [] } as const;

/** Servers of the Model Context Protocol in TypeScript: a model, and whoever can talk to it, chooses the arguments. */
export const MCP: Framework = {
  id: "mcp",
  language: "javascript",
  modules: ["@modelcontextprotocol/sdk", "@modelcontextprotocol/server", "fastmcp", "mcp-framework"],
  byConvention: false,
  usualParameters: [],
  protocol: "agent_tool",
  routers: [
    { constructor: "@modelcontextprotocol/sdk/server/mcp.js.McpServer", root: true },
    { constructor: "@modelcontextprotocol/sdk/server/index.js.Server", root: true },
    { constructor: "@modelcontextprotocol/server.McpServer", root: true },
    { constructor: "@modelcontextprotocol/server.Server", root: true },
    { constructor: "fastmcp.FastMCP", root: true },
  ],
  usualNames: ["server", "mcp", "mcpserver"],
  routes: [
    { form: "named", methods: ["tool", "registerTool"], decorator: false, label: "tool" },
    { form: "named", methods: ["resource", "registerResource"], decorator: false, label: "resource" },
    { form: "named", methods: ["prompt", "registerPrompt"], decorator: false, label: "prompt" },
    { form: "named", methods: ["setRequestHandler"], decorator: false, label: "request" },
  ],
  guards: [],
  mounts: [],
  guardOptions: [],
  request: NOTHING,
  globalRequests: [],
  globalSessions: [],
  parameters: ["input"],
  others: "other",
  checksTypes: false,
};

/** The same in Python: decorated functions whose parameters are the arguments. */
export const MCP_PYTHON: Framework = {
  ...MCP,
  language: "python",
  modules: ["mcp", "fastmcp"],
  routers: [
    { constructor: "mcp.server.fastmcp.FastMCP", root: true },
    { constructor: "mcp.server.Server", root: true },
    { constructor: "mcp.server.lowlevel.Server", root: true },
    { constructor: "fastmcp.FastMCP", root: true },
  ],
  usualNames: ["mcp", "server"],
  routes: [
    { form: "named", methods: ["tool", "call_tool"], decorator: true, label: "tool" },
    { form: "named", methods: ["resource"], decorator: true, label: "resource" },
    { form: "named", methods: ["prompt"], decorator: true, label: "prompt" },
  ],
  parameters: [],
  others: "input",
};
