import type { Framework } from "./framework.ts";
import { NET_HTTP } from "./net-http.ts";

const VERSIONS = ["", "/v2", "/v3", "/v4", "/v5"].map((version) => `github.com/go-chi/chi${version}`);

/** Chi: routes in blocks, each with a router of its own, with the handlers of Go's own library. */
export const CHI: Framework = {
  ...NET_HTTP,
  id: "chi",
  modules: VERSIONS,
  routers: VERSIONS.flatMap((module) => [
    { constructor: `${module}.NewRouter`, root: false },
    { constructor: `${module}.NewMux`, root: false },
  ]),
  usualNames: [],
  routes: [
    {
      form: "call",
      methods: {
        Get: "GET",
        Post: "POST",
        Put: "PUT",
        Patch: "PATCH",
        Delete: "DELETE",
        Head: "HEAD",
        Options: "OPTIONS",
        Handle: null,
        HandleFunc: null,
      },
    },
  ],
  guards: [{ method: "Use", decorator: false, ordered: true }],
  mounts: [{ method: "Mount" }],
  groups: [
    { method: "Route", prefix: true },
    { method: "Group", prefix: false },
    { method: "With", prefix: false },
  ],
  routerTypes: /^chi\.(?:Router|Mux)$/u,
};
