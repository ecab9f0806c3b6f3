import { EXTRACTORS, RUST_METHODS } from "./axum.ts";
import type { Framework } from "./framework.ts";

/** Actix Web: routes are attributes of functions, or stand in the chains of scopes and resources. */
export const ACTIX: Framework = {
  id: "actix",
  language: "rust",
  modules: ["actix_web"],
  byConvention: false,
  usualParameters: [],
  protocol: "http",
  routers: [],
  usualNames: [],
  routes: [
    { form: "annotated", names: RUST_METHODS, path: [], methods: "method", onFunctions: true },
    {
      form: "built",
      makers: /(?:^|\.)App\.new$|(?:^|\.)(?:scope|resource)$/u,
      route: "route",
      methods: RUST_METHODS,
      includes: ["service"],
      layers: ["wrap"],
      layersAll: true,
      serves: /(?:^|\.)HttpServer\.new$/u,
    },
  ],
  guards: [],
  mounts: [],
  guardOptions: [],
  request: {
    sources: ["match_info", "query_string", "headers", "uri", "path", "cookie", "cookies", "full_url", "body"],
    bodies: [],
    session: ["extensions", "get_identity", "get_session"],
  },
  globalRequests: [],
  globalSessions: [],
  parameters: [],
  others: "input",
  checksTypes: false,
  types: EXTRACTORS,
};
