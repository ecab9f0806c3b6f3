import { type Framework, HTTP_METHODS } from "./framework.ts";

/** aiohttp's server: handlers are added to a router or listed by a table of routes, and get the request. */
export const AIOHTTP: Framework = {
  id: "aiohttp",
  language: "python",
  modules: ["aiohttp"],
  byConvention: false,
  usualParameters: [],
  protocol: "http",
  routers: [{ constructor: "aiohttp.web.RouteTableDef", root: false }],
  usualNames: ["router", "routes"],
  routes: [
    {
      form: "call",
      methods: { add_get: "GET", add_post: "POST", add_put: "PUT", add_patch: "PATCH", add_delete: "DELETE" },
    },
    { form: "decorator", methods: HTTP_METHODS },
  ],
  guards: [],
  mounts: [],
  guardOptions: [],
  request: {
    sources: [
      "query",
      "query_string",
      "rel_url",
      "match_info",
      "post",
      "json",
      "text",
      "read",
      "multipart",
      "headers",
      "cookies",
      "path",
      "host",
    ],
    bodies: ["json", "post"],
    session: [],
  },
  globalRequests: [],
  globalSessions: [],
  parameters: ["request"],
  others: "other",
  checksTypes: false,
  elsewhere: "Middleware of the application was not in view.",
};

/** Tornado: methods of handler classes, which ask themselves for what the request holds. */
export const TORNADO: Framework = {
  ...AIOHTTP,
  id: "tornado",
  modules: ["tornado"],
  routers: [],
  usualNames: [],
  routes: [
    {
      form: "class",
      bases: /Handler$/u,
      methods: { get: "GET", post: "POST", put: "PUT", patch: "PATCH", delete: "DELETE" },
    },
  ],
  request: {
    sources: [
      "get_argument",
      "get_arguments",
      "get_query_argument",
      "get_body_argument",
      "get_cookie",
      "request.body",
      "request.files",
      "request.headers",
      "request.arguments",
    ],
    bodies: [],
    session: ["current_user", "get_current_user", "get_secure_cookie", "get_signed_cookie"],
  },
  globalRequests: ["self"],
  globalsImported: true,
  parameters: [],
  others: "input",
  elsewhere: "What the base class of this handler checks first was not in view.",
};

/** Starlette by itself: routes are listed, and handlers get the request. */
export const STARLETTE: Framework = {
  ...AIOHTTP,
  id: "starlette",
  modules: ["starlette"],
  routers: [],
  usualNames: [],
  routes: [{ form: "listed", callees: ["starlette.routing.Route", "starlette.routing.WebSocketRoute"] }],
  request: {
    sources: ["path_params", "query_params", "json", "form", "body", "headers", "cookies", "url"],
    bodies: ["json", "form"],
    session: ["user", "auth", "session"],
  },
};
