import type { Framework } from "./framework.ts";
import { GO_REQUEST } from "./gin.ts";

/** Go's own server, and routers that register handlers in the same way. */
export const NET_HTTP: Framework = {
  id: "net-http",
  language: "go",
  modules: ["net/http"],
  byConvention: false,
  usualParameters: [],
  protocol: "http",
  routers: [
    { constructor: "net/http.NewServeMux", root: false },
    { constructor: "github.com/gorilla/mux.NewRouter", root: false },
  ],
  usualNames: ["http"],
  routes: [
    { form: "call", methods: { HandleFunc: null, Handle: null }, methodsBehind: "Methods" },
    ...["Path", "PathPrefix"].map((start) => {
      return { form: "chain" as const, start, methods: { Handler: null, HandlerFunc: null }, methodsBehind: "Methods" };
    }),
  ],
  guards: [{ method: "Use", decorator: false, ordered: false }],
  mounts: [],
  groups: [
    { method: "PathPrefix", prefix: true },
    { method: "Subrouter", prefix: false },
  ],
  routerTypes: /^(?:http\.ServeMux|mux\.Router)$/u,
  requestTypes: /^http\.Request$/u,
  guardOptions: [],
  request: { sources: GO_REQUEST, bodies: [], session: ["Context.Value"] },
  globalRequests: [],
  globalSessions: [],
  parameters: ["response", "request"],
  others: "other",
  checksTypes: false,
};
