import type { Framework } from "./framework.ts";

/** tRPC: procedures end in `query` or `mutation`, begin with what guards them, and check their input on the way. */
export const TRPC: Framework = {
  id: "trpc",
  language: "javascript",
  modules: ["@trpc/server"],
  byConvention: true,
  usualParameters: [],
  protocol: "rpc",
  routers: [],
  usualNames: [],
  routes: [{ form: "procedure", roots: /[pP]rocedure$/u, methods: { query: "GET", mutation: "POST" } }],
  guards: [],
  mounts: [],
  guardOptions: [],
  request: {
    sources: ["input", "rawInput"],
    bodies: [],
    session: ["ctx.session", "ctx.user", "ctx.auth", "ctx.userId"],
  },
  globalRequests: [],
  globalSessions: [],
  parameters: ["request"],
  others: "other",
  checksTypes: true,
};

/** Typed actions and procedures of next-safe-action, ZSA and oRPC, which begin with a client that says who may call. */
export const TYPED_ACTIONS: Framework = {
  ...TRPC,
  id: "typed-action",
  modules: ["next-safe-action", "zsa", "@orpc/server"],
  routes: [
    {
      form: "procedure",
      roots: /(?:[aA]ction(?:[cC]lient)?|[pP]rocedure)$/u,
      takes: true,
      methods: { action: "POST", stateAction: "POST", handler: "POST" },
    },
  ],
  request: {
    sources: ["parsedInput", "clientInput", "bindArgsParsedInputs", "bindArgsClientInputs", "input"],
    bodies: [],
    session: [...TRPC.request.session, "context.session", "context.user", "context.auth", "context.userId"],
  },
};

/** GraphQL resolvers in plain objects: the second parameter is what the caller asks for, the third who is asking. */
export const GRAPHQL_RESOLVERS: Framework = {
  ...TRPC,
  id: "graphql",
  modules: ["graphql", "@apollo/server", "apollo-server", "apollo-server-express", "graphql-yoga", "mercurius"],
  routes: [{ form: "resolver", types: { Query: "GET", Mutation: "POST", Subscription: "GET" } }],
  request: { sources: [], bodies: [], session: ["user", "session", "currentUser", "auth", "viewer", "userId"] },
  parameters: ["other", "input", "request"],
  checksTypes: false,
  elsewhere: "Guards that the schema or the server puts before its resolvers were not in view.",
};

/** Server actions of React: functions that a file or they themselves offer to every caller. */
export const SERVER_ACTIONS: Framework = {
  ...TRPC,
  id: "server-action",
  modules: ["next"],
  routes: [{ form: "directive", text: "use server" }],
  request: { sources: [], bodies: [], session: [] },
  parameters: [],
  others: "input",
  checksTypes: false,
};
