import { type CallTable, FROM_ADDRESS } from "./sink-table.ts";

const MODEL_CALLS =
  /\.(?:GetChatCompletions|CompleteChat|GetChatMessageContent|InvokePrompt|GetResponse|GetStreamingResponse)(?:s|Streaming)?(?:Async)?$/u;
const IO = String.raw`^(?:System\.)?(?:IO\.)?`;

/** What is read from or written to without a name. */
const STREAMS =
  /(?:^|\.)(?:OpenReadStream|Body|BodyReader|InputStream|OutputStream|Get(?:Request|Response)?Stream(?:Async)?|ReadAsStream(?:Async)?|\w*[sS]tream)(?:\(\))?$/u;

/** Functions of .NET and its usual packages. */
export const CSHARP_CALLS: CallTable = {
  sinks: [
    { sink: "command", callee: /(?:^|\.)Process\.Start$|(?:^|\.)ProcessStartInfo$/u, argument: "all", own: 0 },
    {
      sink: "file",
      callee: new RegExp(`${IO}File\\.(?:Read\\w+|Open|OpenRead|OpenText)$|^FileStream$`, "u"),
      argument: 0,
      operation: "read",
    },
    { sink: "file", callee: /^StreamReader$/u, argument: 0, operation: "read", safeWith: STREAMS },
    {
      sink: "file",
      callee: /(?:^|\.)FileInfo(?:\(\))?\.(?:Open\w*|CopyTo|MoveTo)$/u,
      argument: "receiver",
      operation: "read",
      onlyTainted: true,
    },
    {
      sink: "file",
      callee: /(?:^|\.)(?:File|Directory)Info(?:\(\))?\.Delete$/u,
      argument: "receiver",
      operation: "delete",
      onlyTainted: true,
    },
    {
      sink: "file",
      callee: /(?:^|\.)DirectoryInfo(?:\(\))?\.(?:Get(?:Files|Directories|FileSystemInfos)|Enumerate\w+)$/u,
      argument: "receiver",
      operation: "list",
      onlyTainted: true,
    },
    {
      sink: "file",
      callee: /(?:^|\.)DirectoryInfo(?:\(\))?\.Create(?:Subdirectory)?$/u,
      argument: "receiver",
      operation: "write",
      onlyTainted: true,
    },
    { sink: "file", callee: /\.SaveAs$/u, argument: 0, operation: "write", onlyTainted: true },
    {
      sink: "file",
      callee: /(?:^|\.)Response\.(?:TransmitFile|WriteFile|SendFileAsync)$/u,
      argument: 0,
      operation: "read",
      onlyTainted: true,
    },
    {
      sink: "file",
      callee: new RegExp(
        `${IO}(?:File\\.(?:Write\\w+|Append\\w+|Create|CreateText|OpenWrite|Copy|Move)|Directory\\.(?:CreateDirectory|Move))$|^StreamWriter$`,
        "u",
      ),
      argument: "all",
      operation: "write",
      safeWith: STREAMS,
    },
    { sink: "file", callee: new RegExp(`${IO}(?:File|Directory)\\.Delete$`, "u"), argument: 0, operation: "delete" },
    {
      sink: "file",
      callee: new RegExp(`${IO}Directory\\.(?:GetFiles|GetDirectories|Enumerate\\w+)$`, "u"),
      argument: 0,
      operation: "list",
    },
    {
      sink: "file",
      callee: /^PhysicalFile(?:Result)?$|^(?:Typed)?Results\.(?:Physical)?File$/u,
      argument: 0,
      operation: "read",
      onlyTainted: true,
      safeWith: STREAMS,
    },
    FROM_ADDRESS,
    {
      sink: "outbound_http",
      callee:
        /(?:^|\.)(?:\w*[hH]ttp\w*|\w*[cC]lient(?:\(\))?)\.(?:Get|Post|Put|Patch|Delete|Send)\w*Async$|^(?:RestRequest|RestClient)$|(?:^|\.)WebRequest\.Create\w*$|(?:^|\.)\w*[wW]ebClient(?:\(\))?\.(?:Download|Upload|OpenRead)\w*$/u,
      argument: 0,
      operation: "send",
      onlyTainted: true,
    },
    { sink: "outbound_http", callee: /^HttpRequestMessage$/u, argument: 1, operation: "send", onlyTainted: true },
    {
      sink: "outbound_http",
      callee: /\.(?:Get(?:Json|String|Bytes|Stream)|Download(?:File)?|Post(?:Json|String|UrlEncoded))Async$/u,
      argument: "receiver",
      operation: "send",
      onlyTainted: true,
      onlyInFile: /\bFlurl\b/u,
    },
    {
      sink: "sql",
      callee:
        /(?:^|\.)(?:FromSqlRaw|SqlQueryRaw|ExecuteSqlRaw(?:Async)?|ExecuteSqlCommand(?:Async)?|FromSql)$|^(?:Sql|Npgsql|MySql|Sqlite|Oracle|OleDb|Odbc)(?:Command|DataAdapter)$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "sql",
      callee: /\.(?:Query|QueryFirst|QuerySingle|QueryMultiple|Execute|ExecuteScalar)\w*(?:Async)?$/u,
      argument: 0,
      own: 0,
      onlyBuilt: "concatenated",
    },
    {
      sink: "html",
      callee: /(?:^|\.)Html\.Raw$|^(?:HtmlString|MvcHtmlString(?:\.Create)?|MarkupString)$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "html",
      callee: /(?:^|\.)Response\.(?:Write|WriteAsync|Output\.Write)$/u,
      argument: 0,
      onlyTainted: true,
      onlyWith: /<\w/u,
    },
    { sink: "html", callee: /^Content$/u, argument: 0, onlyWith: /^text\/html/u, onlyTainted: true },
    {
      sink: "deserialization",
      callee:
        /(?:BinaryFormatter|SoapFormatter|NetDataContractSerializer|LosFormatter|ObjectStateFormatter)\w*(?:\(\))?\.(?:Unsafe)?Deserialize$/iu,
      argument: 0,
      own: 0,
    },
    {
      sink: "deserialization",
      callee: /(?:^|\.)JsonConvert\.DeserializeObject$/u,
      argument: 0,
      own: 0,
      onlyInFile: /TypeNameHandling\s*=\s*TypeNameHandling\.(?:All|Auto|Objects)\b/u,
    },
    {
      sink: "redirect",
      callee:
        /^(?:this\.)?Redirect(?:Permanent|PreserveMethod)?$|^RedirectResult$|^(?:Typed)?Results\.Redirect$|(?:^|\.)Response\.Redirect(?:Permanent)?$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "eval",
      callee: /(?:^|\.)CSharpScript\.\w+$|^(?:Type|Assembly)\.(?:GetType|Load|LoadFrom)$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "template",
      callee: /(?:^|\.)(?:Engine\.Razor|RazorEngine\w*)\.\w+$|(?:^|\.)Template\.Parse$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "archive",
      callee: /\.ExtractToFile$|(?:^|\.)ZipFile\.ExtractToDirectory$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "xml",
      callee: /(?:^|\.)XmlDocument(?:\(\))?\.Load(?:Xml)?$|^XmlTextReader$|^XmlReader\.Create$/u,
      argument: 0,
      onlyTainted: true,
      onlyInFile: /XmlUrlResolver|DtdProcessing\.Parse\b/u,
    },
    { sink: "regex", callee: /^Regex(?:\.(?:IsMatch|Match|Matches|Replace|Split))?$/u, argument: 0, onlyTainted: true },
    { sink: "model_prompt", callee: MODEL_CALLS, argument: "all" },
  ],
  properties: [
    { property: /(?:^|\.)CommandText$/u, sink: "sql", onlyBuilt: "concatenated", own: true },
    { property: /(?:^|\.)(?:StartInfo|\w*[iI]nfo|psi|ProcessStartInfo(?:\(\))?)\.Arguments$/u, sink: "command" },
    { property: /(?:^|\.)DirectorySearcher(?:\(\))?\.Filter$/u, sink: "ldap", own: true },
    {
      property: /(?:^|\.)(?:HttpRequestMessage(?:\(\))?\.RequestUri|HttpClient(?:\(\))?\.BaseAddress)$/u,
      sink: "outbound_http",
      operation: "send",
    },
    { property: /^ContentResult(?:\(\))?\.Content$/u, sink: "html", onlyBuilt: "concatenated" },
  ],
  services: [
    { service: "mail", callee: /\.Send(?:Mail|Email)(?:Async)?$/u },
    { service: "storage", callee: /\.PutObject(?:Async)?$|\.UploadBlob(?:Async)?$/u },
  ],
  disables: [
    {
      callee: /(?:^|\.)SetIsOriginAllowed$/u,
      given: /^true$/u,
      control: "cors",
      reason: "every site may send requests with the visitor's credentials",
      unlessInFile: /^(?![\s\S]*AllowCredentials\()/u,
    },
  ],
  controls: [
    { controls: ["authn", "authz"], callee: /(?:^|\.)AuthorizeAsync$/u },
    { controls: ["csrf"], callee: /\.ValidateRequestAsync$/u },
  ],
  conversions:
    /^(?:int|long|bool|decimal|double|float|Guid|DateTime\w*|TimeSpan|Enum|Convert|BitConverter|Math)\.\w+$|^(?:Guid|nameof|typeof|sizeof)$|\.(?:GetHashCode|Count|Length|Any|Contains|StartsWith|EndsWith|Equals|ComputeHash|HashData)$|^(?:SHA\d+|MD5)\.\w+$|(?:^|\.)(?:TryParse|IsLocalUrl)$/u,
  encoders:
    /(?:^|\.)(?:HtmlEncoder\.Default|JavaScriptEncoder\.Default|UrlEncoder\.Default)\.Encode$|(?:^|\.)(?:HttpUtility|WebUtility)\.\w*Encode$|(?:^|\.)Uri\.Escape\w+$|(?:^|\.)Path\.GetFileName(?:WithoutExtension)?$|(?:^|\.)Regex\.Escape$|[sS]anitizer\w*\.Sanitize\w*$|(?:^|\.)Url\.(?:Action|Content|RouteUrl)$/u,
  validators: /[vV]alidator\w*\.Validate\w*$/u,
  passThrough:
    /^(?:string|String)\.(?:Format|Concat|Join|IsNullOrEmpty)$|(?:^|\.)Path\.(?:Combine|GetFullPath|Join)$|^(?:Uri|UriBuilder|StringBuilder|FileInfo|DirectoryInfo|MemoryStream|StringReader|StreamReader|XmlTextReader|List|HttpRequestMessage)$|(?:^|\.)(?:Server\.MapPath|XmlReader\.Create)$|(?:^|\.)(?:WebUtility|HttpUtility)\.\w*Decode$|(?:^|\.)Encoding\.\w+\.Get\w+$|(?:^|\.)Convert\.(?:To|From)Base64\w*$/u,
  collects: /^(?:Append(?:Line|Format)?|Add(?:Range)?)$/u,
  entries: /^(?:System\.IO\.Compression\.)?(?:ZipFile\.OpenRead|ZipArchive|ArchiveFactory\.Open|TarReader)$/u,
  modelCalls: MODEL_CALLS,
  loggers:
    /^Console\.(?:Error\.)?Write(?:Line)?$|(?:^|\.)_?(?:logger|log|Log)\.(?:Log\w*|Debug|Information|Info|Warning|Warn|Error|Fatal|Trace|Verbose)$/u,
};
