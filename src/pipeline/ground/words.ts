import type { Fact } from "../../domain/fact.ts";

/** A control as people call it in a sentence. */
const CONTROLS: Readonly<Record<string, string>> = {
  authn: "the sign-in check",
  authz: "the permission check",
  ownership: "the ownership check",
  validation: "the input check",
  encoding: "the output encoding",
  csrf: "the CSRF check",
  rate_limit: "the rate limit",
  size_limit: "the size limit",
  signature: "the signature check",
  tls: "the TLS verification",
  sandbox: "the sandbox",
  audit_log: "the audit log",
  isolation: "the network isolation",
  encryption: "the encryption",
  recovery: "the way back after a loss",
  security_headers: "the browser's security headers",
  key_rotation: "the rotation of the key",
  pinning: "the limit of the version",
  cors: "the origin restriction",
  cookie_flags: "the cookie protection",
  token_verification: "the token verification",
  error_hiding: "the hiding of error details",
  password_hash: "the password hashing",
  randomness: "the secure random source",
  output_check: "the check of the model's output",
  credential_check: "the credential check",
  one_time_code: "the check of a one-time code",
  block_list: "the list of what is forbidden",
  statement_check: "the check of what a statement is",
  cipher: "the encryption",
  peer_control: "the check that its neighbours have",
  row_security: "the row level security",
  name_lookup: "the fixed lookup of names",
  query_scope: "the check of what the record is part of",
  safeguard: "a step that keeps something harmful out",
  origin_check: "the check of the origin",
  guard_exception: "part of the guard",
  constant_time: "the comparison of a secret",
  agent_oversight: "the question before an agent acts",
};

const SINKS: Readonly<Record<string, string>> = {
  sql: "a database query",
  command: "a command",
  file: "a file path",
  outbound_http: "the address of an outbound request",
  template: "a template",
  html: "a page",
  deserialization: "a deserialiser",
  redirect: "a redirect",
  log: "a log",
  eval: "code that is evaluated",
  model_prompt: "a prompt of a language model",
  archive: "an archive that is unpacked",
  mass_assignment: "the fields of a record",
  include: "code that is loaded",
  sign_in: "who is signed in",
  xml: "an XML parser",
  regex: "a regular expression",
  error_detail: "an error answer",
  untrusted_code: "code that the build runs",
  environment_file: "the environment of later steps",
  token: "a token",
  nosql: "the filter of a document store",
  ldap: "a directory search",
  xpath: "an XPath expression",
  property: "the name of a field that is written",
  member: "the name of what is called or loaded",
  temporary_file: "a temporary file",
  stored_upload: "the name of a file that is kept",
  system_prompt: "the instructions of a language model",
  mailed_link: "a link in a mail",
  agent_instruction: "an instruction to coding agents",
  hidden_text: "text that nobody sees",
};

const CALLERS: Readonly<Record<string, string>> = {
  http: "takes requests",
  webhook: "takes webhook calls",
  websocket: "takes messages",
  rpc: "takes calls",
  cli: "runs from a command line",
  cron: "runs on a schedule",
  queue: "takes messages from a queue",
  agent_tool: "can be called by a language model",
  workflow: "runs in the build",
};

const EXPOSURES: Readonly<Record<string, string>> = {
  internet: " from the internet",
  partner: " from partners",
  internal: " from inside",
};

/** Longest value of a fact in a sentence. */
const VALUE_LENGTH = 80;

/** A control as people call it: "the ownership check". */
export function controlWords(name: string): string {
  return CONTROLS[name] ?? "the protection";
}

/** Where a value ends up, as people call it: "a database query". */
export function sinkWords(name: string): string {
  return SINKS[name] ?? name;
}

/** "the ownership check and the sign-in check", each once; what is not a control is "the protection". */
export function protectionWords(facts: readonly Fact[]): string {
  const words = facts.map((fact) => (fact.kind === "control" ? controlWords(fact.name) : "the protection"));
  return [...new Set(words)].join(" and ");
}

/** An attribute as text, or `null` when the fact does not say it; long values are cut. */
export function textOf(fact: Fact, attribute: string): string | null {
  const value = fact.attributes[attribute];
  if (value === undefined || value === "") return null;
  const text = String(value).replaceAll(/\s+/gu, " ");
  return text.length > VALUE_LENGTH ? `${text.slice(0, VALUE_LENGTH - 1)}…` : text;
}

/** One sentence that says what a fact means at its line. */
export function describeFact(fact: Fact): string {
  const describe = DESCRIPTIONS[fact.kind];
  return describe(fact);
}

const DESCRIPTIONS: Readonly<Record<Fact["kind"], (fact: Fact) => string>> = {
  entry_point: describeEntryPoint,
  sink: describeSink,
  control: describeControl,
  data_store: describeStore,
  external_service: (fact) => `Data goes to ${textOf(fact, "host") ?? `another service (${fact.name})`}.`,
  data_class: (fact) => `${sentence(fact.name)} data is handled here: ${textOf(fact, "field") ?? "a field"}.`,
  secret_use: (fact) =>
    `A secret is used here: ${textOf(fact, "variable") ?? textOf(fact, "type") ?? fact.name.replaceAll("_", " ")}.`,
  privilege: describePrivilege,
  dependency: describeDependency,
  listener: (fact) => `A ${fact.name} listens here${fact.attributes["bind"] === "all" ? " on every address" : ""}.`,
};

