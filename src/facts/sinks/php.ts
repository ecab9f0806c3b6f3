import { type CallTable, FROM_ADDRESS } from "./sink-table.ts";

const MODEL_CALLS = /(?:chat|responses|completions|messages)(?:\(\))?\.create(?:Streamed)?$/u;
const HTTP_CLIENT = String.raw`(?:^|\.)(?:(?:GuzzleHttp\.)?Client\(\)|HttpClient\.create\(\)|(?:http|guzzle)\w*[cC]lient|client|guzzle|Facades\.Http|Http)(?:\.\w+\(\))*`;
const STRINGS =
  "strval|l?trim|rtrim|chop|strtolower|strtoupper|ucfirst|lcfirst|ucwords|substr|str_i?replace|str_pad|str_repeat|preg_replace|v?sprintf|implode|join|explode|nl2br|(?:raw)?urldecode|base64_decode|json_decode|html_entity_decode|htmlspecialchars_decode|stripc?slashes|mb_\\w+|iconv|utf8_\\w+|strtr|strrev|strstr|stristr|wordwrap|parse_url|pathinfo|(?:storage|public|base|app|resource)_path|wp_unslash|wp_normalize_path|trailingslashit|realpath|dirname|current|reset|end|gzuncompress|gzinflate|preg_split|str_split|array_\\w+";

