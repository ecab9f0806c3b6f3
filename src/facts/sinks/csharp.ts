import type { CallTable } from "./sink-table.ts";

const MODEL_CALLS =
  /\.(?:GetChatCompletions|CompleteChat|GetChatMessageContent|InvokePrompt|GetResponse|GetStreamingResponse)(?:s|Streaming)?(?:Async)?$/u;
const IO = String.raw`^(?:System\.)?(?:IO\.)?`;

/** Functions of .NET and its usual packages. */
export const CSHARP_CALLS: CallTable = {
  sinks: [
    { sink: "command", callee: /(?:^|\.)Process\.Start$|(?:^|\.)ProcessStartInfo$/u, argument: "all", own: 0 },
    {
      sink: "file",
      callee: new RegExp(`${IO}File\\.(?:Read\\w+|Open|OpenRead|OpenText)$|^(?:FileStream|StreamReader)$`, "u"),
      argument: 0,
      operation: "read",
    },
    {
      sink: "file",
      callee: new RegExp(
        `${IO}File\\.(?:Write\\w+|Append\\w+|Create|CreateText|OpenWrite|Copy|Move)$|^StreamWriter$`,
        "u",
      ),
      argument: "all",
      operation: "write",
    },
    { sink: "file", callee: new RegExp(`${IO}(?:File|Directory)\\.Delete$`, "u"), argument: 0, operation: "delete" },
    {
      sink: "file",
      callee: new RegExp(`${IO}Directory\\.(?:GetFiles|GetDirectories|Enumerate\\w+)$`, "u"),
      argument: 0,
      operation: "list",
    },
    { sink: "file", callee: /^PhysicalFile$|^Results\.File$/u, argument: 0, operation: "read", onlyTainted: true },
    {
      sink: "outbound_http",
      callee:
        /(?:^|\.)(?:\w*[hH]ttp\w*|\w*[cC]lient(?:\(\))?)\.(?:Get|Post|Put|Patch|Delete|Send)\w*Async$|^(?:HttpRequestMessage|RestRequest)$|(?:^|\.)WebRequest\.Create\w*$|(?:^|\.)\w*[wW]ebClient(?:\(\))?\.(?:Download|Upload|OpenRead)\w*$/u,
      argument: 0,
      operation: "send",
      onlyTainted: true,
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
      onlyTainted: true,
      onlyBuilt: "concatenated",
    },
    {
      sink: "html",
      callee: /(?:^|\.)Html\.Raw$|^(?:HtmlString|MvcHtmlString(?:\.Create)?|MarkupString)$/u,
      argument: 0,
      onlyTainted: true,
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
      onlyWith: /TypeNameHandling\.(?:All|Auto|Objects)$/u,
    },
    {
      sink: "redirect",
      callee: /^(?:this\.)?Redirect(?:Permanent|PreserveMethod)?$|^Results\.Redirect$|(?:^|\.)Response\.Redirect$/u,
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
      callee: /^XmlDocument\(\)\.Load(?:Xml)?$|^XmlTextReader$/u,
      argument: 0,
      onlyTainted: true,
      onlyWith: /XmlUrlResolver|DtdProcessing\.Parse$/u,
    },
    { sink: "regex", callee: /^Regex(?:\.(?:IsMatch|Match|Matches|Replace|Split))?$/u, argument: 0, onlyTainted: true },
    { sink: "model_prompt", callee: MODEL_CALLS, argument: "all" },
  ],
  services: [
    { service: "mail", callee: /\.Send(?:Mail|Email)(?:Async)?$/u },
    { service: "storage", callee: /\.PutObject(?:Async)?$|\.UploadBlob(?:Async)?$/u },
  ],
  controls: [
    { controls: ["authn", "authz"], callee: /(?:^|\.)AuthorizeAsync$/u },
    { controls: ["csrf"], callee: /\.ValidateRequestAsync$/u },
  ],
  conversions:
    /^(?:int|long|bool|decimal|double|float|Guid|DateTime\w*|TimeSpan|Enum|Convert|BitConverter|Math)\.\w+$|^(?:Guid|nameof|typeof|sizeof)$|\.(?:GetHashCode|Count|Length|Any|Contains|StartsWith|EndsWith|Equals|ComputeHash|HashData)$|^(?:SHA\d+|MD5)\.\w+$/u,
  encoders:
    /(?:^|\.)(?:HtmlEncoder\.Default|JavaScriptEncoder\.Default|UrlEncoder\.Default)\.Encode$|(?:^|\.)(?:HttpUtility|WebUtility)\.\w*Encode$|(?:^|\.)Uri\.Escape\w+$|(?:^|\.)Path\.GetFileName(?:WithoutExtension)?$|(?:^|\.)Regex\.Escape$|[sS]anitizer\w*\.Sanitize\w*$|(?:^|\.)Url\.(?:Action|Content|RouteUrl)$/u,
  validators: /[vV]alidator\w*\.Validate\w*$/u,
  passThrough:
    /^(?:string|String)\.(?:Format|Concat|Join|IsNullOrEmpty)$|(?:^|\.)Path\.(?:Combine|GetFullPath|Join)$|^(?:Uri|UriBuilder|StringBuilder|FileInfo|MemoryStream|StringReader)$|(?:^|\.)(?:WebUtility|HttpUtility)\.\w*Decode$|(?:^|\.)Encoding\.\w+\.Get\w+$|(?:^|\.)Convert\.(?:To|From)Base64\w*$/u,
  entries: /^(?:System\.IO\.Compression\.)?(?:ZipFile\.OpenRead|ZipArchive|ArchiveFactory\.Open|TarReader)$/u,
  modelCalls: MODEL_CALLS,
  loggers:
    /^Console\.(?:Error\.)?Write(?:Line)?$|(?:^|\.)_?(?:logger|log|Log)\.(?:Log\w*|Debug|Information|Info|Warning|Warn|Error|Fatal|Trace|Verbose)$/u,
};
