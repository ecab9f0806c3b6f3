import { type AnnotationMeanings, type ApplicationForms, NEVER } from "./annotations.ts";
import type { Framework, ParameterTypes, RequestShape } from "./framework.ts";

/** What servlets and reactive servers hold of a request. */
export const SERVLET_REQUEST: RequestShape = {
  sources: [
    "getParameter",
    "getParameterValues",
    "getParameterMap",
    "getHeader",
    "getHeaders",
    "getHeaderString",
    "getInputStream",
    "getReader",
    "getQueryString",
    "getRequestURI",
    "getRequestURL",
    "getPathInfo",
    "getServletPath",
    "getCookies",
    "getPart",
    "getParts",
    "getServerName",
    "getQueryParams",
    "getPathParameters",
    "getURI",
    "getBody",
    "queryParam",
    "pathVariable",
    "bodyToMono",
    "headers",
    "parameterMap",
    "queryString",
    "requestURI",
    "inputStream",
    "reader",
    "getRequest.getQueryParams",
    "getRequest.getHeaders",
    "request.queryParams",
    "request.headers",
  ],
  bodies: [],
  session: ["getUserPrincipal", "getRemoteUser", "userPrincipal", "remoteUser", "getSession", "session"],
};

/** What parameters of handlers on the Java platform hold by their type. */
export const JVM_PARAMETERS: ParameterTypes = {
  requests:
    /^(?:HttpServletRequest|ServletRequest|ServerHttpRequest|WebRequest|NativeWebRequest|ServerRequest|ServerWebExchange|ContainerRequestContext|StaplerRequest2?)$/u,
  harmless:
    /^(?:int|long|short|float|double|boolean|char|Int|Integer|Long|Short|Double|Float|Boolean|BigDecimal|BigInteger|UUID|Local(?:Date|DateTime|Time)|Instant|ZonedDateTime|OffsetDateTime|Date|Duration|Year|YearMonth|Locale|TimeZone|ZoneId|Currency|Pageable|PageRequest|Sort|\w*Enum)$/u,
  loose: /^(?:Map|HashMap|MultiValueMap|JsonNode|ObjectNode|JSONObject|JsonObject|Object|Any)$/u,
  provided:
    /^(?:HttpServletResponse|ServletResponse|ServerHttpResponse|Model|ModelMap|ModelAndView|RedirectAttributes\w*|BindingResult|Errors|SessionStatus|Uri\w+Builder|UriInfo|HttpMethod|OutputStream|Writer|HttpHeaders|FilterChain|\w*Service|\w*Repository|\w*Context)$/u,
  identities:
    /^(?:Principal|Authentication|HttpSession|\w*AuthenticationToken|Jwt|UserDetails|OAuth2User|OidcUser|SecurityContext|SecurityIdentity|JsonWebToken|\w*UserPrincipal|\w*UserDetails|UserSession|CurrentUser\w*|AuthUser)$/u,
  textual:
    /^(?:String|CharSequence|Object|Any|byte|Byte|Map|MultiValueMap|HttpHeaders|MultipartFile|Part|FilePart|Resource|InputStream|Reader)$/u,
};

/** Annotations that Spring Security, Jakarta and Quarkus share. */
export const JVM_ANNOTATIONS: AnnotationMeanings = {
  opens: [],
  promises: {
    Secured: ["authn", "authz"],
    RolesAllowed: ["authn", "authz"],
    DenyAll: ["authn", "authz"],
    Authenticated: ["authn"],
    Valid: ["validation"],
    Validated: ["validation"],
    RateLimiter: ["rate_limit"],
    RateLimit: ["rate_limit"],
  },
  rules: ["PreAuthorize", "PostAuthorize"],
  waives: /^(?:PermitAll|Public\w*|AnonymousAllowed|Anonymous\w*|IgnoreAuth\w*|NoAuth\w*|PassToken|SkipAuth\w*)$/u,
  ignores:
    /^(?:Operation|Api\w*|SecurityRequirements?|Tag|Schema|Parameter|ResponseStatus|Transactional|CrossOrigin|Consumes|Produces|Cache\w*|Async|Scheduled|Deprecated|SuppressWarnings|Override|JsonView|Timed|Autowired|Slf4j|RequiredArgsConstructor|AllArgsConstructor|Data)$/u,
  guardMethods: ["doFilter", "doFilterInternal", "preHandle"],
  converts: NEVER,
};

const SPRING_APPLICATION: ApplicationForms = {
  starts: NEVER,
  calls: NEVER,
  tokens: NEVER,
  applies: null,
  filters: NEVER,
  policy: {
    paths:
      /^(?:requestMatchers|antMatchers|mvcMatchers|regexMatchers|pathMatchers|securityMatchers?|antMatcher|mvcMatcher)$/u,
    everything: /^(?:anyRequest|anyExchange)$/u,
    within: /^(?:securityMatchers?|antMatcher|mvcMatcher)$/u,
    decisions: {
      permitAll: [],
      anonymous: [],
      ignoring: [],
      authenticated: ["authn"],
      fullyAuthenticated: ["authn"],
      rememberMe: ["authn"],
      denyAll: ["authn", "authz"],
      access: ["authn", "authz"],
      hasRole: ["authn", "authz"],
      hasAnyRole: ["authn", "authz"],
      hasAuthority: ["authn", "authz"],
      hasAnyAuthority: ["authn", "authz"],
      hasScope: ["authn", "authz"],
    },
    together: /^authorize$/u,
  },
};

/** Spring's annotated controllers, on servlets and reactive servers. */
export const SPRING: Framework = {
  id: "spring",
  language: "java",
  modules: ["org.springframework"],
  byConvention: false,
  usualParameters: [],
  protocol: "http",
  routers: [],
  usualNames: [],
  routes: [
    {
      form: "annotated",
      names: {
        GetMapping: "GET",
        PostMapping: "POST",
        PutMapping: "PUT",
        PatchMapping: "PATCH",
        DeleteMapping: "DELETE",
        RequestMapping: null,
      },
      path: ["value", "path"],
      methods: "method",
      prefixes: ["RequestMapping"],
      classes: ["RestController", "Controller", "BasePathAwareController", "RepositoryRestController"],
    },
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
    RequestBody: "body",
    ModelAttribute: "input",
    PathVariable: "input",
    RequestParam: "input",
    RequestHeader: "input",
    CookieValue: "input",
    MatrixVariable: "input",
    RequestPart: "input",
    AuthenticationPrincipal: "session",
    SessionAttribute: "session",
    RegisteredOAuth2AuthorizedClient: "session",
  },
  annotations: JVM_ANNOTATIONS,
  application: SPRING_APPLICATION,
  answers: { redirects: /^(?:redirect|forward):/u },
  elsewhere: "Rules of the application's security configuration were not in view.",
};

/** Listeners of queues, which other services fill. */
export const SPRING_MESSAGES: Framework = {
  ...SPRING,
  protocol: "queue",
  modules: [
    "org.springframework.kafka",
    "org.springframework.amqp",
    "org.springframework.jms",
    "io.awspring.cloud.sqs",
  ],
  routes: [
    {
      form: "annotated",
      names: { KafkaListener: null, RabbitListener: null, JmsListener: null, SqsListener: null },
      path: ["topics", "queues", "destination", "value"],
      methods: "method",
      prefixes: [],
      labels: {
        KafkaListener: "listener",
        RabbitListener: "listener",
        JmsListener: "listener",
        SqsListener: "listener",
      },
      says: { exposure: "internal" },
    },
  ],
  annotatedParameters: { Payload: "body", Header: "input" },
  application: { ...SPRING_APPLICATION, policy: null },
};
