import type { SafeguardFamily } from "../../domain/fact.ts";
import type { CallNode, EntryNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath, lastName, literalText, longestPaths } from "../syntax/walk.ts";

/** An option that keeps a call from doing harm. */
export interface KeptOption {
  readonly family: SafeguardFamily;
  readonly option: EntryNode;
}

interface OptionRule {
  readonly family: SafeguardFamily;
  readonly key: RegExp;
  /** The values that keep harm out. */
  readonly value: RegExp;
  /** The calls that know it. */
  readonly callee: RegExp;
}

const SENDS =
  /(?:^|\.)(?:\w*[fF]etch|request|axios|got|needle|ky|ofetch|superagent|get|post|put|patch|head|delete|create|extend|send)$/u;

/** Options of usual libraries. */
const OPTIONS: readonly OptionRule[] = [
  { family: "address", key: /^redirect$/u, value: /^(?:error|manual)$/u, callee: SENDS },
  { family: "address", key: /^(?:maxRedirects|max_redirects|follow|follow_max)$/u, value: /^0$/u, callee: SENDS },
  { family: "address", key: /^(?:followRedirects?|follow_redirects?)$/u, value: /^false$/u, callee: SENDS },
  { family: "file", key: /^root$/u, value: /^/u, callee: /(?:^|\.)(?:sendFile|sendfile|download|send)$/u },
  { family: "input", key: /^escapeFormulae$/u, value: /^true$/u, callee: /(?:^|\.)unparse$/u },
  { family: "input", key: /^whitelist$/u, value: /^true$/u, callee: /(?:^|\.)ValidationPipe$/u },
];

/** Options by which a table of routes says who may call them; any call may know them. */
const RIGHTS =
  /^(?:auth|authentication|login|permissions?|roles?|admin|scopes?|privileges?)(?:Required|Only)$|^require[sd]?(?:Auth\w*|Login|Permissions?|Roles?|Admin|Scopes?|Privileges?)$/u;

/** A call that knows such options, and those that it is given. */
export interface OptionCall {
  /** What is called, and with what. */
  readonly name: string;
  readonly kept: readonly KeptOption[];
}

/** The options of a call that keep harm out of what it is given; `null` for calls that are given no options. */
export function optionCall(node: CallNode): OptionCall | null {
  const [first] = node.arguments;
  const entries = node.arguments.flatMap(({ value }) => (value.type === "object" ? value.entries : []));
  const path = dottedPath(node.callee) ?? lastName(node.callee);
  if (!first || path === null) return null;
  const rules = OPTIONS.filter(({ callee }) => callee.test(path));
  if (rules.length === 0 && entries.length === 0) return null;
  const kept = entries.flatMap((option) => keptBy(option, rules));
  return { name: `${path} of ${literalText(first.value) ?? longestPaths(first.value)[0] ?? "nothing"}`, kept };
}

function keptBy(option: EntryNode, rules: readonly OptionRule[]): KeptOption[] {
  const [key, given] = [option.key ?? "", written(option.value)];
  if (RIGHTS.test(key) && !/^(?:false|null|undefined)$/u.test(given)) return [{ family: "permission", option }];
  const rule = rules.find((one) => one.key.test(key) && one.value.test(given));
  return rule ? [{ family: rule.family, option }] : [];
}

/** A fixed value as it is written; anything else is a value as well. */
function written(node: SyntaxNode): string {
  if (node.type === "text") return node.value;
  return node.type === "literal" ? node.text : "…";
}
