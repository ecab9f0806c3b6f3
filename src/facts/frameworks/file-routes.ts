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

/** Remix and React Router: files of the folder for routes export what loads a page and what a form of it does. */
export const REMIX: Framework = {
  ...SVELTE_KIT,
  id: "remix",
  modules: ["@remix-run", "@react-router"],
  byConvention: false,
  routes: [{ form: "exported", file: /(?:^|\/)routes(\/.*)\.[jt]sx?$/u, methods: { loader: "GET", action: "POST" } }],
  request: {
    sources: [
      "params",
      "request.json",
      "request.text",
      "request.formData",
      "request.url",
      "request.headers",
      "request.body",
    ],
    bodies: ["request.json"],
    session: ["context.user", "context.session"],
  },
  elsewhere: "What the layouts above this route ask was not in view.",
};

/** Nuxt and Nitro: files of the server folder export one handler, which helpers give the input of its event. */
export const NUXT: Framework = {
  ...EXPRESS,
  id: "nuxt",
  modules: ["h3", "nitropack"],
  routers: [],
  usualNames: [],
  usualParameters: [],
  routes: [
    {
      form: "exported",
      file: /(?:^|\/)server((?:\/api|\/routes)\/.*?)(?:\.(?:get|post|put|patch|delete))?\.[jt]s$/u,
      methods: { default: null },
    },
  ],
  guards: [],
  mounts: [],
  request: { sources: [], bodies: [], session: ["context.user", "context.session", "context.auth"] },
  parameters: ["request"],
  elsewhere: "Middleware of the server folder was not in view.",
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
