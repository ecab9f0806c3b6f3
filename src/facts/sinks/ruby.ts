import { type CallTable, FROM_ADDRESS } from "./sink-table.ts";

const MODEL_CALLS =
  /^(?:OpenAI\.Client|Anthropic\.Client)\.new\(\)\.(?:chat|messages|completions|responses)|(?:chat\.completions|responses|messages)\.create$|^RubyLLM\.(?:chat\(\)\.)?(?:ask|complete)$|(?:^|\.)(?:llm|openai_client|anthropic_client)\.(?:chat|complete|messages)$/u;

const HTTP_VERBS = "(?:get|post|put|patch|delete|head|request|get_response|post_form|download|execute)";

/** Functions of Ruby, Rails and their usual gems. */
export const RUBY_CALLS: CallTable = {
  sinks: [
    {
      sink: "command",
      callee:
        /^(?:Kernel\.|Process\.|PTY\.)?(?:system|exec|spawn)$|^IO\.popen$|^PTY\.getpty$|^Open3\.(?:capture\w+|popen\w+|pipeline\w*)$/u,
      argument: 0,
      words: "after_program",
      own: 0,
      shell: true,
    },
    { sink: "command", callee: /^(?:Kernel\.)?open$/u, argument: 0, shell: true, onlyTainted: true },
    {
      sink: "file",
      callee: /^(?:File|IO)\.(?:read|open|new|binread|readlines|foreach)$/u,
      argument: 0,
      operation: "read",
    },
    { sink: "file", callee: /^(?:File|IO)\.(?:write|binwrite)$/u, argument: 0, operation: "write" },
    { sink: "file", callee: /^(?:YAML|Psych)\.\w*load_file$/u, argument: 0, operation: "read", onlyTainted: true },
    {
      sink: "file",
      callee: /^File\.(?:rename|symlink|link|truncate)$/u,
      argument: "all",
      operation: "write",
      onlyTainted: true,
    },
    { sink: "file", callee: /^File\.(?:delete|unlink)$/u, argument: 0, operation: "delete" },
    { sink: "file", callee: /^FileUtils\.(?:rm\w*|remove\w*)$/u, argument: 0, operation: "delete" },
    {
      sink: "file",
      callee: /^FileUtils\.(?:mv|cp\w*|mkdir\w*|touch|move|copy)$/u,
      argument: "all",
      operation: "write",
    },
    { sink: "file", callee: /^Dir\.(?:glob|entries|children|each_child|foreach)$/u, argument: 0, operation: "list" },
    {
      sink: "file",
      callee: /^(?:Pathname|Pathname\.new\(\)|Rails\.root\.join\(\))\.(?:read|open|binread|readlines)$/u,
      argument: "receiver",
      operation: "read",
      onlyTainted: true,
    },
    {
      sink: "archive",
      callee: /(?:^|\.)(?:\w*entry|\w*file|zip|e|f)\.extract$/u,
      argument: "all",
      onlyTainted: true,
    },
    { sink: "file", callee: /^send_file$/u, argument: 0, operation: "read", onlyTainted: true },
    {
      sink: "file",
      callee: /^render$/u,
      argument: 0,
      keyword: "file",
      onlyWith: /^file$/u,
      operation: "read",
      onlyTainted: true,
    },
    FROM_ADDRESS,
    { sink: "outbound_http", callee: /^(?:URI|OpenURI)\.(?:open|open_uri)$/u, argument: 0, operation: "send" },
    {
      sink: "outbound_http",
      callee: new RegExp(
        String.raw`^(?:Net\.HTTP|HTTParty|Faraday|Faraday\.new\(\)|RestClient|Excon|HTTP|Typhoeus|HTTPX|Curl|Down)\.${HTTP_VERBS}$`,
        "u",
      ),
      argument: 0,
      operation: "send",
    },
    {
      sink: "outbound_http",
      callee: /^RestClient\.Request\.(?:execute|new)$|^Faraday\.new$/u,
      argument: 0,
      keyword: "url",
      operation: "send",
      onlyTainted: true,
    },
    {
      sink: "outbound_http",
      callee: /^URI(?:\.parse)?\(\)\.(?:open|read)$/u,
      argument: "receiver",
      operation: "send",
      onlyTainted: true,
    },
    {
      sink: "outbound_http",
      callee:
        /^Net\.HTTP\.(?:start|new)$|^(?:Excon|RestClient\.Resource|Typhoeus\.Request|Curl\.Easy)\.new$|^Curl\.Easy\.(?:perform|download|http_\w+)$|^Down\.open$|^(?:HTTPClient|Mechanize)\.new\(\)\.(?:get|get_content|post|head)$/u,
      argument: 0,
      operation: "send",
      onlyTainted: true,
    },
    {
      sink: "template",
      callee: /^(?:ERB|Erubi\.Engine|Erubis\.(?:Fast)?Eruby|Haml\.Engine|Slim\.Template)\.new$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "template",
      callee: /^(?:render|render_to_string)$/u,
      argument: 0,
      keyword: "inline",
      onlyWith: /^inline$/u,
      onlyTainted: true,
    },
    {
      sink: "html",
      callee: /^(?:render|render_to_string)$/u,
      argument: 0,
      keyword: "html",
      onlyWith: /^html$/u,
      onlyTainted: true,
    },
    {
      sink: "html",
      callee: /^render$/u,
      argument: 0,
      keyword: "js",
      onlyWith: /^js$/u,
      onlyTainted: true,
    },
    { sink: "html", callee: /\.html_safe$/u, argument: "receiver", onlyTainted: true },
    {
      sink: "html",
      callee: /^(?:(?:h|helpers|view_context)\.)?raw$|^ActiveSupport\.SafeBuffer\.new$|(?:^|\.)safe_concat$/u,
      argument: 0,
      onlyTainted: true,
    },
    { sink: "deserialization", callee: /^Marshal\.(?:load|restore)$/u, argument: 0, own: 0 },
    {
      sink: "deserialization",
      callee: /^(?:YAML|Psych)\.(?:load|unsafe_load|load_stream)$|^Oj\.(?:load|object_load)$/u,
      argument: 0,
      format: "yaml",
      onlyTainted: true,
    },
    {
      sink: "redirect",
      callee: /^redirect_(?:to|back_or_to)$|^redirect$/u,
      argument: 0,
      onlyTainted: true,
      safeWith: /^only_path$/u,
    },
    {
      sink: "eval",
      callee: /^(?:Kernel\.)?eval$|(?:^|\.)(?:instance_eval|class_eval|module_eval)$|^binding\.eval$/u,
      argument: 0,
      own: 0,
    },
    // A text with a beginning of its own keeps to what begins like it, and has no name here.
    { sink: "member", callee: /.\.(?:constantize|safe_constantize)$/u, argument: "receiver", onlyTainted: true },
    {
      sink: "member",
      callee: /(?:^|\.)(?:send|public_send|__send__|const_get)$|.\.(?:try!?|public_method)$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "sql",
      callee: /(?:^|\.)(?:where|having|group|order|reorder|joins|from|pluck|find_by|update_all|delete_by|destroy_by)$/u,
      argument: 0,
      own: 0,
      onlyBuilt: "concatenated",
    },
    {
      sink: "sql",
      callee: /\.where(?:\(\))?\.not$|^[A-Z][\w.]*\.(?:select|exists\?|sum|average|minimum|maximum)$/u,
      argument: 0,
      onlyBuilt: "concatenated",
      onlyTainted: true,
    },
    {
      sink: "sql",
      callee:
        /(?:^|\.)(?:find_by_sql|count_by_sql|exec_query|exec_update|select_all|select_one|select_rows|select_values?|execute)$|^(?:Arel\.sql|Sequel\.lit)$/u,
      argument: 0,
      onlyTainted: true,
    },
    { sink: "model_prompt", callee: MODEL_CALLS, argument: "all" },
    {
      sink: "xml",
      callee: /^Nokogiri\.(?:XML|XML\.(?:Document\.)?parse)$|^LibXML\.XML\.Parser\.\w+$/u,
      argument: 0,
      onlyTainted: true,
      onlyWith: /(?:NOENT|DTDLOAD|noent|dtdload|replace_entities)$/u,
    },
    { sink: "regex", callee: /^Regexp\.new$/u, argument: 0, onlyTainted: true },
  ],
  services: [
    { service: "mail", callee: /\.deliver(?:_now|_later)?!?$/u },
    { service: "payment", callee: /^Stripe\.[\w.]+\.(?:create|update|capture|confirm)$/u },
    { service: "storage", callee: /^Aws\.S3\.[\w.()]+\.(?:put_object|upload_file|upload_stream)$/u },
  ],
  controls: [
    {
      controls: ["authn", "authz"],
      callee:
        /^(?:(?:.*\.)?authorized?(?:_\w+)?!?|policy_scope!?|authorized_scope|(?:require|ensure|check|verify)_\w*(?:admin|permission|role|moderator|staff|owner)\w*!?|doorkeeper_authorize!|(?:\w+\.)?accessible_by)$/u,
    },
    {
      controls: ["authn"],
      callee:
        /^(?:authenticate_\w+!?|(?:require|ensure)_(?:login|user|sign_?in|authentication|logged_in\w*|signed_in\w*)!?|http_basic_authenticate_with|\w+\.authenticate(?:_by)?!?)$/u,
    },
  ],
  conversions:
    /^(?:Integer|Float|BigDecimal|Rational|Digest\.[\w.]+|SecureRandom\.\w+|OpenSSL\.[\w.]+|(?:Time|Date|DateTime)(?:\.zone)?\.(?:parse|strptime|iso8601|at)|Time\.zone\.\w+|IPAddr\.new|ActiveModel\.Type\.[\w.()]+)$|\.(?:to_i|to_f|to_d|to_date|to_time|to_datetime|to_r|hash|size|length|count|parameterize|hexdigest|crypt)$/u,
  encoders:
    /^(?:h|html_escape|sanitize|strip_tags|strip_links|escape_javascript|j|simple_format|sanitize_sql\w*|ERB\.Util\.\w+|CGI\.escape\w*|URI\.encode_www_form(?:_component)?|Rack\.Utils\.(?:escape\w*|build_query)|Shellwords\.(?:escape|shellescape|join)|File\.basename|Regexp\.escape|ActiveStorage\.Filename\.new)$|(?:^|\.)(?:sanitize_sql\w*|sanitize|shellescape|quote|quote_column_name|quote_table_name|url_encode|html_escape|to_query|url_from|url_for)$/u,
  validators: /(?:^|\.)\w*[sS]chema\w*\.(?:call|validate!?)$|^JSON\.Validator\.validate!?$|Contract\.new\(\)\.call$/u,
  passThrough:
    /^(?:String|Array|Hash|format|sprintf|JSON\.(?:parse|generate|dump|load)|File\.(?:join|expand_path|absolute_path)|URI|URI\.(?:parse|join|decode\w*)|Addressable\.URI\.parse|Base64\.\w+|CGI\.unescape\w*|Pathname|Pathname\.new|StringIO\.new|Arel\.sql|Sequel\.lit|ActionController\.Parameters\.new)$/u,
  wholeWith: /^(?:permit!|to_unsafe_h|to_unsafe_hash)$/u,
  entries:
    /^Zip\.(?:File\.(?:open|open_buffer|new)|InputStream\.(?:open|new))$|(?:^|\.)(?:TarReader\.new|get_next_entry)$/u,
  modelCalls: MODEL_CALLS,
  loggers: /^(?:puts|pp?)$|(?:^|\.)(?:logger|Rails\.logger)\.(?:debug|info|warn|error|fatal|unknown)$/u,
};
