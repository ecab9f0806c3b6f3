import { type CallTable, FROM_ADDRESS } from "./sink-table.ts";

const MODEL_CALLS =
  /(?:chat\.completions|responses|messages|completions)\.(?:create|stream|parse)$|^openai\.ChatCompletion\.create$|^litellm\.a?completion$|(?:^|\.)(?:llm|chain|chat_model|agent|model)\.(?:a?invoke|predict|generate_content)$/u;

/** Functions of Python and its usual packages. */
export const PYTHON_CALLS: CallTable = {
  sinks: [
    {
      sink: "command",
      callee:
        /^os\.(?:system|popen)$|^(?:subprocess|commands)\.(?:getoutput|getstatusoutput)$|^asyncio\.create_subprocess_shell$/u,
      argument: 0,
      own: 0,
      shell: true,
    },
    {
      sink: "command",
      callee: /^subprocess\.(?:run|call|Popen|check_call|check_output)$/u,
      argument: 0,
      keyword: "args",
      words: "after_program",
      own: 0,
      shell: "option",
    },
    {
      sink: "command",
      callee: /^(?:os\.(?:exec|spawn)\w+|asyncio\.create_subprocess_exec)$/u,
      argument: "all",
      words: "after_program",
      shell: false,
    },
    {
      // GitPython runs `git` with what it is given.
      sink: "command",
      callee: /(?:^|[._])(?:repo|repository|Repo\(\))\.git\.\w+$/u,
      argument: "all",
      words: "all",
      shell: false,
      onlyTainted: true,
    },
    {
      sink: "file",
      callee: /^(?:open|io\.open|codecs\.open|aiofiles\.open|os\.open)$/u,
      argument: 0,
      keyword: "file",
      operation: "read",
    },
    {
      sink: "file",
      callee: /^pathlib\.Path\(\)(?:\.\w+\(\))?\.(?:read_text|read_bytes|open)$/u,
      argument: "receiver",
      operation: "read",
    },
    {
      sink: "file",
      callee: /^pathlib\.Path\(\)(?:\.\w+\(\))?\.(?:write_text|write_bytes|mkdir|touch)$/u,
      argument: "receiver",
      operation: "write",
    },
    {
      sink: "file",
      callee: /^pathlib\.Path\(\)(?:\.\w+\(\))?\.(?:unlink|rmdir)$/u,
      argument: "receiver",
      operation: "delete",
    },
    {
      sink: "file",
      callee:
        /^(?:flask\.|quart\.)?send_file$|^(?:fastapi|starlette)\.responses\.FileResponse$|^aiohttp\.web\.FileResponse$|^sanic\.response\.file$|^bottle\.static_file$/u,
      argument: 0,
      keyword: "path",
      operation: "read",
      onlyTainted: true,
    },
    {
      sink: "file",
      callee: /^(?:os\.(?:remove|unlink|rmdir|removedirs)|shutil\.rmtree)$/u,
      argument: 0,
      operation: "delete",
    },
    { sink: "file", callee: /^os\.(?:listdir|scandir|walk)$/u, argument: 0, operation: "list" },
    {
      sink: "file",
      callee: /^(?:os\.(?:makedirs|mkdir|rename)|shutil\.(?:copy\w*|move))$/u,
      argument: "all",
      operation: "write",
    },
    FROM_ADDRESS,
    {
      sink: "outbound_http",
      callee:
        /^(?:requests|httpx)(?:\.(?:Session|Client|AsyncClient|session)\(\))?\.(?:get|post|put|patch|delete|head|options)$/u,
      argument: 0,
      keyword: "url",
      operation: "send",
    },
    {
      sink: "outbound_http",
      callee:
        /^(?:requests|httpx|aiohttp)(?:\.(?:Session|Client|AsyncClient|ClientSession|session)\(\))?\.(?:request|stream)$/u,
      argument: 1,
      keyword: "url",
      operation: "send",
    },
    {
      sink: "outbound_http",
      callee:
        /^(?:urllib\.request\.(?:urlopen|urlretrieve|Request)|urllib2\.urlopen|aiohttp\.ClientSession\(\)\.(?:get|post|put|patch|delete))$/u,
      argument: 0,
      keyword: "url",
      operation: "send",
    },
    { sink: "template", callee: /^(?:flask\.|quart\.)?render_template_string$/u, argument: 0 },
    {
      sink: "template",
      callee:
        /^(?:jinja2\.(?:Template|Environment\(\)\.from_string)|mako\.template\.Template|django\.template\.Template)$/u,
      argument: 0,
      own: 0,
      onlyTainted: true,
    },
    {
      sink: "html",
      callee:
        /^(?:flask\.Markup|markupsafe\.Markup|django\.utils\.safestring\.mark_safe|(?:fastapi|starlette)\.responses\.HTMLResponse)$/u,
      argument: "all",
      onlyTainted: true,
    },
    {
      sink: "deserialization",
      callee: /^(?:torch|joblib)\.load$|^pandas\.read_pickle$/u,
      argument: 0,
      own: 0,
      safeWith: /^weights_only$/u,
    },
    {
      sink: "deserialization",
      callee: /^numpy\.load$/u,
      argument: 0,
      own: 0,
      onlyWith: /^allow_pickle$/u,
    },
    {
      sink: "file",
      callee: /^pandas\.read_(?:csv|json|excel|parquet|table|xml|hdf|feather)$/u,
      argument: 0,
      operation: "read",
      onlyTainted: true,
    },
    {
      sink: "eval",
      callee: /^pandas\.eval$|(?:^|\.)(?:df|dataframe|frame|DataFrame\(\))\.(?:eval|query)$/u,
      argument: 0,
      onlyTainted: true,
    },
    { sink: "sql", callee: /\.objects(?:\.\w+\(\))*\.extra$/u, argument: "all", onlyTainted: true },
    {
      sink: "archive",
      // Texts, tables and dates have an `extract` too.
      callee:
        /^tarfile\.\w+\(\)\.extract$|(?:^|\.)(?:\w*(?:zip|archive|bundle)\w*|tar(?:_?file|ball)?|[zt]f?)(?:\(\))?\.extract$/iu,
      argument: "all",
      onlyTainted: true,
      safeWith: /^filter$/u,
    },
    {
      sink: "deserialization",
      callee: /^(?:dill|cloudpickle|marshal|jsonpickle|shelve|joblib|torch)\.(?:loads?|decode|open|Unpickler)$/u,
      argument: 0,
    },
    {
      sink: "deserialization",
      callee: /^(?:pickle|cPickle|_pickle)\.(?:loads?|Unpickler)$/u,
      argument: 0,
      own: 0,
    },
    {
      sink: "deserialization",
      callee: /^yaml\.(?:load|load_all|unsafe_load|full_load)$/u,
      argument: 0,
      format: "yaml",
      own: 0,
      safeWith: /SafeLoader|BaseLoader/u,
    },
    {
      sink: "redirect",
      callee:
        /^(?:flask|quart|django\.shortcuts)\.redirect$|^(?:fastapi|starlette)\.responses\.RedirectResponse$|^django\.http\.HttpResponseRedirect$/u,
      argument: "all",
      onlyTainted: true,
    },
    { sink: "eval", callee: /^(?:eval|exec)$/u, argument: 0, own: 0 },
    { sink: "eval", callee: /^(?:compile|__import__|importlib\.import_module)$/u, argument: 0 },
    { sink: "model_prompt", callee: MODEL_CALLS, argument: "all" },
    {
      sink: "archive",
      callee: /(?:^|\.)extractall$|^shutil\.unpack_archive$/u,
      argument: "receiver",
      own: "receiver",
      safeWith: /^data$/u,
    },
    {
      sink: "xml",
      callee:
        /^(?:lxml\.etree|etree|xml\.etree\.ElementTree|xml\.dom\.minidom|xml\.sax|xml\.dom\.pulldom)\.(?:parse|parseString|fromstring|XML|iterparse)$/u,
      argument: 0,
      onlyTainted: true,
    },
    {
      sink: "ldap",
      callee: /^ldap\.initialize\(\)\.search(?:_s|_st|_ext|_ext_s)?$|^ldap3\.Connection\(\)\.search$/u,
      argument: "all",
      onlyTainted: true,
    },
    {
      sink: "xpath",
      callee: /(?:^|\.)xpath$|^lxml\.etree\.XPath$/u,
      argument: 0,
      onlyTainted: true,
      onlyBuilt: "concatenated",
    },
    { sink: "temporary_file", callee: /^tempfile\.mktemp$|^os\.(?:tempnam|tmpnam)$/u, argument: 0 },
    {
      sink: "regex",
      callee: /^re\.(?:compile|match|search|sub|findall|fullmatch|split)$/u,
      argument: 0,
      onlyTainted: true,
    },
  ],
  services: [
    {
      service: "mail",
      callee:
        /^smtplib\.SMTP(?:_SSL)?\(\)\.send(?:mail|_message)$|^django\.core\.mail\.send_mail$|^flask_mail\.Mail\(\)\.send$/u,
    },
    { service: "payment", callee: /^stripe\.\w+\.(?:create|modify|capture|confirm)$/u },
    { service: "storage", callee: /^boto3\.(?:client|resource)\(\)\.(?:upload_file|upload_fileobj|put_object)$/u },
    { service: "messaging", callee: /(?:^|\.)(?:producer|channel)\.(?:send|basic_publish|publish)$/u },
  ],
  conversions:
    /^(?:int|float|bool|len|uuid\.UUID|UUID|decimal\.Decimal|datetime\.\w+(?:\.\w+)?|hashlib\.\w+(?:\(\)\.\w+)?|secrets\.\w+|isinstance)$/u,
  encoders:
    /^(?:html\.escape|markupsafe\.escape|flask\.escape|cgi\.escape|bleach\.clean|nh3\.clean|shlex\.quote|pipes\.quote|urllib\.parse\.quote(?:_plus)?|os\.path\.basename|werkzeug\.utils\.(?:secure_filename|safe_join)|secure_filename|re\.escape|flask\.safe_join|django\.utils\.html\.escape|ldap\.filter\.escape_filter_chars|ldap3\.utils\.conv\.escape_filter_chars)$/u,
  validators:
    /(?:^|\.)(?:model_validate(?:_json)?|parse_obj|validate_python|validate_json)$|(?:^|\.)\w*[sS]chema\w*\(\)\.(?:load|loads|validate)$|(?:^|\.)\w*_schema\.(?:load|loads|validate)$|^jsonschema\.validate$/u,
  passThrough:
    /^(?:str|bytes|repr|list|dict|tuple|set|sorted|os\.path\.(?:join|abspath|normpath|realpath|expanduser)|pathlib\.(?:Pure)?Path|Path|json\.(?:loads|dumps)|(?:[\w.]*\.)?[A-Z]\w*(?:Serializer|Form)|urllib\.parse\.(?:unquote(?:_plus)?|urljoin|urlparse)|base64\.\w+|io\.(?:BytesIO|StringIO)|format|sqlalchemy\.text|sqlalchemy\.sql\.text|copy\.(?:deep)?copy|codecs\.decode)$/u,
  entries: /^(?:zipfile\.ZipFile|tarfile\.open)$|\.(?:namelist|infolist|getmembers|getnames)$/u,
  modelCalls: MODEL_CALLS,
  loggers:
    /^print$|^logging\.(?:debug|info|warning|error|critical|exception)$|(?:^|\.)(?:log|logger|app\.logger|current_app\.logger|logging\.getLogger\(\)|structlog\.get_logger\(\)|Flask\(\)\.logger)\.(?:debug|info|warning|error|critical|exception)$/u,
};
