import type { Framework, ParameterTypes } from "./framework.ts";

/** Methods that routes are listed with. */
export const RUST_METHODS: Readonly<Record<string, string | null>> = {
  get: "GET",
  post: "POST",
  put: "PUT",
  patch: "PATCH",
  delete: "DELETE",
  head: "HEAD",
  options: "OPTIONS",
  any: null,
};

/** What handlers take by the types of their parameters, which take requests apart. */
export const EXTRACTORS: ParameterTypes = {
  requests: /^(?:Request|HttpRequest|ServiceRequest|Parts|RequestParts)$/u,
  harmless: /^(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool|Uuid|IpAddr|NaiveDate|DateTime|ObjectId)$/u,
  loose: /^(?:Value|HashMap)$/u,
  provided: /^(?:State|Data|Arc|ConnectInfo|Pool|\w*Pool|\w*Client|\w*Config|\w*State|\w*Connection)$/u,
  identities: /^(?:\w*User(?:Id)?|\w*Claims|\w*Session|\w*Identity|\w*Principal|Auth\w*|\w*Auth|\w*Admin|BearerAuth)$/u,
  inputs:
    /^(?:Path|Query|Json|Form|Multipart|RawQuery|RawForm|Bytes|String|Uri|OriginalUri|Host|HeaderMap|TypedHeader|CookieJar|Header|Payload|RawBody|Body|WithRejection|TypedMultipart|MultipartForm|ValidatedJson|ValidatedForm|Valid)$/u,
};

/** axum: routers are built in chains, and what a handler gets its parameters' types say. */
export const AXUM: Framework = {
  id: "axum",
  language: "rust",
  modules: ["axum"],
  byConvention: false,
  usualParameters: [],
  protocol: "http",
  routers: [],
  usualNames: [],
  routes: [
    {
      form: "built",
      makers: /(?:^|\.)(?:Router|OpenApiRouter|ApiRouter)\.(?:new|with_openapi)$/u,
      route: "route",
      methods: RUST_METHODS,
      includes: ["nest", "nest_service", "merge"],
      layers: ["layer", "route_layer"],
      layersAll: false,
      serves: /(?:^|\.)serve$/u,
    },
  ],
  guards: [],
  mounts: [],
  guardOptions: [],
  request: {
    sources: ["uri", "headers", "body", "into_body", "query", "path", "extensions_mut"],
    bodies: [],
    session: ["extensions"],
  },
  globalRequests: [],
  globalSessions: [],
  parameters: [],
  others: "input",
  checksTypes: false,
  types: EXTRACTORS,
};
