import type { Framework } from "./framework.ts";

const MODULES = ["github.com/gofiber/fiber", "github.com/gofiber/fiber/v2", "github.com/gofiber/fiber/v3"];

/** Fiber: routes and groups with middleware before the handler, and a context that holds request and response. */
export const FIBER: Framework = {
  id: "fiber",
  language: "go",
  modules: MODULES,
  byConvention: false,
  usualParameters: [],
  protocol: "http",
  routers: MODULES.map((module) => ({ constructor: `${module}.New`, root: true })),
  usualNames: [],
  routes: [
    {
      form: "call",
      methods: { Get: "GET", Post: "POST", Put: "PUT", Patch: "PATCH", Delete: "DELETE", Head: "HEAD", All: null },
    },
  ],
  guards: [{ method: "Use", decorator: false, ordered: true }],
  mounts: [],
  groups: [{ method: "Group", prefix: true }],
  routerTypes: /^fiber\.(?:App|Router|Group)$/u,
  requestTypes: /^fiber\.Ctx$/u,
  guardOptions: [],
  request: {
    sources: [
      "Params",
      "ParamsInt",
      "AllParams",
      "Query",
      "Queries",
      "QueryParser",
      "FormValue",
      "FormFile",
      "MultipartForm",
      "Body",
      "BodyRaw",
      "BodyParser",
      "Get",
      "GetReqHeaders",
      "Cookies",
      "Hostname",
      "OriginalURL",
      "Path",
    ],
    bodies: [],
    session: ["Locals"],
  },
  globalRequests: [],
  globalSessions: [],
  parameters: ["request"],
  others: "other",
  checksTypes: false,
};
