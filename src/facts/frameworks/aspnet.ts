import type { Framework, ParameterTypes } from "./framework.ts";

const PARAMETERS: ParameterTypes = {
  requests: /^(?:HttpRequest|HttpContext)$/u,
  harmless:
    /^(?:int|uint|long|ulong|short|byte|bool|float|double|decimal|Guid|DateTime\w*|DateOnly|TimeOnly|TimeSpan|Int\d+|Boolean|\w*(?:Enum|Type|Status|Kind))$/u,
  loose: /^(?:IFormCollection|JsonElement|JObject|JsonDocument|dynamic|object|Dictionary|IDictionary)$/u,
  provided:
    /^(?:I[A-Z]\w*|ClaimsPrincipal|CancellationToken|\w*(?:Context|Service|Services|Repository|Manager|Logger|Factory|Options|Client|Mediator|Mapper|Db))$/u,
};

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
    sources: ["Query", "Form", "Headers", "Cookies", "Body", "QueryString", "RouteValues", "Host", "ReadFormAsync"],
    bodies: ["Form", "Body"],
    session: ["User"],
  },
  globalRequests: ["Request", "HttpContext.Request", "Context.Request"],
  globalsIn: /(?:Controller|Hub|Endpoints?|Page|\.cshtml)\.cs$|(?:^|\/)(?:Controllers|Pages|Hubs|Endpoints|Api)\//u,
  globalSessions: ["User", "HttpContext.User", "Context.User", "HttpContext.Session"],
  parameters: [],
  others: "input",
  checksTypes: false,
  types: PARAMETERS,
  elsewhere: "Filters and policies that the application adds for all controllers were not in view.",
};
