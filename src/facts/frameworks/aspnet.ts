import type { Framework, ParameterTypes } from "./framework.ts";

const CONTEXTS = /^Http(?:Listener)?(?:Request|Context)(?:Base)?$/u;

const PARAMETERS: ParameterTypes = {
  requests: CONTEXTS,
  harmless:
    /^(?:int|uint|long|ulong|short|byte|bool|float|double|decimal|Guid|DateTime\w*|DateOnly|TimeOnly|TimeSpan|Int\d+|Boolean|\w*(?:Enum|Type|Status|Kind))$/u,
  loose: /^(?:IFormCollection|JsonElement|JObject|JsonDocument|dynamic|object|Dictionary|IDictionary)$/u,
  provided:
    /^(?:I(?!(?:FormFile|Enumerable|List|Collection|ReadOnly|Dictionary))[A-Z]\w*|ClaimsPrincipal|CancellationToken|\w*(?:Context|Service|Services|Repository|Manager|Logger|Factory|Options|Client|Mediator|Mapper|Db))$/u,
};

/** What a request holds, in ASP.NET Core and in what came before it. */
const SOURCES = [
  "Query",
  "Form",
  "Headers",
  "Cookies",
  "Body",
  "QueryString",
  "RouteValues",
  "Host",
  "ReadFormAsync",
  "ReadFromJsonAsync",
  "Params",
  "Files",
  "RawUrl",
  "InputStream",
  "UrlReferrer",
  "UserAgent",
  "Unvalidated",
];

/** ASP.NET Core: actions are the public methods of controllers, guarded by attributes of theirs and of their classes. */
export const ASPNET: Framework = {
  id: "aspnet",
  language: "csharp",
  modules: [],
  byConvention: true,
  usualParameters: [],
  protocol: "http",
  routers: [],
  usualNames: [],
  routes: [
    {
      form: "action",
      className: /Controller$/u,
      abstract: /^(?:Base\w*|\w*Base|Abstract\w*|Application)Controller$|^Controller$/u,
      file: /(?:^|\/)([^/]+)Controller\.cs$/u,
      methods: { Get: "GET", Post: "POST", Put: "PUT", Patch: "PATCH", Delete: "DELETE" },
      attributes: {
        routes: {
          HttpGet: "GET",
          HttpPost: "POST",
          HttpPut: "PUT",
          HttpPatch: "PATCH",
          HttpDelete: "DELETE",
          HttpHead: "HEAD",
          AcceptVerbs: null,
          Route: null,
        },
        none: /^NonAction$/u,
      },
    },
  ],
  guards: [],
  classGuards: {
    adds: /^$/u,
    skips: /^$/u,
    checks: /^$/u,
    roots: /^(?:Controller|ControllerBase|ApiController|ODataController|I[A-Z]\w*)$/u,
    attributes: { asks: /Authori[sz]e|Permission|Role|Policy/u, opens: /^AllowAnonymous(?:Attribute)?$/u },
  },
  attributeControls: [
    { name: /^Authorize(?:Attribute)?$/u, given: /^(?:Roles|Policy)$/u, controls: ["authn", "authz"] },
    { name: /^Authorize(?:Attribute)?$/u, controls: ["authn"] },
    { name: /^(?:AutoV|V)alidateAntiforgeryToken(?:Attribute)?$/iu, controls: ["csrf"] },
    { name: /^EnableRateLimiting$/u, controls: ["rate_limit"] },
    { name: /^RequestSizeLimit$/u, controls: ["size_limit"] },
    {
      name: /^(?:AllowAnonymous|ApiController|Route|Area|Http\w+|ApiVersion|Produces\w*|Consumes|SwaggerOperation)$/u,
      controls: [],
    },
  ],
  mounts: [],
  guardOptions: [],
  request: {
    sources: [...SOURCES, ...SOURCES.map((source) => `Request.${source}`)],
    bodies: ["Form", "Body", "Request.Form", "Request.Body"],
    session: ["User", "Request.User", "Session"],
  },
  globalRequests: ["Request", "HttpContext.Request", "Context.Request", "HttpContext.Current.Request"],
  globalsIn:
    /(?:Controller|Hub|Endpoints?|Page|Handler|Middleware|Module|\.cshtml|\.as[cpmh]x)\.cs$|(?:^|\/)(?:Controllers|Pages|Hubs|Endpoints|Api|Handlers)\//u,
  globalSessions: ["User", "HttpContext.User", "Context.User", "HttpContext.Session"],
  parameters: [],
  others: "input",
  checksTypes: false,
  types: PARAMETERS,
  elsewhere: "Filters and policies that the application adds for all controllers were not in view.",
};

/** Functions that are given the context or the request wherever they are used: middleware, handlers, delegates. */
export const ASPNET_CONTEXT: Framework = {
  ...ASPNET,
  id: "aspnet-context",
  routes: [],
  requestTypes: CONTEXTS,
  globalsIn: /^$/u,
  others: "other",
  elsewhere: "What runs before this in the application was not in view.",
};

/** Pages with a class behind them, whose methods are named after what they answer. */
export const ASPNET_PAGES: Framework = {
  ...ASPNET,
  id: "aspnet-pages",
  routes: [
    {
      form: "class",
      bases: /PageModel$/u,
      methods: {
        OnGet: "GET",
        OnGetAsync: "GET",
        OnPost: "POST",
        OnPostAsync: "POST",
        OnPut: "PUT",
        OnPutAsync: "PUT",
        OnDelete: "DELETE",
        OnDeleteAsync: "DELETE",
      },
    },
  ],
  globalsIn: /^$/u,
};

/** Hubs, whose public methods the other side of a socket calls by name. */
export const ASPNET_HUBS: Framework = {
  ...ASPNET,
  id: "aspnet-hubs",
  protocol: "websocket",
  routes: [
    {
      form: "class",
      bases: /(?:^|[a-z])Hub$/u,
      methods: {},
      others: "action",
      except: /^On(?:Dis)?[cC]onnectedAsync$/u,
    },
  ],
  globalsIn: /^$/u,
};
