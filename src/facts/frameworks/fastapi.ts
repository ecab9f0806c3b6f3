import { type Framework, HTTP_METHODS } from "./framework.ts";

export const FASTAPI: Framework = {
  id: "fastapi",
  language: "python",
  modules: ["fastapi"],
  byConvention: true,
  usualParameters: [],
  protocol: "http",
  routers: [
    { constructor: "fastapi.FastAPI", root: true, guards: "dependencies" },
    { constructor: "fastapi.APIRouter", root: false, prefix: "prefix", guards: "dependencies" },
  ],
  usualNames: ["app", "router", "api"],
  routes: [{ form: "decorator", methods: { ...HTTP_METHODS, websocket: "GET", api_route: "GET" } }],
  guards: [{ method: "middleware", decorator: true, ordered: false }],
  mounts: [{ method: "include_router", prefix: "prefix", guards: "dependencies", only: "routers" }],
  guardOptions: ["dependencies"],
  request: {
    sources: ["query_params", "path_params", "headers", "cookies", "json", "body", "form", "url", "stream"],
    bodies: ["json"],
    session: ["user", "state.user", "session"],
  },
  globalRequests: [],
  globalSessions: [],
  parameters: [],
  others: "input",
  checksTypes: true,
};
