import { type AnnotationMeanings, type ApplicationForms, NEVER } from "./annotations.ts";
import { EXPRESS } from "./express.ts";
import type { Framework, ParameterTypes, RequestShape } from "./framework.ts";

const { sources, bodies, session } = EXPRESS.request;

/** Guards and interceptors get to the request through their context. */
const THROUGH_CONTEXT = ["", "switchToHttp.getRequest.", "getRequest.", "req."];

const REQUEST: RequestShape = {
  sources: THROUGH_CONTEXT.flatMap((way) => sources.map((source) => way + source)),
  bodies: THROUGH_CONTEXT.flatMap((way) => bodies.map((body) => way + body)),
  session: THROUGH_CONTEXT.flatMap((way) => session.map((one) => way + one)),
};

const ANNOTATIONS: AnnotationMeanings = {
  opens: ["UseGuards", "UsePipes", "UseInterceptors"],
  promises: {},
  rules: [],
  waives: /^(?:Public|IsPublic|SkipAuth\w*|NoAuth|AllowAnonymous|AllowUnauthorized\w*|Unprotected|AllowPublic\w*)$/u,
  ignores: /^(?:Api[A-Z]\w*|HttpCode|Header|Version|Render|SerializeOptions|Injectable|Module|Catch|SetMetadata)$/u,
  guardMethods: ["canActivate", "use", "transform", "intercept"],
  converts: /^Parse(?:Int|Float|Bool|UUID|Enum|Date)Pipe$|^ParseObjectId\w*$/u,
};

const APPLICATION: ApplicationForms = {
  starts: /^@nestjs\/core\.NestFactory\.create\w*$/u,
  calls: /^useGlobal(?:Guards|Pipes)$/u,
  tokens: /^APP_(?:GUARD|PIPE)$/u,
  applies: ["apply", "forRoutes"],
  filters: NEVER,
  policy: null,
};

const TYPES: ParameterTypes = {
  requests: /^(?:Request|FastifyRequest|IncomingMessage|ExecutionContext)$/u,
  harmless: /^(?:boolean|Date)$/u,
  loose: /^(?:object|any|unknown|Record|Partial|DeepPartial|Object)$/u,
  // Nothing but a request comes without a decorator.
  provided: /^/u,
};

/** Handlers of messages get what was sent without one. */
const MESSAGE_TYPES: ParameterTypes = { ...TYPES, provided: /^(?:Socket|Server|WebSocket|\w*Context|\w*Client)$/u };

const METHODS = {
  Get: "GET",
  Post: "POST",
  Put: "PUT",
  Patch: "PATCH",
  Delete: "DELETE",
  Head: "HEAD",
  Options: "OPTIONS",
  All: null,
  Sse: "GET",
} as const;

/** NestJS: decorated classes are controllers, with guards on methods, classes and the whole application. */
export const NEST: Framework = {
  id: "nestjs",
  language: "javascript",
  modules: ["@nestjs"],
  byConvention: false,
  usualParameters: [],
  protocol: "http",
  routers: [],
  usualNames: [],
  routes: [
    {
      form: "annotated",
      names: METHODS,
      path: ["path"],
      methods: "method",
      prefixes: ["Controller"],
      classes: ["Controller"],
    },
  ],
  guards: [],
  mounts: [],
  guardOptions: [],
  request: REQUEST,
  globalRequests: [],
  globalSessions: [],
  parameters: [],
  others: "input",
  checksTypes: false,
  types: TYPES,
  annotatedParameters: {
    Body: "body",
    Query: "input",
    Param: "input",
    Headers: "input",
    HostParam: "input",
    Ip: "other",
    RawBody: "input",
    UploadedFile: "input",
    UploadedFiles: "input",
    Req: "request",
    Request: "request",
    Res: "response",
    Response: "response",
    Next: "other",
    Session: "session",
  },
  annotations: ANNOTATIONS,
  application: APPLICATION,
  answers: { redirects: null },
  elsewhere: "Guards that the application puts in front of every route were not in view.",
};

/** Classes of other frameworks that decorators make controllers, such as routing-controllers, tsoa and Ts.ED. */
export const DECORATED_CONTROLLERS: Framework = {
  ...NEST,
  id: "decorated-controllers",
  modules: ["routing-controllers", "tsoa", "@tsed", "@foal/core", "inversify-express-utils"],
  byConvention: true,
  routes: [
    {
      form: "annotated",
      names: METHODS,
      path: ["path"],
      methods: "method",
      prefixes: ["JsonController", "RestController", "Route"],
      classes: ["JsonController", "RestController", "Route"],
    },
  ],
  types: { ...TYPES, requests: /Request$/u },
  annotatedParameters: {
    ...NEST.annotatedParameters,
    QueryParam: "input",
    QueryParams: "body",
    BodyParam: "input",
    BodyParams: "body",
    PathParams: "input",
    Path: "input",
    HeaderParam: "input",
    CookieParam: "input",
    CurrentUser: "session",
  },
};

/** GraphQL resolvers of NestJS, whose arguments the caller chooses. */
export const NEST_GRAPHQL: Framework = {
  ...NEST,
  protocol: "rpc",
  modules: ["@nestjs/graphql"],
  routes: [
    { ...labelled({ Query: "query" }), says: { exposure: "internet", changes_state: false } },
    { ...labelled({ Mutation: "mutation" }), says: { exposure: "internet", changes_state: true } },
  ],
  annotatedParameters: { Args: "body", Context: "request", Parent: "other", Root: "other", Info: "other" },
};

/** Gateways of NestJS, which answer the messages of a socket. */
export const NEST_SOCKETS: Framework = {
  ...NEST,
  protocol: "websocket",
  modules: ["@nestjs/websockets"],
  routes: [{ ...labelled({ SubscribeMessage: "message" }), says: { exposure: "internet" } }],
  types: MESSAGE_TYPES,
  parameters: ["other", "input"],
  annotatedParameters: { MessageBody: "body", ConnectedSocket: "other" },
};

/** Message handlers of NestJS, which other services call. */
export const NEST_MESSAGES: Framework = {
  ...NEST,
  protocol: "queue",
  modules: ["@nestjs/microservices"],
  routes: [
    {
      ...labelled({ MessagePattern: "message", EventPattern: "event", GrpcMethod: "call" }),
      says: { exposure: "internal" },
    },
  ],
  types: MESSAGE_TYPES,
  parameters: ["input", "other"],
  annotatedParameters: { Payload: "body", Ctx: "other" },
};

function labelled(labels: Readonly<Record<string, string>>) {
  const names = Object.fromEntries(Object.keys(labels).map((name) => [name, null]));
  return { form: "annotated", names, path: ["name", "cmd"], methods: "method", prefixes: [], labels } as const;
}
