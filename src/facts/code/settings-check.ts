import type { IfNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, descendants, dottedPath } from "../syntax/walk.ts";
import { answersWithStatus, leaves } from "./guards.ts";
import { wordsOf } from "./words.ts";

const SETTING =
  / (?:enabled|disabled|enable|disable|features?|flags?|active|configured|available|maintenance|development|production|staging|env|environment|settings?|config|configuration|installed|mode) $/u;
const HOLDER =
  /^(?:[A-Z]\w*|config|configuration|settings?|options|env|process|import|app|self|this|features?|flags)$/u;
/** Words for who calls, or for what only some callers have. */
const CALLER =
  / (?:users?|accounts?|members?|roles?|admin|owner|author|permissions?|permitted|can|may|allow|allowed|allows|visible|visibility|accessible|access|authori[sz]ed|authenticated|tokens?|keys?|secrets?|passwords?|signatures?|sessions?|login|logged|signed|current|policy|ability|ip|remote|tenant|team|org|organi[sz]ation|subject|actor|principal|viewer|identity|credentials?|request|req|params|verified|valid) /u;

/**
 * True when a function refuses on the word of settings alone: such a check answers the same whoever calls, so that it
 * protects nothing of one caller from another.
 */
export function asksOnlySettings(body: SyntaxNode): boolean {
  const checks = refusalsIn(body);
  return checks.length > 0 && checks.every(({ condition }) => isSetting(condition));
}

/** The places where a function turns somebody away. */
export function refusalsIn(body: SyntaxNode): IfNode[] {
  return [...descendants(body)].flatMap((node) => (node.type === "if" && refuses(node) ? [node] : []));
}

function refuses({ consequence, alternative }: IfNode): boolean {
  return [consequence, alternative].some((branch) => branch && (leaves(branch) || answersWithStatus(branch)));
}

function isSetting(node: SyntaxNode): boolean {
  if (node.type === "not") return isSetting(node.operand);
  if (node.type === "binary") return childrenOf(node).every((side) => isFixed(side) || isSetting(side));
  const isAsked = node.type !== "call" || node.arguments.every(({ value }) => isFixed(value));
  return isAsked && namesSetting(dottedPath(node)?.replaceAll("()", "").split(".") ?? []);
}

function namesSetting(path: readonly string[]): boolean {
  const [root = "", ...rest] = path;
  if (rest.length === 0 || CALLER.test(wordsOf(path.join(" ")))) return false;
  return HOLDER.test(root) && SETTING.test(wordsOf(rest.at(-1) ?? ""));
}

function isFixed(node: SyntaxNode): boolean {
  return node.type === "text" || node.type === "literal";
}
