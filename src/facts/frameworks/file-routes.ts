import { EXPRESS } from "./express.ts";
import type { Framework } from "./framework.ts";

/** SvelteKit: files named `+server` export one function per method, which gets an event with the request. */
export const SVELTE_KIT: Framework = {
  ...EXPRESS,
  id: "svelte-kit",
  modules: ["@sveltejs/kit"],
  routers: [],
  usualNames: [],
  usualParameters: [],
  routes: [
    {
      form: "exported",
      file: /(?:^|\/)routes(\/.*)\/\+server\.[jt]s$/u,
      methods: { GET: "GET", POST: "POST", PUT: "PUT", PATCH: "PATCH", DELETE: "DELETE", fallback: null },
    },
    {
      form: "exported",
      file: /(?:^|\/)routes(\/.*)\/\+(?:page|layout)\.server\.[jt]s$/u,
      methods: { load: "GET" },
    },
  ],
  guards: [],
  mounts: [],
  request: {
    sources: [
      "params",
      "url",
      "request.json",
      "request.text",
      "request.formData",
      "request.url",
      "request.headers",
      "request.body",
      "cookies",
    ],
    bodies: ["request.json"],
    session: ["locals"],
  },
  parameters: ["request"],
  elsewhere: "Hooks that run before the routes of this application were not in view.",
};

/** Elysia: a chain of routes whose handlers take the request apart. */
export const ELYSIA: Framework = {
  ...EXPRESS,
  id: "elysia",
  modules: ["elysia"],
  byConvention: false,
  routers: [{ constructor: "elysia.Elysia", root: false }],
  usualParameters: [],
  guards: [],
  mounts: [{ method: "use" }],
  request: {
    sources: ["params", "query", "body", "headers", "cookie", "path", "request.url"],
    bodies: ["body"],
    session: ["user", "session"],
  },
  parameters: ["request"],
};

/** Functions that AWS Lambda calls with the event of its HTTP gateway. */
export const LAMBDA: Framework = {
  ...EXPRESS,
  id: "lambda",
  modules: ["aws-lambda", "@middy/core"],
  byConvention: false,
  routers: [],
  usualNames: [],
  usualParameters: [],
  routes: [{ form: "exported", file: /(?:^|\/)([\w-]+)\.[jt]s$/u, methods: { handler: null } }],
  guards: [],
  mounts: [],
  request: {
    sources: ["body", "queryStringParameters", "pathParameters", "headers", "rawPath", "path", "cookies", "Records"],
    bodies: ["body"],
    session: ["requestContext.authorizer"],
  },
  parameters: ["request"],
  elsewhere: "What the gateway in front of this function checks was not in view.",
};
