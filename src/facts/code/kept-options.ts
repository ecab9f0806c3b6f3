import type { SafeguardFamily } from "../../domain/fact.ts";
import type { CallNode, EntryNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath, lastName, longestPaths } from "../syntax/walk.ts";

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

/** A call that knows such options, and those that it is given. */
export interface OptionCall {
  /** What is called, and with what. */
  readonly name: string;
  readonly kept: readonly KeptOption[];
}

/** The options of a call that keep harm out of what it is given; `null` for calls that know none. */
export function optionCall(node: CallNode): OptionCall | null {
  const path = dottedPath(node.callee) ?? lastName(node.callee) ?? "";
  const rules = OPTIONS.filter(({ callee }) => callee.test(path));
  const [first] = node.arguments;
  if (rules.length === 0 || !first) return null;
  const entries = node.arguments.flatMap(({ value }) => (value.type === "object" ? value.entries : []));
  const kept = entries.flatMap((option) => {
    const rule = rules.find(({ key, value }) => key.test(option.key ?? "") && value.test(written(option.value)));
    return rule ? [{ family: rule.family, option }] : [];
  });
  return { name: `${path} of ${longestPaths(first.value)[0] ?? "nothing"}`, kept };
}

/** A fixed value as it is written; anything else is a value as well. */
function written(node: SyntaxNode): string {
  if (node.type === "text") return node.value;
  return node.type === "literal" ? node.text : "…";
}
