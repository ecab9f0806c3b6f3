import { type AttributeValue, CONTROL_NAMES, type FactKind } from "./fact.ts";

/** Values that an attribute may have: a closed list, a yes/no, or free text. */
type AttributeType = readonly string[] | "boolean" | "text";

interface FactTerms {
  /** Allowed names; `null` when the name is free, such as a route. */
  readonly names: readonly string[] | null;
  readonly attributes: Readonly<Record<string, AttributeType>>;
}

/** Where a value that reaches a sink comes from, in words: `req.query.url`. */
const FLOW: FactTerms["attributes"] = { tainted: "boolean", source: "text", callee: "text" };

/**
 * The one language that fact readers write and threat kinds match on. A reader may emit nothing else, and a kind that
 * asks for anything else is refused when the catalogue loads.
 */
export const VOCABULARY: Readonly<Record<FactKind, FactTerms>> = {
  entry_point: {
    names: null,
    attributes: {
      protocol: ["http", "webhook", "websocket", "rpc", "cli", "cron", "queue", "agent_tool", "workflow"],
      method: "text",
      route: "text",
      framework: "text",
      exposure: ["internet", "partner", "build_time", "unknown", "internal"],
      changes_state: "boolean",
      area: ["general", "admin", "auth", "sign_up", "sign_out", "payment", "health", "static", "part"],
      trigger: "text",
      untrusted: "boolean",
    },
  },
  sink: {
    names: [
      "sql",
      "command",
      "file",
      "outbound_http",
      "template",
      "html",
      "deserialization",
      "redirect",
      "log",
      "eval",
      "model_prompt",
      "archive",
      "mass_assignment",
      "xml",
      "regex",
      "error_detail",
      "untrusted_code",
      "environment_file",
      "include",
      "sign_in",
      "token",
      "agent_instruction",
      "nosql",
      "ldap",
      "xpath",
      "property",
      "member",
      "temporary_file",
      "stored_upload",
      "system_prompt",
      "mailed_link",
      "hidden_text",
    ],
    attributes: {
      ...FLOW,
      built: ["concatenated", "parameterised", "literal", "dynamic"],
      shell: "boolean",
      /** True when a program may take the value for one of its options. */
      option: "boolean",
      operation: ["read", "write", "delete", "list", "send"],
      sensitive: "boolean",
      limited: "boolean",
      format: "text",
      host: "text",
      from_model: "boolean",
      /** What looks at the value before and stops only some of what is dangerous. */
      guarded_by: ["block_list", "first_part", "both"],
      /** True for text that people do not see where they review it. */
      hidden: "boolean",
      /** True when a parameter of a function that other files may call reaches it, and no entry point in view does. */
      from_parameter: "boolean",
    },
  },
  control: {
    names: [
      ...CONTROL_NAMES,
      "cors",
      "cookie_flags",
      "token_verification",
      "error_hiding",
      "password_hash",
      "randomness",
      "output_check",
      "key_rotation",
      "credential_check",
      "one_time_code",
      "agent_oversight",
      "block_list",
      "statement_check",
      "cipher",
      "constant_time",
      "row_security",
      "peer_control",
      "name_lookup",
      "guard_exception",
      "origin_check",
      "query_scope",
      "safeguard",
    ],
    attributes: {
      effective: "boolean",
      via: ["middleware", "decorator", "inline", "global", "setting"],
      callee: "text",
      protects: "text",
      /** The part of a request that it says something about, when it is one. */
      about: "text",
      /** True for a lost check in whose stead nothing came. */
      alone: "boolean",
      reason: "text",
    },
  },
  data_store: {
    names: ["record", "upload", "cache", "bucket", "database", "disk", "queue"],
    attributes: {
      public: "boolean",
      operation: ["read", "write", "delete", "list"],
      keyed_by: ["request", "session", "constant", "unknown"],
      collection: "text",
      /** The part of a request that chooses the record, when it is one. */
      key: "text",
      scoped_to_user: "boolean",
      limited: "boolean",
    },
  },
  external_service: {
    names: ["http", "model", "mail", "payment", "storage", "messaging"],
    attributes: {
      host: "text",
      transport: ["https", "http", "unknown"],
      carries: ["personal", "credential", "body", "nothing", "unknown"],
      callee: "text",
    },
  },
  data_class: {
    names: ["personal", "credential", "payment"],
    attributes: {
      field: "text",
      place: ["response", "log", "model", "store", "request", "address"],
      /** True for what is kept to check people with and never meant to be read. */
      kept: "boolean",
      /** True for a record with all its fields. */
      whole: "boolean",
    },
  },
  secret_use: {
    names: ["hardcoded", "default_password", "environment", "workflow", "image"],
    attributes: {
      type: "text",
      variable: "text",
      /** True for what only ever runs on a developer's own machine, as far as its place tells. */
      local: "boolean",
      exposed_to: ["step", "job", "untrusted_step", "layer", "log", "inherited"],
    },
  },
  privilege: {
    names: [
      "workflow_permissions",
      "container_user",
      "container_capability",
      "runner",
      "persisted_credentials",
      "agent_permission",
      "automatic_command",
      "host_access",
      "grant",
      "login",
      "database_grant",
    ],
    attributes: {
      level: ["read", "write", "write_all", "none", "default", "root", "user"],
      target: "text",
      declared: "boolean",
      self_hosted: "boolean",
      local: "boolean",
      granted_to: ["everyone", "outside_workload", "named", "unknown"],
    },
  },
  dependency: {
    names: ["action", "base_image", "image", "download", "package", "script", "tool_server", "registry"],
    attributes: {
      reference: "text",
      pinned: ["digest", "version", "range", "tag", "branch", "latest", "none"],
      third_party: "boolean",
      verified: "boolean",
      executed: "boolean",
      transport: ["https", "http", "unknown"],
      ecosystem: "text",
      /** The version requirement as written. */
      range: "text",
      source: ["registry", "git", "url", "path"],
      host: "text",
      /** True when a lock says it, not the manifest that people write. */
      locked: "boolean",
      /** True when it stands in for what its name means elsewhere. */
      redirected: "boolean",
      /** False when other registries are asked for the same names. */
      exclusive: "boolean",
      /** True when a registry serves some packages only. */
      partial: "boolean",
      lookalike: "boolean",
      resembles: "text",
    },
  },
  listener: {
    names: ["port", "server", "debug"],
    attributes: {
      bind: ["all", "loopback", "unknown"],
      port: "text",
      enabled: "boolean",
      serves: ["database", "administration", "web", "other"],
      exposure: ["internet", "partner", "build_time", "unknown", "internal"],
      local: "boolean",
    },
  },
};

/** Says what is wrong with a fact's or a match's terms, or `null`. */
export function termsProblem(
  kind: FactKind,
  names: readonly string[],
  attributes: Readonly<Record<string, AttributeValue | readonly AttributeValue[]>>,
): string | null {
  const terms = VOCABULARY[kind];
  const unknownName = names.find((name) => terms.names !== null && !terms.names.includes(name));
  if (unknownName !== undefined) return `${kind} has no name "${unknownName}"`;
  for (const [attribute, value] of Object.entries(attributes)) {
    const type = terms.attributes[attribute];
    if (type === undefined) return `${kind} has no attribute "${attribute}"`;
    const wrong = [value].flat().find((one) => !isOfType(one, type));
    if (wrong !== undefined) return `${kind}.${attribute} cannot be "${String(wrong)}"`;
  }
  return null;
}

function isOfType(value: unknown, type: AttributeType): boolean {
  if (type === "boolean") return typeof value === "boolean";
  if (type === "text") return typeof value === "string";
  return typeof value === "string" && type.includes(value);
}
