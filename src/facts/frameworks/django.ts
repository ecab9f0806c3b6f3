import type { Framework } from "./framework.ts";

/** Django and its REST framework: views are functions and classes, and `urls.py` lists them. */
export const DJANGO: Framework = {
  id: "django",
  language: "python",
  modules: ["django", "rest_framework"],
  byConvention: false,
  usualParameters: [],
  protocol: "http",
  routers: [],
  usualNames: [],
  routes: [
    { form: "view", parameter: "request" },
    { form: "listed", callees: ["django.urls.path", "django.urls.re_path", "django.conf.urls.url"] },
  ],
  guards: [],
  mounts: [],
  guardOptions: [],
  request: {
    sources: [
      "GET",
      "POST",
      "FILES",
      "body",
      "headers",
      "COOKIES",
      "META",
      "data",
      "query_params",
      "path",
      "get_full_path",
    ],
    bodies: ["POST", "data"],
    session: ["user", "session", "auth"],
  },
  globalRequests: [],
  globalSessions: [],
  parameters: ["request"],
  others: "input",
  checksTypes: false,
};
