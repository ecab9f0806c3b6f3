import type { Framework } from "./framework.ts";
import { GO_REQUEST, UPPER_METHODS } from "./gin.ts";

const MODULES = ["github.com/labstack/echo", "github.com/labstack/echo/v4", "github.com/labstack/echo/v5"];

/** Echo: routes take their middleware behind the handler, and groups behind their prefix. */
export const ECHO: Framework = {
  id: "echo",
  language: "go",
  modules: MODULES,
  byConvention: false,
  usualParameters: [],
  protocol: "http",
  routers: MODULES.map((module) => ({ constructor: `${module}.New`, root: true })),
  usualNames: [],
  routes: [{ form: "call", methods: UPPER_METHODS, handlerFirst: true }],
  guards: [
    { method: "Use", decorator: false, ordered: false },
    { method: "Pre", decorator: false, ordered: false },
  ],
  mounts: [],
  groups: [{ method: "Group", prefix: true }],
  routerTypes: /^echo\.(?:Echo|Group)$/u,
  requestTypes: /^echo\.Context$/u,
  guardOptions: [],
  request: {
    sources: [
      "Param",
      "ParamValues",
      "QueryParam",
      "QueryParams",
      "QueryString",
      "FormValue",
      "FormParams",
      "FormFile",
      "MultipartForm",
      "Cookie",
      "Cookies",
      "Bind",
      ...GO_REQUEST.map((part) => `Request.${part}`),
    ],
    bodies: [],
    session: ["Get"],
  },
  globalRequests: [],
  globalSessions: [],
  parameters: ["request"],
  others: "other",
  checksTypes: false,
};
