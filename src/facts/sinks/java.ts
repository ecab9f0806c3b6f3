import { type CallTable, FROM_ADDRESS } from "./sink-table.ts";

const MODEL_CALLS =
  /(?:^|\.)(?:chatClient|ChatClient|chatModel|ChatModel|ChatLanguageModel|languageModel|openAiService|OpenAiService)(?:\.\w+(?:\(\))?)*\.(?:user|prompt|call|chat|generate|stream|createChatCompletion)$/u;
const HARDENED =
  /disallow-doctype-decl|SUPPORT_DTD|IS_SUPPORTING_EXTERNAL_ENTITIES|ACCESS_EXTERNAL_DTD|external-general-entities|FEATURE_SECURE_PROCESSING/u;

/** What a file or a path of the platform can do, whatever it is called by. */
function onFile(methods: string): RegExp {
  const makers = String.raw`(?:File|Path|Path\.of|Paths\.get|resolve|resolveSibling|toFile|toPath|normalize|toAbsolutePath|getAbsoluteFile|getCanonicalFile)`;
  return new RegExp(String.raw`(?:^|\.)${makers}(?:\(\))?\.(?:${methods})$`, "u");
}

const RECEIVER = { argument: "receiver", onlyTainted: true } as const;

/** Functions of the Java platform and its usual libraries, for every language that runs on it. */
export const JAVA_CALLS: CallTable = {
  sinks: [
    {
      sink: "command",
      callee: /(?:^|\.)ProcessBuilder(?:\(\)\.command)?$|(?:^|\.)Runtime(?:\.getRuntime\(\))?\.exec$/u,
      argument: "all",
      words: "after_program",
    },
    { sink: "command", callee: /(?:^|\.)CommandLine\.parse$/u, argument: 0, onlyTainted: true },
    {
      sink: "file",
      callee:
        /(?:^|\.)Files\.(?:readString|readAllBytes|readAllLines|lines|newInputStream|newBufferedReader|newByteChannel)$|(?:^|\.)(?:FileInputStream|FileReader|RandomAccessFile|FileSystemResource|FileUrlResource)$|(?:^|\.)FileUtils\.(?:read\w+|openInputStream)$/u,
      argument: 0,
      operation: "read",
    },
    {
      sink: "file",
      callee:
        /(?:^|\.)Files\.(?:write|writeString|createFile|createDirector(?:y|ies)|newOutputStream|newBufferedWriter)$|(?:^|\.)(?:FileOutputStream|FileWriter)$|(?:^|\.)FileUtils\.(?:write\w*|copy(?!URL)\w+|openOutputStream)$/u,
      argument: 0,
      operation: "write",
    },
    {
      sink: "file",
      callee: /(?:^|\.)Files\.(?:copy|move)$|\.transferTo$/u,
      argument: "all",
      operation: "write",
      onlyTainted: true,
    },
    {
      sink: "file",
      callee: /(?:^|\.)Files\.delete(?:IfExists)?$|(?:^|\.)FileUtils\.(?:delete\w*|forceDelete)$/u,
      argument: 0,
      operation: "delete",
    },
    { sink: "file", callee: /(?:^|\.)Files\.(?:list|walk|newDirectoryStream|find)$/u, argument: 0, operation: "list" },
    {
      sink: "file",
      callee: /(?:^|\.)(?:UrlResource|PathResource|ZipFile|JarFile)$|(?:^|\.)respondFile$/u,
      argument: "all",
      operation: "read",
      onlyTainted: true,
    },
    { sink: "file", callee: onFile("list\\w*|walk\\w*|forEachDirectoryEntry"), ...RECEIVER, operation: "list" },
    { sink: "file", callee: onFile("delete\\w*"), ...RECEIVER, operation: "delete" },
    {
      sink: "file",
      callee: onFile(
        "mkdirs?|createNewFile|renameTo|write\\w+|append\\w+|outputStream|bufferedWriter|create\\w+|copyTo|moveTo",
      ),
      ...RECEIVER,
      operation: "write",
    },
    {
      sink: "file",
      callee: onFile("read\\w+|inputStream|bufferedReader|useLines|forEachLine"),
      ...RECEIVER,
      operation: "read",
    },
    FROM_ADDRESS,
    {
      sink: "outbound_http",
      callee:
        /(?:^|\.)(?:restTemplate|RestTemplate(?:\(\))?|TestRestTemplate)\.(?:getFor\w+|postFor\w+|patchForObject|exchange|put|delete|execute|headForHeaders)$|(?:^|\.)(?:webClient|WebClient|restClient|RestClient)(?:\.\w+(?:\(\))?)*\.uri$|(?:^|\.)WebClient\.create$/u,
      argument: 0,
      operation: "send",
    },
    {
      sink: "outbound_http",
      callee:
        /(?:^|\.)HttpRequest\.newBuilder(?:\(\)\.uri)?$|(?:^|\.)Request\.Builder\(\)\.url$|(?:^|\.)Http(?:Get|Post|Put|Delete|Patch|Head)$|(?:^|\.)Jsoup\.connect$|(?:^|\.)(?:Client|ClientBuilder\.newClient\(\)|WebTarget)\.target$|(?:^|\.)HttpClient\.(?:get|post|put|delete|patch|request|prepareGet)$/u,
      argument: 0,
      operation: "send",
    },
    {
      sink: "outbound_http",
      callee:
        /(?:^|\.)(?:URL|URI(?:\.create)?)(?:\(\))?(?:\.toURL\(\))?\.(?:openStream|openConnection|getContent|readText|readBytes)$/u,
      argument: "receiver",
      operation: "send",
    },
    {
      sink: "outbound_http",
      callee:
        /(?:^|\.)(?:FileUtils\.copyURLToFile|IOUtils\.(?:toString|toByteArray|copy)|ImageIO\.read|Resources\.to(?:String|ByteArray))$/u,
      argument: 0,
      operation: "send",
      onlyTainted: true,
      onlyWith: /(?:^|\.)(?:URL|URI\.create|toURL)(?:\(\))?$/u,
    },
    {
      sink: "deserialization",
      callee:
        /(?:^|\.)(?:ObjectInputStream|XMLDecoder)$|(?:^|\.)XStream(?:\(\))?\.fromXML$|(?:^|\.)Kryo(?:\(\))?\.readClassAndObject$|(?:^|\.)SerializationUtils\.deserialize$|(?:^|\.)(?:Hessian|Hessian2|Burlap)Input$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "deserialization",
      callee: /(?:^|\.)Yaml\(\)\.(?:load|loadAll|loadAs)$/u,
      argument: 0,
      format: "yaml",
      onlyTainted: true,
      safeInFile: /SafeConstructor/u,
    },
    {
      sink: "deserialization",
      callee: /\.readValue$/u,
      argument: 0,
      onlyInFile: /\b(?:enableDefaultTyping|activateDefaultTyping)\b/u,
      onlyTainted: true,
    },
    {
      sink: "xml",
      callee:
        /(?:^|\.)(?:DocumentBuilder|\w*newDocumentBuilder\(\)|SAXParser|newSAXParser\(\)|XMLReader|SAXBuilder(?:\(\))?|SAXReader(?:\(\))?|Unmarshaller|createUnmarshaller\(\)|XMLInputFactory(?:\.newInstance\(\)|\.newFactory\(\))?|builder|parser|reader)\.(?:parse|build|read|unmarshal|createXML\w+Reader)$/u,
      argument: 0,
      own: 0,
      safeInFile: HARDENED,
    },
    {
      sink: "eval",
      callee:
        /(?:^|\.)(?:SpelExpressionParser(?:\(\))?|ExpressionParser|expressionParser|spelParser)\.parse(?:Expression|Raw)$|(?:^|\.)\w*(?:ScriptEngine\w*|scriptEngine\w*|[gG]roovyEngine|getEngineByName)(?:\(\))?\.(?:eval|compile)$|(?:^|\.)Ognl\.(?:getValue|parseExpression)$|(?:^|\.)GroovyShell(?:\(\))?\.(?:evaluate|parse)$|(?:^|\.)GroovyClassLoader(?:\(\))?\.parseClass$|(?:^|\.)MVEL\.(?:eval|compileExpression)$|(?:^|\.)(?:JexlEngine|jexl)\.create(?:Expression|Script)$/u,
      argument: 0,
      own: 0,
      onlyTainted: true,
    },
    {
      sink: "template",
      callee: /(?:^|\.)(?:Velocity|VelocityEngine|velocityEngine)\.evaluate$/u,
      argument: 3,
      onlyTainted: true,
    },
    {
      sink: "template",
      callee: /^(?:freemarker\.template\.)?Template$/u,
      argument: 1,
      onlyTainted: true,
      onlyInFile: /\bfreemarker\b/u,
    },
    {
      sink: "template",
      callee: /^freemarker\.template\.Template$|(?:^|\.)(?:StringTemplateLoader|stringTemplateLoader)\.putTemplate$/u,
      argument: 1,
      onlyTainted: true,
    },
    { sink: "template", callee: /(?:^|\.)\w*[tT]emplateEngine\.process$/u, argument: 0, onlyTainted: true },
    {
      sink: "redirect",
      callee:
        /(?:^|\.)(?:sendRedirect|RedirectView|respondRedirect)$|(?:^|\.)Response\.(?:seeOther|temporaryRedirect)$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "redirect",
      callee: /(?:^|\.)(?:ctx|context|response|resp|res)\.(?:setHeader|addHeader|header|redirect)$/u,
      argument: 1,
      onlyTainted: true,
      onlyWith: /^location$/iu,
    },
    {
      sink: "redirect",
      callee: /(?:^|\.)HttpHeaders(?:\(\))?\.(?:add|set)$/u,
      argument: 1,
      onlyTainted: true,
      onlyWith: /^location$/iu,
    },
    {
      sink: "redirect",
      callee: /(?:^|\.)(?:ResponseEntity\.\w+\(\)|HttpHeaders(?:\(\))?)(?:\.\w+\(\))*\.(?:location|setLocation)$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "redirect",
      callee: /(?:^|\.)(?:ModelAndView|setViewName)$/u,
      argument: 0,
      onlyTainted: true,
      onlyWith: /^redirect:(?!\/[^/?])/u,
    },
    {
      sink: "redirect",
      callee: /(?:^|\.)(?:ctx|context)\.redirect$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "html",
      callee:
        /(?:^|\.)(?:(?:getWriter|getOutputStream)\(\)|PrintWriter|ServletOutputStream)\.(?:write|print|println|printf|format|append)$/u,
      argument: "all",
      onlyTainted: true,
    },
    {
      sink: "html",
      callee:
        /(?:^|\.)(?:respondText|Response\.(?:ok|status\(\)(?:\.\w+\(\))*\.entity))$|(?:^|\.)ResponseEntity(?:\.\w+\(\))*\.(?:body|ok)$/u,
      argument: 0,
      onlyTainted: true,
      onlyWith: /<\/?[a-z]\w*[\s>]/iu,
    },
    { sink: "html", callee: /(?:^|\.)(?:ctx|context)\.html$/u, argument: 0, onlyTainted: true },
    { sink: "regex", callee: /\.matches$/u, argument: 0, onlyTainted: true },
    { sink: "regex", callee: /(?:^|\.)Pattern\.compile$/u, argument: 0, onlyTainted: true },
    { sink: "model_prompt", callee: MODEL_CALLS, argument: "all", onlyTainted: true },
  ],
  services: [
    { service: "mail", callee: /(?:^|\.)(?:\w*[mM]ailSender|Transport)\.send$/u },
    { service: "payment", callee: /(?:^|\.)(?:Charge|PaymentIntent|Refund|Session|Customer)\.create$/u },
    { service: "storage", callee: /(?:^|\.)(?:\w*[sS]3\w*)\.(?:putObject|upload)$/u },
    {
      service: "messaging",
      callee: /(?:^|\.)(?:\w*[kK]afkaTemplate|\w*[rR]abbitTemplate|\w*[jJ]msTemplate)\.(?:send|convertAndSend)$/u,
    },
  ],
  conversions:
    /(?:^|\.)(?:Integer|Long|Short|Double|Float|Byte|Boolean|BigDecimal|BigInteger)(?:\.\w+)?$|(?:^|\.)UUID\.\w+$|(?:^|\.)(?:LocalDate|LocalDateTime|Instant|ZonedDateTime|OffsetDateTime|Duration|LocalTime)\.\w+$|(?:^|\.)Math\.\w+$|(?:^|\.)[A-Z]\w*\.valueOf$|\.(?:hashCode|length|size|toInt|toLong|toIntOrNull|toLongOrNull|toDouble|toUUID)$/u,
  encoders:
    /(?:^|\.)(?:HtmlUtils\.htmlEscape\w*|StringEscapeUtils\.escape\w+|Encode\.for\w+|UriUtils\.encode\w*|URLEncoder\.encode|FilenameUtils\.getName|Jsoup\.clean|Pattern\.quote|Regex\.escape|HtmlEscapers\.\w+\(\)\.escape|PolicyFactory\.sanitize)$|\.(?:getFileName|encodeForHTML|escapeHTML)$/u,
  validators: /(?:^|\.)(?:validator|Validator)\.validate$/u,
  passThrough:
    /(?:^|\.)(?:String\.valueOf|Path\.of|Paths\.get|Path|File|URI\.create|URI|URL|StringBuilder|StringBuffer|ByteArrayInputStream|StringReader|InputStreamReader|BufferedReader|BufferedInputStream|InputSource|StreamSource|Scanner|Optional\.of(?:Nullable)?|Objects\.requireNonNull\w*|List\.of|Arrays\.asList|arrayOf|listOf|mutableListOf|ArrayList|HttpEntity|UriComponentsBuilder\.fromUriString|Base64\.getDecoder\(\)\.decode|URLDecoder\.decode|StandardEvaluationContext|String)$/u,
  sessions:
    /^(?:this\.)?(?:getUserId|getUser|getUserName|getPrincipal|getSubject)$|(?:^|\.)SecurityContextHolder\.getContext\(\)\.getAuthentication$|(?:^|\.)ReactiveSecurityContextHolder\.getContext$|\.(?:getUserPrincipal|getRemoteUser)$|(?:^|\.)(?:getCurrentUser\w*|getCurrentPrincipal|getLoginUser\w*|currentUser\w*|getAuthenticatedUser|getLoggedInUser|principal)$/u,
  disables: [
    {
      callee: /(?:^|\.)csrf\(\)\.disable$/u,
      control: "csrf",
      reason: "the setting switches it off",
      unlessInFile: /STATELESS|oauth2ResourceServer|[bB]earer|[jJ]wt/u,
    },
    {
      callee: /(?:^|\.)csrf$/u,
      given: /^disable$/u,
      control: "csrf",
      reason: "the setting switches it off",
      unlessInFile: /STATELESS|oauth2ResourceServer|[bB]earer|[jJ]wt/u,
    },
    {
      callee: /(?:^|\.)(?:set\w*HostnameVerifier|hostnameVerifier)$/u,
      given: /^(?:NoopHostnameVerifier|ALLOW_ALL_HOSTNAME_VERIFIER|AllowAllHostnameVerifier|true)$/u,
      control: "tls",
      reason: "the name in the certificate is not compared",
    },
    {
      callee: /(?:^|\.)loadTrustMaterial$/u,
      given: /^(?:TrustAllStrategy|TrustSelfSignedStrategy)$/u,
      control: "tls",
      reason: "any certificate is accepted",
    },
    {
      callee: /(?:^|\.)trustManager$/u,
      given: /^InsecureTrustManagerFactory$/u,
      control: "tls",
      reason: "any certificate is accepted",
    },
  ],
  collects: /^(?:append|add|addAll)$/u,
  entries:
    /(?:^|\.)getNext(?:Zip|Tar|Jar|Archive)?Entry$|(?:^|\.)(?:ZipFile|JarFile|zipFile|jarFile)(?:\(\))?\.(?:entries|stream)$/u,
  modelCalls: MODEL_CALLS,
  loggers:
    /(?:^|\.)(?:log|logger|LOG|LOGGER|LoggerFactory\.getLogger\(\)|KotlinLogging\.logger\(\))\.(?:trace|debug|info|warn|error|severe|warning|fine)$|^System\.(?:out|err)\.print(?:ln|f)?$|^println$/u,
};
