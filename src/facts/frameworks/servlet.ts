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
