import type { Framework } from "./framework.ts";
import { JVM_ANNOTATIONS, JVM_PARAMETERS, SERVLET_REQUEST } from "./spring.ts";

/** Servlets: methods of a class that are named after what they answer. */
export const SERVLET: Framework = {
  id: "servlet",
  language: "java",
  modules: ["jakarta.servlet", "javax.servlet"],
  byConvention: false,
  usualParameters: [],
  protocol: "http",
  routers: [],
  usualNames: [],
  routes: [
    {
      form: "class",
      bases: /Servlet$/u,
      takes: [/^(?:Http)?ServletRequest$/u, /^(?:Http)?ServletResponse$/u],
      methods: { doGet: "GET", doPost: "POST", doPut: "PUT", doDelete: "DELETE", doHead: "HEAD", service: null },
    },
  ],
  guards: [],
  mounts: [],
  guardOptions: [],
  request: SERVLET_REQUEST,
  globalRequests: [],
  globalSessions: [],
  parameters: ["request", "response"],
  others: "other",
  checksTypes: false,
  types: JVM_PARAMETERS,
  annotations: JVM_ANNOTATIONS,
  elsewhere: "Filters and the deployment descriptor were not in view.",
};

/** Functions that are given the request wherever they are used: filters, interceptors, helpers. */
export const SERVLET_FUNCTIONS: Framework = {
  ...SERVLET,
  id: "servlet-functions",
  routes: [],
  requestTypes: JVM_PARAMETERS.requests,
  parameters: [],
  elsewhere: "What runs before this in the application was not in view.",
};