function describeEntryPoint(fact: Fact): string {
  const trigger = textOf(fact, "trigger");
  if (fact.attributes["protocol"] === "workflow" && trigger !== null) return `The job runs on ${trigger}.`;
  const verb = CALLERS[String(fact.attributes["protocol"])] ?? "takes input";
  return `${fact.name} ${verb}${EXPOSURES[String(fact.attributes["exposure"])] ?? ""}.`;
}

function describeSink(fact: Fact): string {
  const place = sinkWords(fact.name);
  if (fact.attributes["tainted"] !== true) return `${sentence(place)} is used here.`;
  const source = textOf(fact, "source") ?? "Request input";
  return isHandover(fact) ? `${source} is handed on to ${place} here.` : `${source} reaches ${place}.`;
}

/** True for the call that hands a value on, and not for the place where it ends. */
function isHandover({ handedAt, path, startLine }: Fact): boolean {
  return handedAt?.path === path && handedAt.startLine === startLine;
}

function describeControl(fact: Fact): string {
  const parts = safeguardParts(fact);
  if (parts.length > 0) {
    const what = parts.length === 1 ? parts.join("") : `A refusal about ${parts.join(" and ")}`;
    return `${what} ${fact.attributes["effective"] === true ? "stood" : "is gone from"} here.`;
  }
  if (fact.attributes["effective"] !== false) return `${sentence(controlWords(fact.name))} stands here.`;
  const reason = textOf(fact, "reason");
  const state = fact.name === "peer_control" ? "stands here" : "is here but does not work";
  return `${sentence(controlWords(fact.name))} ${state}${reason === null ? "" : `: ${reason}`}.`;
}

/** The name of the safeguard that a fact is about, or the names that it asks about; none for another fact. */
export function safeguardParts(fact: Fact): string[] {
  const callee = fact.name === "safeguard" ? textOf(fact, "callee") : null;
  return callee === null ? [] : callee.split(" ");
}

const OPERATIONS: Readonly<Record<string, string>> = {
  read: "read",
  write: "written",
  delete: "deleted",
  list: "listed",
};

function describeStore(fact: Fact): string {
  const collection = textOf(fact, "collection");
  const what = collection === null ? PLURALS[fact.name] : `Records of ${collection}`;
  const operation = OPERATIONS[String(fact.attributes["operation"])] ?? "used";
  const key = fact.attributes["keyed_by"] === "request" ? " by a key from the request" : "";
  return `${what ?? "Records"} are ${operation}${key}.`;
}

const PLURALS: Readonly<Record<string, string>> = { upload: "Uploads", cache: "Cached values" };

const LEVELS: Readonly<Record<string, string>> = {
  write_all: "write everything",
  none: "do nothing",
  default: "do what the repository's default allows",
};

const PRIVILEGES: Readonly<Record<string, (level: string | null, target: string | null) => string>> = {
  workflow_permissions: (level, target) =>
    `The job's token may ${LEVELS[level ?? ""] ?? `${level ?? "use"} ${target ?? "the repository"}`}.`,
  container_user: (level) => `The container runs as ${level === "root" ? "root" : "the user that is named here"}.`,
  container_capability: (_, target) =>
    `The container has ${target === null ? "a capability" : `the capability ${target}`}.`,
  runner: (_, target) => `The job runs on ${target ?? "a runner of its own"}.`,
  agent_permission: (_, target) => `Agents may use ${target ?? "a tool"} without asking.`,
  database_grant: (_, target) => `Rights on ${target ?? "a table"} are given.`,
  automatic_command: (_, target) => `A command runs by itself on ${target ?? "some event"}.`,
  persisted_credentials: () => "The checkout leaves its token behind for later steps.",
};

function describePrivilege(fact: Fact): string {
  const describe = PRIVILEGES[fact.name];
  return describe ? describe(textOf(fact, "level"), textOf(fact, "target")) : "A privilege is given here.";
}

function describeDependency(fact: Fact): string {
  const describe = DEPENDENCIES[fact.name];
  if (describe) return describe(fact);
  const reference = textOf(fact, "reference") ?? `a ${fact.name.replaceAll("_", " ")}`;
  const pinned = textOf(fact, "pinned");
  const how = pinned === null || pinned === "none" ? "without a pinned version" : `pinned by ${pinned}`;
  return `${sentence(reference)} is used, ${how}.`;
}

const DEPENDENCIES: Readonly<Record<string, (fact: Fact) => string>> = {
  registry: (fact) => `Packages are fetched from ${textOf(fact, "reference") ?? "a registry"}.`,
  package: describePackage,
};

const SOURCES: Readonly<Record<string, string>> = { git: "a repository", url: "an address", path: "this repository" };

function describePackage(fact: Fact): string {
  const name = textOf(fact, "reference") ?? "A package";
  if (fact.attributes["lookalike"] === true) return `${name} resembles ${textOf(fact, "resembles") ?? "another name"}.`;
  if (fact.attributes["locked"] === true) return `The lock installs ${name} here${lockedWords(fact)}.`;
  const range = textOf(fact, "range");
  const source = SOURCES[String(fact.attributes["source"])] ?? "a registry";
  return `${name} is taken in here from ${source}${range === null ? "" : `, as ${range}`}.`;
}

function lockedWords({ attributes }: Fact): string {
  if (attributes["verified"] === false) return " without a checksum";
  if (attributes["redirected"] === true) return " from another source than its name says";
  return attributes["executed"] === true ? " and lets it run its own code" : "";
}

/** The text with a capital first letter, unless it is an identifier or a path. */
function sentence(text: string): string {
  return /^[a-z]+( |$)/u.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
