import type { Framework } from "./framework.ts";

const MODEL_CHOOSES: Omit<Framework, "id" | "language" | "modules" | "routes" | "parameters" | "others"> = {
  byConvention: false,
  usualParameters: [],
  protocol: "agent_tool",
  routers: [],
  usualNames: [],
  guards: [],
  mounts: [],
  guardOptions: [],
  request: { sources: [], bodies: [], session: [] },
  globalRequests: [],
  globalSessions: [],
  checksTypes: false,
};

/** Tools that the usual agent frameworks of JavaScript offer to a model, which chooses their arguments. */
export const AGENT_TOOLS: Framework = {
  ...MODEL_CHOOSES,
  id: "agent-tools",
  language: "javascript",
  modules: ["ai", "@openai/agents", "@langchain/core", "langchain", "llamaindex", "@llamaindex/core", "@mastra/core"],
  routes: [
    {
      form: "tool",
      callees:
        /^(?:ai|@openai\/agents|@langchain\/core\/tools|langchain|langchain\/tools|@mastra\/core\/tools)\.(?:tool|createTool|DynamicTool|DynamicStructuredTool)$|^(?:llamaindex|@llamaindex\/core\/tools)\.(?:tool|FunctionTool\.from)$/u,
      handlers: ["execute", "func"],
    },
  ],
  parameters: ["input"],
  others: "other",
};

/** The same in Python: functions and classes that are marked as tools, and methods that answer a tool message. */
export const AGENT_TOOLS_PYTHON: Framework = {
  ...MODEL_CHOOSES,
  id: "agent-tools",
  language: "python",
  modules: ["langchain", "langchain_core", "agents", "crewai", "smolagents", "llama_index", "pydantic_ai", "langroid"],
  routes: [
    {
      form: "tool",
      callees:
        /^(?:langchain(?:_core)?(?:\.tools)?\.tool|agents\.function_tool|crewai(?:\.tools)?\.tool|crewai_tools\.tool|smolagents\.tool|llama_index\.core\.tools\.FunctionTool\.from_defaults)$|^(?:langchain(?:_core)?\.tools|llama_index\.core\.tools)\.(?:Tool|StructuredTool)(?:\.from_function)?$/u,
      handlers: ["fn", "func"],
    },
    { form: "tool_class", bases: /^BaseTool$/u, methods: /^_?a?run$/u },
    { form: "tool_message", type: /(?:^|[a-z])Tool(?:Message)?$/u },
  ],
  parameters: [],
  others: "input",
};
