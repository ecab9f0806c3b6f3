import { EXPRESS } from "./express.ts";
import type { Framework } from "./framework.ts";

const METHODS = { GET: "GET", POST: "POST", PUT: "PUT", PATCH: "PATCH", DELETE: "DELETE" } as const;

/** Route handlers of Next.js: files under `app/` named `route`, exporting one function per method. */
export const NEXT: Framework = {
  ...EXPRESS,
  id: "next",
  modules: ["next"],
  routers: [],
  usualNames: [],
  usualParameters: [],
  routes: [{ form: "exported", file: /(?:^|\/)app(\/.*)\/route\.[jt]sx?$/u, methods: METHODS }],
  guards: [],
  mounts: [],
  request: {
    sources: [
      "json",
      "text",
      "formData",
      "url",
      "nextUrl.searchParams",
      "nextUrl",
      "headers",
      "cookies",
      "body",
      "blob",
    ],
    bodies: ["json"],
    session: ["auth"],
  },
  parameters: ["request", "input"],
};

/** API routes of the older `pages/` folder: one default export that gets a request and a response. */
export const NEXT_PAGES: Framework = {
  ...NEXT,
  id: "next",
  routes: [{ form: "exported", file: /(?:^|\/)pages(\/api\/.*)\.[jt]sx?$/u, methods: { default: null } }],
  request: EXPRESS.request,
  parameters: ["request", "response"],
};
