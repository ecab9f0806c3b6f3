import { type Framework, HTTP_METHODS } from "./framework.ts";

export const FASTIFY: Framework = {
  id: "fastify",
  language: "javascript",
  modules: ["fastify"],
  byConvention: false,
  usualParameters: ["request", "req"],
  protocol: "http",
  routers: [
    { constructor: "fastify", root: true },
    { constructor: "fastify.fastify", root: true },
  ],
  usualNames: ["fastify", "app", "server", "instance"],
  routes: [
    { form: "call", methods: HTTP_METHODS },
    { form: "options", method: "route" },
  ],
  guards: [{ method: "addHook", decorator: false, ordered: false, event: true }],
  mounts: [{ method: "register", prefix: "prefix" }],
  guardOptions: ["preHandler", "onRequest", "preValidation", "preParsing"],
  request: {
    sources: ["body", "query", "params", "headers", "cookies", "url", "hostname", "raw", "file", "files", "parts"],
    bodies: ["body"],
    session: ["user", "session"],
  },
  globalRequests: [],
  globalSessions: [],
  parameters: ["request", "response"],
  others: "other",
  checksTypes: false,
};
