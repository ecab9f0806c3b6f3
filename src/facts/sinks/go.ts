import { GO_SAFEGUARDS } from "./go-safeguards.ts";
import type { CallTable } from "./sink-table.ts";

const MODEL_CALLS =
  /(?:^|[./])(?:openai|anthropic|genai|ollama|llms)\b(?:.*)\.(?:CreateChatCompletion\w*|GenerateContent|GenerateFromSinglePrompt)$/u;

/** Functions of Go's own library and of what is usually taken beside it. */
export const GO_CALLS: CallTable = {
  safeguards: GO_SAFEGUARDS,
  sinks: [
    {
      sink: "command",
      callee: /^os\/exec\.Command(?:Context)?$/u,
      argument: "all",
      words: "after_program",
      onlyTainted: true,
    },
    {
      sink: "file",
      callee: /^(?:os|io\/ioutil)\.(?:Open|ReadFile)$/u,
      argument: "all",
      operation: "read",
      onlyTainted: true,
    },
    {
      sink: "file",
      callee: /^(?:os|io\/ioutil)\.(?:Create|WriteFile|OpenFile|Mkdir|MkdirAll|Rename|Symlink)$/u,
      argument: "all",
      operation: "write",
      onlyTainted: true,
    },
    { sink: "file", callee: /^net\/http\.ServeFile$/u, argument: 2, operation: "read", onlyTainted: true },
    {
      sink: "file",
      callee: /(?:^|\.)(?:c|ctx|context)\.(?:File|FileAttachment|Attachment|Inline|SendFile|Download)$/u,
      argument: 0,
      operation: "read",
      onlyTainted: true,
    },
    { sink: "file", callee: /\.SaveUploadedFile$/u, argument: 1, operation: "write", onlyTainted: true },
    { sink: "file", callee: /^os\.(?:Remove|RemoveAll)$/u, argument: 0, operation: "delete", onlyTainted: true },
    { sink: "file", callee: /^(?:os|io\/ioutil)\.ReadDir$/u, argument: 0, operation: "list", onlyTainted: true },
    {
      sink: "outbound_http",
      callee:
        /^net\/http\.(?:Get|Post|Head|PostForm)$|^net\/http\.Client(?:\(\))?\.(?:Get|Post|Head|PostForm)$|(?:^|\.)(?:httpClient|client)\.(?:Get|Post|Head|PostForm)$/u,
      argument: 0,
      operation: "send",
      onlyTainted: true,
    },
    {
      sink: "outbound_http",
      callee: /^net\/http\.NewRequest(?:WithContext)?$/u,
      argument: "all",
      operation: "send",
      onlyTainted: true,
    },
    {
      sink: "sql",
      callee:
        /(?:^|\.)(?:db|tx|orm|gdb|query|scope)(?:\(\))?(?:\.\w+(?:\(\))?)*\.(?:Order|Group|Having|Joins|Table)$/iu,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "sql",
      callee: /(?:^|\.)(?:db|tx|orm|gdb|query|scope)(?:\(\))?(?:\.\w+(?:\(\))?)*\.(?:Where|Or|Not|Select)$/iu,
      argument: 0,
      onlyTainted: true,
      onlyBuilt: "concatenated",
    },
    {
      sink: "sql",
      callee:
        /(?:^|\.)(?:session|sess|engine|xorm|db|tx|orm)(?:\(\))?(?:\.\w+(?:\(\))?)*\.(?:Where|And|Or|OrderBy|GroupBy|Having)$/iu,
      argument: 0,
      own: 0,
      onlyBuilt: "concatenated",
    },
    { sink: "html", callee: /^html\/template\.(?:HTML|JS|URL|HTMLAttr)$/u, argument: 0, onlyTainted: true },
    {
      sink: "html",
      callee: /^fmt\.Fprint(?:f|ln)?$|^io\.WriteString$|(?:^|\.)(?:w|rw|writer|resp|res)\.Write$/u,
      argument: "all",
      onlyTainted: true,
      onlyWith: /^\s*<(?:!doctype|[a-z][a-z0-9]*[\s>/])/iu,
    },
    { sink: "template", callee: /^(?:html|text)\/template\.New\(\)\.Parse$/u, argument: 0, onlyTainted: true },
    { sink: "redirect", callee: /^net\/http\.Redirect$/u, argument: 2, onlyTainted: true },
    { sink: "redirect", callee: /(?:^|\.)(?:c|ctx|context)\.Redirect$/u, argument: 1, onlyTainted: true },
    { sink: "regex", callee: /^regexp\.(?:MustCompile|Compile)$/u, argument: 0, onlyTainted: true },
    { sink: "model_prompt", callee: MODEL_CALLS, argument: "all", onlyTainted: true },
  ],
  controls: [{ controls: ["size_limit"], callee: /^net\/http\.MaxBytes(?:Reader|Handler)$/u }],
  services: [
    { service: "mail", callee: /^net\/smtp\.SendMail$|\.DialAndSend$/u },
    { service: "storage", callee: /(?:^|\.)\w*[sS]3\w*\.PutObject$/u },
  ],
  conversions:
    /^strconv\.(?:Atoi|Parse\w+|Itoa|Format\w+)$|^(?:len|cap|int|int\d+|uint|uint\d+|float\d+|bool|byte)$|^github\.com\/(?:google|gofrs)\/uuid\.(?:Parse|MustParse|FromString)$|^time\.(?:Parse\w*|Duration)$|^crypto\/(?:sha\d+|md5)\.\w+$/u,
  encoders:
    /^(?:html|html\/template|text\/template)\.(?:EscapeString|HTMLEscapeString|JSEscapeString|HTMLEscaper)$|^net\/url\.(?:QueryEscape|PathEscape)$|^(?:path|path\/filepath)\.Base$|^regexp\.QuoteMeta$|\.Sanitize(?:Bytes)?$/u,
  validators: /(?:^|\.)(?:validate|validator)\.(?:Struct|StructCtx|Var)$/u,
  passThrough:
    /^fmt\.Sprint(?:f|ln)?$|^strings\.(?:TrimSpace|Trim\w*|ToLower|ToUpper|Replace|ReplaceAll|Join|Split|SplitN|Fields|NewReader)$|^bytes\.(?:NewReader|NewBuffer|NewBufferString|TrimSpace)$|^(?:path|path\/filepath)\.(?:Join|Clean|FromSlash|ToSlash|Abs)$|^(?:string|append)$|^mime\.ParseMediaType$|^net\/url\.(?:Parse|ParseRequestURI|QueryUnescape|PathUnescape)$|^encoding\/json\.(?:Unmarshal|Marshal|NewDecoder)$|^(?:io|io\/ioutil)\.(?:ReadAll|LimitReader)$|^bufio\.New(?:Reader|Scanner)$|^compress\/gzip\.NewReader$|^encoding\/base64\.\w+\.DecodeString$|\.(?:To)?(?:Snake|Kebab|(?:Lower)?Camel|Pascal)(?:Case|String)?$/u,
  entries: /^archive\/(?:zip|tar)\.(?:NewReader|OpenReader)$/u,
  fills:
    /\.(?:(?:Should|Must)?Bind\w*|BodyParser|QueryParser|ParamsParser|Decode|DecodeContext|Scan)$|(?:^|[./])(?:json|xml|yaml|toml|msgpack|proto|render|binding|schema)\.(?:Unmarshal\w*|Decode\w*|Bind\w*|NewDecoder\(\)\.Decode)$/u,
  inputs: /^github\.com\/(?:go-chi\/chi(?:\/v\d+)?\.URLParam|gorilla\/mux\.Vars)$/u,
  sessions:
    /(?:^|[./])(?:auth\w*|sessions?|middlewares?|identity|ctxutil|contextutil|reqctx)\.(?:Try|Must)?[gG]et(?!\w*By[A-Z])(?:User|Account|Principal|Claims|Identity)\w*$|(?:^|\.)(?:[gG]et|[fF]etch|[lL]oad)?(?:Current|Session|Authenticated|LoggedIn|Logged)(?:User|Account)(?:ID|Id)?$|(?:^|\.)(?:[gG]et)?(?:User|UserID|Account|Claims|Principal|Identity)From(?:Context|Ctx|Request|Session|Token|A[pP][iI]Call|Call|Metadata|Cookie|Bearer|JWT)$/u,
  modelCalls: MODEL_CALLS,
  loggers:
    /^(?:log|log\/slog)\.(?:Print\w*|Fatal\w*|Panic\w*|Info\w*|Warn\w*|Error\w*|Debug\w*)$|^fmt\.Print\w*$|(?:^|\.)(?:logger|Logger|log|logrus|sugar|slog)\.(?:Info|Warn|Warning|Error|Debug|Trace)(?:f|w|ln|Context|Ctx)?$/u,
};
