import { type CallTable, FROM_ADDRESS } from "./sink-table.ts";

const FILE_SYSTEM = String.raw`^(?:fs|fs\.promises|fs/promises|fs-extra|graceful-fs|\w*\.?fsp?)\.`;
const MODEL_CALLS =
  /(?:chat\.completions|responses|messages|completions)\.(?:create|stream|parse)$|^ai\.(?:generate|stream)(?:Text|Object)$|(?:^|\.)(?:llm|chain|chatModel|chat_model|agent)\.(?:invoke|call|stream|predict)$|generateContent$/u;

/** Functions of JavaScript and its usual packages. */
export const JAVASCRIPT_CALLS: CallTable = {
  sinks: [
    { sink: "command", callee: /^child_process\.exec(?:Sync)?$/u, argument: 0, own: 0, shell: true },
    {
      sink: "command",
      callee: /^(?:shelljs|execa)\.(?:exec|execaCommand\w*|command)$/u,
      argument: 0,
      own: 0,
      shell: true,
    },
    {
      sink: "command",
      callee: /^(?:[.@~#].*\.)?(?:execAsync|asyncExec|execPromise|promisedExec|pExec)$/u,
      argument: 0,
      own: 0,
      shell: true,
    },
    {
      sink: "command",
      callee: /^child_process\.(?:spawn|execFile|fork)(?:Sync)?$/u,
      argument: "all",
      words: "after_program",
      own: 0,
      shell: "option",
    },
    {
      sink: "command",
      callee: /^(?:execa|execa\.execa(?:Sync)?|cross-spawn)$/u,
      argument: "all",
      words: "after_program",
      own: 0,
      shell: "option",
    },
    {
      sink: "file",
      callee: new RegExp(`${FILE_SYSTEM}(?:readFile|createReadStream|open|stat|access|exists)(?:Sync)?$`, "u"),
      argument: 0,
      operation: "read",
    },
    {
      sink: "file",
      callee: new RegExp(
        `${FILE_SYSTEM}(?:writeFile|appendFile|createWriteStream|mkdir|copyFile|rename)(?:Sync)?$`,
        "u",
      ),
      argument: 0,
      operation: "write",
    },
    {
      sink: "file",
      callee: new RegExp(`${FILE_SYSTEM}(?:unlink|rm|rmdir|remove)(?:Sync)?$`, "u"),
      argument: 0,
      operation: "delete",
    },
    { sink: "file", callee: new RegExp(`${FILE_SYSTEM}readdir(?:Sync)?$`, "u"), argument: 0, operation: "list" },
    {
      sink: "file",
      callee: /(?:^|\.)(?:sendFile|sendfile|download)$/u,
      argument: 0,
      operation: "read",
      onlyTainted: true,
    },
    FROM_ADDRESS,
    {
      sink: "outbound_http",
      callee:
        /^(?:fetch|globalThis\.fetch|node-fetch|undici\.(?:fetch|request)|axios|got|needle|superagent|ky|ofetch|\$fetch|ofetch\.\$?o?fetch)$/u,
      argument: 0,
      operation: "send",
    },
    {
      sink: "outbound_http",
      callee:
        /^(?:axios|got|needle|superagent|ky|undici|https?)(?:\.create\(\))?\.(?:get|post|put|patch|delete|head|request|stream)$/u,
      argument: 0,
      operation: "send",
    },
    {
      sink: "sql",
      callee:
        /\.(?:(?:or|and)?[wW]hereRaw|orderByRaw|(?:or|and)?[hH]avingRaw|groupByRaw|joinRaw|fromRaw)$|(?:^|\.)[sS]equelize\.literal$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "sql",
      callee:
        /\.createQueryBuilder\(\)(?:\.\w+\(\))*\.(?:(?:and|or)?[wW]here|having|(?:addO|o)rderBy|(?:addS|s)elect|groupBy)$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "template",
      callee:
        /^(?:ejs|handlebars|pug|nunjucks|mustache|lodash|eta|_|dot|doT)\.(?:render|renderString|compile|template)$/u,
      argument: 0,
      own: 0,
      onlyTainted: true,
    },
    { sink: "html", callee: /^document\.write(?:ln)?$|\.insertAdjacentHTML$/u, argument: "all", onlyTainted: true },
    {
      sink: "deserialization",
      callee: /^node-serialize\.unserialize$|^serialize-to-js\.deserialize$|^v8\.deserialize$/u,
      argument: 0,
    },
    { sink: "redirect", callee: /(?:^|\.)redirect$/u, argument: "all", onlyTainted: true },
    { sink: "redirect", callee: /(?:^|\.)location\.(?:assign|replace)$/u, argument: 0, onlyTainted: true },
    { sink: "eval", callee: /^(?:eval|Function|globalThis\.eval)$/u, argument: "all", own: 0 },
    {
      sink: "eval",
      callee: /^(?:vm\.(?:runIn\w+|compileFunction|Script)|vm2\.VM\(\)\.run|vm2\.NodeVM\(\)\.run)$/u,
      argument: 0,
      own: 0,
    },
    { sink: "model_prompt", callee: MODEL_CALLS, argument: "all" },
    {
      sink: "archive",
      callee: /^(?:unzipper\.Extract|extract-zip|decompress|tar\.(?:x|extract))$/u,
      argument: "all",
      own: 0,
    },
    { sink: "archive", callee: /^adm-zip\(\)\.extractAllTo(?:Async)?$/u, argument: "receiver", own: "receiver" },
    { sink: "xml", callee: /^libxmljs2?\.parseXml(?:String)?$/u, argument: 0 },
    {
      sink: "ldap",
      callee: /^ldapjs\.createClient\(\)\.search$|^ldapts\.Client\(\)\.search$/u,
      argument: "all",
      onlyTainted: true,
    },
    {
      sink: "xpath",
      callee: /^xpath\.(?:select1?|evaluate|parse)$|^document\.evaluate$/u,
      argument: 0,
      onlyTainted: true,
      onlyBuilt: "concatenated",
    },
    {
      sink: "command",
      callee: /^(?:electron\.)?shell\.openExternal$|^electron\.shell\.openPath$|^open\.default$/u,
      argument: 0,
      shell: true,
      onlyTainted: true,
    },
    {
      sink: "outbound_http",
      callee: /(?:^|\.)HttpService\.(?:get|post|put|patch|delete|head|request)$/u,
      argument: 0,
      operation: "send",
    },
    {
      sink: "outbound_http",
      callee: /(?:^|\.)(?:page|newPage\(\))\.goto$/u,
      argument: 0,
      operation: "send",
      onlyTainted: true,
    },
    { sink: "regex", callee: /^RegExp$/u, argument: 0, onlyTainted: true },
  ],
  services: [
    { service: "mail", callee: /\.sendMail$|^@sendgrid\/mail\.send$|^resend\.Resend\(\)\.emails\.send$/u },
    { service: "payment", callee: /^stripe(?:\.Stripe)?\(\)\.[\w.]+\.(?:create|update|capture|confirm)$/u },
    { service: "storage", callee: /^(?:@aws-sdk\/client-s3\.\w+|aws-sdk\.S3\(\)\.(?:upload|putObject))$/u },
    { service: "messaging", callee: /(?:^|\.)(?:producer|channel)\.(?:send|sendToQueue|publish)$/u },
  ],
  conversions:
    /^(?:Number|parseInt|parseFloat|Boolean|BigInt|Number\.\w+|Math\.\w+|Date|Date\.parse|crypto\.\w+|.*\.createHash\(\)[\w.()]*)$/u,
  encoders:
    /^(?:path\.basename|encodeURIComponent|escape|.*\.?escapeHtml|escape-html|he\.(?:encode|escape)|sanitize-html|.*\.?DOMPurify\.sanitize|(?:dompurify|isomorphic-dompurify)\.sanitize|validator\.escape|shell-quote\.quote|sanitize-filename|sqlstring\.escape|lodash\.escape(?:RegExp)?|.*\.(?:escapeId|escapeLiteral|escapeIdentifier))$/u,
  validators:
    /(?:^|[./])(?!(?:JSON|Date|URL)\.)[A-Z]\w*\.(?:parse|safeParse|parseAsync)$|(?:^|\.)(?:\w*[sS]chema\w*|z|zod|joi|yup)(?:\.[\w()]+)*\.(?:parse|safeParse|parseAsync|safeParseAsync|validate|validateAsync|validateSync)$|(?:^|\.)(?:safeParse|parseAsync|safeParseAsync|validateAsync|validateSync)$|(?:^|\.)validationResult$/u,
  passThrough:
    /^(?:String|Object|Array\.from|Object\.(?:assign|values|entries|keys|fromEntries)|structuredClone|decodeURI(?:Component)?|encodeURI|JSON\.(?:parse|stringify)|Buffer\.from|URL|URLSearchParams|path\.(?:posix\.)?(?:join|resolve|normalize|relative)|util\.format|qs\.parse|querystring\.parse|atob|btoa|url\.parse|adm-zip)$/u,
  inputs:
    /^(?:react-router(?:-dom)?|next\/navigation)\.useSearchParams$|^(?:vue-router\.)?useRoute$|^(?:h3\.)?(?:readBody|readFormData|readMultipartFormData|readRawBody|getRouterParams?|getQuery|getRequestHeader)$/u,
  entries: /^(?:adm-zip\(\)\.getEntries|(?:jszip|JSZip)(?:\(\))?\.loadAsync|unzipper\.Open\.\w+)$/u,
  modelCalls: MODEL_CALLS,
  loggers:
    /^console\.(?:log|info|warn|error|debug|trace)$|(?:^|\.)(?:log|logger|winston|pino\(\)|winston\.createLogger\(\))\.(?:log|info|warn|error|debug|trace|fatal|verbose)$/u,
};
