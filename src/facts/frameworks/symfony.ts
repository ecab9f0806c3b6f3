import { type Framework, type ParameterTypes } from "./framework.ts";

/** What the containers of PHP frameworks give to a handler by the type of its parameter. */
export const PHP_PARAMETERS: ParameterTypes = {
  requests: /^(?:Server)?Request(?:Interface)?$|^\w+Request$/u,
  harmless: /^(?:int|float|bool|DateTime\w*|Uuid|Ulid|\w*Enum)$/u,
  loose: /^array$/u,
  provided: /^[A-Z]/u,
  records: /(?:^|\.)(?:Models?|Entity|Entities)(?:\.|$)/u,
  identities: /^(?:Authenticatable|UserInterface)$/u,
};

/** What a request of Symfony's HTTP foundation holds, which Laravel builds on. */
const REQUEST = [
  "query",
  "request",
  "attributes",
  "cookies",
  "files",
  "headers",
  "server",
  "get",
  "getContent",
  "getPayload",
  "toArray",
  "getPathInfo",
  "getRequestUri",
  "getUri",
  "getQueryString",
  "getParsedBody",
  "getQueryParams",
  "getUploadedFiles",
  "getHeaderLine",
  "getAttribute",
  "getHost",
];

/** Symfony: attributes above methods name their routes, and rules elsewhere may guard paths. */
export const SYMFONY: Framework = {
  id: "symfony",
  language: "php",
  modules: ["Symfony"],
  byConvention: false,
  usualParameters: [],
  protocol: "http",
  routers: [],
  usualNames: [],
  routes: [{ form: "annotated", names: { Route: null }, path: ["path"], methods: "methods" }],
  guards: [],
  mounts: [],
  guardOptions: [],
  request: { sources: REQUEST, bodies: [], session: ["getUser", "getSession"] },
  globalRequests: [],
  globalSessions: ["this.getUser()", "this.security.getUser()", "security.getUser()"],
  parameters: [],
  others: "input",
  checksTypes: false,
  types: PHP_PARAMETERS,
  conventional: /Controller$/u,
  elsewhere: "Access rules in the security configuration were not in view.",
};

/** Functions that are given a request of the common interfaces wherever they are used: actions, middleware. */
export const PSR_HANDLERS: Framework = {
  ...SYMFONY,
  id: "psr-handlers",
  modules: [],
  routes: [],
  requestTypes: /^ServerRequest(?:Interface)?$/u,
  others: "other",
  conventional: /(?!)/u,
  elsewhere: "The routes and what runs before them were not in view.",
};
