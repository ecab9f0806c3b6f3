import { NEVER } from "./annotations.ts";
import type { Framework } from "./framework.ts";
import { JVM_ANNOTATIONS, JVM_PARAMETERS, SERVLET_REQUEST } from "./spring.ts";

const METHODS = { GET: "GET", POST: "POST", PUT: "PUT", PATCH: "PATCH", DELETE: "DELETE", HEAD: "HEAD" } as const;

/** Jakarta REST resources, as Jersey, RESTEasy and Quarkus run them. */
export const JAX_RS: Framework = {
  id: "jax-rs",
  language: "java",
  modules: ["jakarta.ws.rs", "javax.ws.rs"],
  byConvention: false,
  usualParameters: [],
  protocol: "http",
  routers: [],
  usualNames: [],
  routes: [
    { form: "annotated", names: METHODS, path: ["value"], methods: "method", prefixes: ["Path"], classes: ["Path"] },
  ],
  guards: [],
  mounts: [],
  guardOptions: [],
  request: SERVLET_REQUEST,
  globalRequests: [],
  globalSessions: [],
  parameters: [],
  others: "input",
  checksTypes: false,
  types: JVM_PARAMETERS,
  annotatedParameters: {
    PathParam: "input",
    QueryParam: "input",
    HeaderParam: "input",
    FormParam: "input",
    CookieParam: "input",
    MatrixParam: "input",
    BeanParam: "input",
    RestPath: "input",
    RestQuery: "input",
    RestForm: "input",
  },
  annotations: JVM_ANNOTATIONS,
  application: {
    starts: NEVER,
    calls: NEVER,
    tokens: NEVER,
    applies: null,
    filters: /^ContainerRequestFilter$/u,
    policy: null,
  },
  answers: { redirects: null },
  elsewhere: "Filters and security constraints of the application were not in view.",
};

/** Micronaut's annotated controllers. */
export const MICRONAUT: Framework = {
  ...JAX_RS,
  id: "micronaut",
  modules: ["io.micronaut"],
  routes: [
    {
      form: "annotated",
      names: { Get: "GET", Post: "POST", Put: "PUT", Patch: "PATCH", Delete: "DELETE", Head: "HEAD" },
      path: ["value", "uri"],
      methods: "method",
      prefixes: ["Controller"],
      classes: ["Controller"],
    },
  ],
  annotatedParameters: {
    Body: "body",
    QueryValue: "input",
    PathVariable: "input",
    Header: "input",
    CookieValue: "input",
    Part: "input",
  },
};
