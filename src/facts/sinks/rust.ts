import type { CallTable } from "./sink-table.ts";

const SHELLS = /^(?:.*\/)?(?:ba|da|z|k)?sh$|^(?:cmd|powershell|pwsh)(?:\.exe)?$/iu;
const MODEL_CALLS =
  /(?:^|\.)(?:chat\(\)|completions\(\)|Client(?:\.new)?\(\)\.chat\(\))\.create(?:_stream)?$|(?:^|\.)agent\.(?:prompt|chat)$/u;

/** Functions of the standard library and of the usual crates. */
export const RUST_CALLS: CallTable = {
  sinks: [
    {
      sink: "command",
      callee: /(?:^|\.)Command\.new\(\)(?:\.\w+\(\))*\.args?$|(?:^|\.)(?:cmd|command)\.args?$/u,
      argument: 0,
      shell: true,
      startedWith: SHELLS,
    },
    { sink: "command", callee: /(?:^|\.)Command\.new$/u, argument: 0, shell: false },
    {
      sink: "file",
      callee:
        /(?:^|\.)fs\.(?:read|read_to_string|read_link|canonicalize)$|(?:^|\.)(?:File|NamedFile)\.open(?:_async)?$/u,
      argument: 0,
      operation: "read",
    },
    {
      sink: "file",
      callee: /(?:^|\.)fs\.(?:write|create_dir|create_dir_all)$|(?:^|\.)File\.create(?:_new)?$/u,
      argument: 0,
      operation: "write",
    },
    { sink: "file", callee: /(?:^|\.)OpenOptions\.new\(\)(?:\.\w+\(\))*\.open$/u, argument: 0, operation: "write" },
    { sink: "file", callee: /(?:^|\.)fs\.(?:copy|rename)$/u, argument: "all", operation: "write", onlyTainted: true },
    {
      sink: "file",
      callee: /(?:^|\.)fs\.(?:remove_file|remove_dir|remove_dir_all)$/u,
      argument: 0,
      operation: "delete",
    },
    { sink: "file", callee: /(?:^|\.)fs\.read_dir$/u, argument: 0, operation: "list" },
    {
      sink: "outbound_http",
      callee:
        /^(?:reqwest(?:\.blocking)?|ureq|surf|attohttpc)\.(?:get|post|put|delete|patch|head)$|(?:^|\.)(?:reqwest|awc)(?:\.blocking)?\.Client(?:Builder)?(?:\.\w+\(\))+\.(?:get|post|put|delete|patch|head)$|(?:^|\.)(?:http_client|reqwest_client)\.(?:get|post|put|delete|patch|head)$/u,
      argument: 0,
      operation: "send",
    },
    {
      sink: "sql",
      callee:
        /(?:^|\.)sqlx\.(?:query|query_as|query_scalar|query_with|raw_sql)$|(?:^|\.)diesel\.(?:sql_query|dsl\.sql_query|dsl\.sql)$|^sql_query$|(?:^|\.)Statement\.from_string$/u,
      argument: 0,
    },
    {
      sink: "sql",
      callee:
        /(?:^|\.)(?:conn|connection|client|tx|transaction|db|pool)\.(?:batch_execute|simple_query|execute_batch|query_row|prepare|execute_unprepared)$/u,
      argument: 0,
      onlyTainted: true,
    },
    { sink: "html", callee: /(?:^|\.)Html$|(?:^|\.)PreEscaped$/u, argument: 0, onlyTainted: true },
    {
      sink: "redirect",
      callee: /(?:^|\.)Redirect\.(?:to|temporary|permanent|see_other)$/u,
      argument: 0,
      onlyTainted: true,
    },
    { sink: "regex", callee: /(?:^|\.)fancy_regex\.Regex\.new$/u, argument: 0, onlyTainted: true },
    { sink: "template", callee: /(?:^|\.)Tera\.one_off$|\.render_template$/u, argument: 0, onlyTainted: true },
    { sink: "model_prompt", callee: MODEL_CALLS, argument: "all", onlyTainted: true },
  ],
  services: [{ service: "mail", callee: /(?:^|\.)(?:mailer|SmtpTransport|AsyncSmtpTransport)\.send$/u }],
  conversions:
    /(?:^|\.)(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool|Uuid|IpAddr|NaiveDate|DateTime)\.\w+$|\.parse\.(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool|Uuid|IpAddr)$|\.(?:len|is_empty|count|parse_from_str)$/u,
  convertsWith: /^(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool|Uuid|IpAddr|SocketAddr|Ipv4Addr)$/u,
  encoders:
    /(?:^|\.)(?:html_escape\.encode_\w+|encode_safe|encode_text|htmlescape\.\w+|ammonia\.clean|askama_escape\.escape|urlencoding\.encode|utf8_percent_encode|shell_escape\.\w+|shlex\.(?:try_)?quote|regex\.escape|v_htmlescape\.\w+)$|\.(?:file_name|file_stem|enclosed_name|mangled_name)$/u,
  validators: /(?:^|\.)validator\.validate\w*$/u,
  passThrough:
    /^(?:Ok|Some|Err)$|(?:^|\.)(?:String\.from\w*|str\.from_utf8|Path\.new|PathBuf\.from|Url\.parse|Box\.new|Arc\.new|Cow\.from|Json|Html|Uri\.from_str|urlencoding\.decode|percent_decode_str|serde_json\.(?:from_str|from_slice|to_string|from_value|to_value)|BufReader\.new|Cursor\.new|AssertSqlSafe)$/u,
  entries: /(?:^|\.)(?:ZipArchive\.new\(\)|archive|zip)\.by_(?:index|name)$|(?:^|\.)(?:tar\.)?Archive\.new$/u,
  disables: [
    {
      callee: /\.danger_accept_invalid_(?:certs|hostnames)$/u,
      given: /^true$/u,
      control: "tls",
      reason: "any certificate is accepted",
    },
  ],
  modelCalls: MODEL_CALLS,
  loggers: /(?:^|\.)(?:trace|debug|info|warn|error|event|log)!$/u,
};
