import type { Framework } from "./framework.ts";

/** Pages: what the address of a page holds is chosen by whoever made the visitor open it. */
export const BROWSER: Framework = {
  id: "browser",
  language: "javascript",
  modules: [],
  byConvention: true,
  usualParameters: [],
  protocol: "http",
  routers: [],
  usualNames: [],
  routes: [],
  guards: [],
  mounts: [],
  guardOptions: [],
  request: { sources: ["search", "hash", "href", "referrer", "query", "params", "fullPath"], bodies: [], session: [] },
  globalRequests: ["window.location", "document.location", "location", "this.$route"],
  globalInputs: { "document.referrer": "document.referrer", "window.name": "window.name" },
  globalSessions: [],
  parameters: [],
  others: "other",
  checksTypes: false,
};