/** Functions of PHP and its usual packages; names in namespaces have dots. */
export const PHP_CALLS: CallTable = {
  sinks: [
    {
      sink: "command",
      callee: /^(?:exec|system|passthru|shell_exec|popen|proc_open)$|(?:^|\.)Process\.fromShellCommandline$/u,
      argument: 0,
      own: 0,
      shell: true,
    },
    { sink: "command", callee: /^pcntl_exec$/u, argument: "all", words: "after_program", shell: false },
    {
      sink: "command",
      callee: /(?:^|\.)Symfony\.Component\.Process\.Process$|^Process$/u,
      argument: 0,
      words: "after_program",
      shell: false,
      onlyTainted: true,
    },
    { sink: "eval", callee: /^(?:eval|create_function|assert)$/u, argument: "all", own: 0, onlyTainted: true },
    {
      sink: "eval",
      callee: /^(?:call_user_func|call_user_func_array|forward_static_call)$/u,
      argument: 0,
      onlyTainted: true,
    },
    { sink: "include", callee: /^include$/u, argument: 0, onlyTainted: true },
    {
      sink: "deserialization",
      callee: /^(?:maybe_)?unserialize$/u,
      argument: 0,
      safeWith: /^allowed_classes$/u,
    },
    FROM_ADDRESS,
    {
      sink: "outbound_http",
      callee:
        /^(?:file_get_contents|fopen|copy|readfile|file|getimagesize|simplexml_load_file|exif_read_data|imagecreatefrom\w+)$/u,
      argument: 0,
      operation: "send",
      onlyTainted: true,
      onlyFrom: /(?:^|[._[\]'"])\w{0,20}(?:ur[il]|link|feed|href|endpoint|webhook|remote)s?$/iu,
    },
    {
      sink: "file",
      callee: /^(?:file_put_contents|mkdir|touch|chmod|symlink|SplFileObject)$/u,
      argument: 0,
      operation: "write",
    },
    { sink: "file", callee: /^(?:move_uploaded_file|rename|copy)$/u, argument: 1, operation: "write" },
    {
      sink: "file",
      callee: /(?:^|\.)(?:Facades\.File|Filesystem(?:\(\))?)\.(?:delete\w*|remove)$/u,
      argument: 0,
      operation: "delete",
      onlyTainted: true,
    },
    {
      sink: "file",
      callee:
        /(?:^|\.)(?:Facades\.File|Filesystem(?:\(\))?)\.(?:put|append|dumpFile|appendToFile|mkdir|makeDirectory)$/u,
      argument: 0,
      operation: "write",
      onlyTainted: true,
    },
    { sink: "file", callee: /^(?:unlink|rmdir)$/u, argument: 0, operation: "delete" },
    { sink: "file", callee: /^(?:scandir|opendir|glob|dir)$/u, argument: 0, operation: "list" },
    {
      sink: "file",
      callee:
        /^(?:file_get_contents|fopen|readfile|file|show_source|highlight_file|parse_ini_file|gzopen|readgzfile)$/u,
      argument: 0,
      operation: "read",
    },
    {
      sink: "file",
      callee:
        /(?:^|\.)BinaryFileResponse$|^this\.file$|(?:^|\.)Facades\.File\.(?:get|files|allFiles|lines)$|^response\(\)\.(?:download|file)$|(?:^|\.)Storage(?:\.disk\(\))?\.(?:get|download|readStream|response)$/u,
      argument: 0,
      operation: "read",
      onlyTainted: true,
    },
    {
      sink: "outbound_http",
      callee: /^(?:curl_init|get_headers|wp_(?:safe_)?remote_\w+)$/u,
      argument: 0,
      operation: "send",
    },
    {
      sink: "outbound_http",
      callee: /^curl_setopt_array$/u,
      argument: 1,
      operation: "send",
      onlyTainted: true,
      onlyWith: /^CURLOPT_URL$/u,
    },
    { sink: "outbound_http", callee: /^curl_setopt$/u, argument: 2, operation: "send", onlyWith: /^CURLOPT_URL$/u },
    {
      sink: "outbound_http",
      callee: new RegExp(String.raw`${HTTP_CLIENT}\.(?:get|post|put|patch|delete|head)(?:Async)?$`, "u"),
      argument: 0,
      operation: "send",
    },
    {
      sink: "outbound_http",
      callee: new RegExp(String.raw`${HTTP_CLIENT}\.request(?:Async)?$`, "u"),
      argument: 1,
      operation: "send",
    },
    { sink: "redirect", callee: /^header$/u, argument: 0, onlyTainted: true, onlyWith: /^\s*location:/iu },
    {
      sink: "redirect",
      callee:
        /(?:^|\.)RedirectResponse$|^redirect$|^redirect\(\)\.(?:to|away)$|(?:^|\.)Redirect\.(?:to|away)$|^this\.redirect$|^wp_redirect$/u,
      argument: 0,
      onlyTainted: true,
    },
    { sink: "html", callee: /^(?:echo|v?printf|print_r)$/u, argument: "all", onlyTainted: true },
    {
      sink: "html",
      callee: /(?:^|\.)HttpFoundation\.Response$|(?:^|\.)HtmlString$|(?:^|\.)Twig\.Markup$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "html",
      callee: /(?:^|\.)getBody\(\)\.write$/u,
      argument: 0,
      onlyTainted: true,
      onlyWith: /<\w/u,
    },
    {
      sink: "template",
      callee: /(?:^|\.)(?:createTemplate|renderString|compileString)$|(?:^|\.)Blade\.render$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "sql",
      callee:
        /(?:^|\.)(?:where|orWhere|having|orHaving|orderBy|groupBy|select)Raw$|(?:^|\.)DB\.(?:raw|unprepared|statement)$|(?:^|\.)(?:createQuery|createNativeQuery)$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "sql",
      callee: /\.(?:where|orWhere|andWhere|having|order|orderBy|groupBy)$/u,
      argument: 0,
      own: 0,
      onlyBuilt: "concatenated",
    },
    {
      sink: "xml",
      callee: /^simplexml_load_(?:string|file)$|(?:^|\.)(?:loadXML|DOMDocument\(\)\.load)$/u,
      argument: 0,
      onlyTainted: true,
      onlyWith: /^LIBXML_NOENT$/u,
    },
    { sink: "regex", callee: /^preg_(?:match|match_all|replace|split)$/u, argument: 0, onlyTainted: true },
    {
      sink: "mass_assignment",
      callee: /^(?:extract|parse_str|import_request_variables)$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "mass_assignment",
      callee: /(?:^|\.)force(?:Fill|Create)$|(?:^|\.)DB\.table\(\)(?:\.\w+\(\))*\.(?:insert|update)$/u,
      argument: 0,
      onlyTainted: true,
      onlyWith: /(?:^|\.)(?:all|input|post|except)$/u,
    },
    { sink: "model_prompt", callee: MODEL_CALLS, argument: "all" },
  ],
  disables: [
    {
      callee: /(?:^|\.)(?:withoutVerifying)$/u,
      control: "tls",
      reason: "any certificate is accepted",
    },
  ],
  services: [
    {
      service: "mail",
      callee: /^mail$|^wp_mail$|(?:^|\.)Mail\.(?:to\(\)\.)?(?:send|queue)$|(?:^|\.)mailer\.send$|PHPMailer\(\)\.send$/u,
    },
    { service: "payment", callee: /(?:^|\.)(?:PaymentIntent|Charge|Refund)\.create$|stripe\.\w+\.create$/u },
    { service: "storage", callee: /(?:^|\.)S3Client\(\)\.(?:putObject|upload)$/u },
    { service: "messaging", callee: /(?:^|\.)(?:producer|messageBus|bus)\.(?:send|publish|dispatch)$/u },
  ],
  controls: [
    { controls: ["authn"], callee: /^auth_redirect$/u },
    { controls: ["csrf"], callee: /^(?:check_ajax_referer|check_admin_referer|wp_verify_nonce)$/u },
  ],
  conversions:
    /^(?:int|integer|bool|boolean|float|double|intval|floatval|doubleval|boolval|count|sizeof|strlen|md5|sha1|hash|hash_hmac|crc32|abs|round|ceil|floor|number_format|date|strtotime|mktime|in_array|is_\w+|isset|empty|array_key_exists|array_search|preg_match|strcmp|strcasecmp|stri?r?pos|str_(?:contains|starts_with|ends_with)|password_hash|password_verify|hash_equals|random_\w+|bin2hex|base64_encode|ctype_\w+|uniqid|filesize|filemtime|file_exists|ip2long|ord|chr|hexdec|octdec|bindec|getimagesize|gettype|checkdate|version_compare|method_exists|class_exists|constant|filter_has_var)$|(?:^|\.)(?:getInt|getIntegerParam|getBoolean|getEnum|getDigits|getAlnum|getAlpha|integer|boolean|isEmpty|has|hasFile|filled|isValid|isMethod)$/u,
  encoders:
    /^(?:htmlspecialchars|htmlentities|strip_tags|e|h|esc|urlencode|rawurlencode|http_build_query|escapeshellarg|escapeshellcmd|basename|addslashes|json_encode|preg_quote|mysqli_real_escape_string|mysql_real_escape_string|pg_escape_\w+|sqlite_escape_string|wp_kses\w*|quotemeta|var_export)$|(?:^|[._])(?:real_escape_string|esc_\w+|escape\w*|Escape\w*|quote|quoteIdentifier|purify|sanitize\w*|encode|htmlentities|htmlspecialchars|slugify|slug)$/u,
  validators: /(?:^|\.)(?:validate|validated|validateWithBag)$|(?:^|\.)Validator\.make$/u,
  passThrough: new RegExp(String.raw`^(?:${STRINGS}|serialize|compact|fopen|stream_get_contents|getenv)$`, "u"),
  convertsWith: /^FILTER_(?:VALIDATE_(?!URL|REGEXP)\w+|SANITIZE_(?!STRING|URL)\w+)$/u,
  sessions: /(?:^|\.)(?:session|Session|getSession\(\)|session\(\))\.(?:get|pull|has)$/u,
  inputs: /^(?:filter_input(?:_array)?|getallheaders|apache_request_headers)$/u,
  entries: /(?:^|\.)(?:getNameIndex|statIndex)$/u,
  modelCalls: MODEL_CALLS,
  loggers:
    /^(?:error_log|syslog|trigger_error)$|(?:^|\.)(?:log|logger|Log)\.(?:debug|info|notice|warning|error|critical|alert|emergency|log)$/u,
};
