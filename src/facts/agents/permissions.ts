import { linesOf } from "../../domain/change-set.ts";
import type { Fact, Scope } from "../../domain/fact.ts";
import type { SourceFile } from "../fact-reader.ts";
import { configScope, factAt, type Saying, shortName } from "../text-facts.ts";
import {
  child,
  entriesOf,
  type Entry,
  entryLines,
  itemsOf,
  textOf,
  type YamlSource,
} from "../workflows/yaml-source.ts";

/** A setting that lets an agent act without asking, by its key and its value as text. */
interface SelfApproval {
  readonly key: RegExp;
  readonly value: RegExp;
  readonly reason: string;
}

const YES = /^(?:true|on|yes)$/iu;

const SELF_APPROVALS: readonly SelfApproval[] = [
  { key: /^defaultMode$/u, value: /^bypassPermissions$/u, reason: "every action is taken without asking" },
  { key: /^enableAllProjectMcpServers$/u, value: YES, reason: "every tool server of the project starts unasked" },
  { key: /^chat\.tools\.(?:global\.)?autoApprove$/u, value: YES, reason: "every tool call is approved unasked" },
  { key: /^approval_policy$/u, value: /^never$/u, reason: "no action waits for a yes" },
  { key: /^sandbox_mode$/u, value: /^danger-full-access$/u, reason: "commands run outside the sandbox" },
  { key: /^(?:yolo|autoAccept|trust|alwaysAllowAll)$/u, value: YES, reason: "every tool call is approved unasked" },
  { key: /^yes-always$/u, value: YES, reason: "every question is answered with yes" },
];

/** Allowances for any command, or for programs that run whatever they are given. */
const ANY_COMMAND =
  /^(?:\*|Bash(?:\((?:\*|:\*|(?:sudo|(?:ba|z)?sh|eval|python3?|node|npx|curl|wget|ssh)(?:\s|:)?\s?:?\*)\))?)$/u;

/** One scope per settings file, about what an agent may do in this repository without anyone's consent. */
export function permissionScope(source: YamlSource): Scope {
  const { file, root } = source;
  const approvals = allEntries(source, root).flatMap((entry) => {
    const reason = selfApproval(entry.key, textOf(entry.value));
    return reason === null ? [] : [factAt(file, entryLines(source, entry), unsupervised(reason))];
  });
  return configScope(file, shortName(file.path), [...approvals, ...allowances(source), ...hooks(source)]);
}

/** The same for settings of the form `key = value`, which are read line by line. */
export function keyValueScope(file: SourceFile): Scope {
  const facts = linesOf(file.text).flatMap((line, index): (Fact | null)[] => {
    const [, key = "", value = ""] = /^\s*"?([\w.-]+)"?\s*=\s*"?([\w-]+)"?\s*(?:#.*)?$/u.exec(line) ?? [];
    const reason = selfApproval(key, value);
    return reason === null ? [] : [factAt(file, { start: index + 1, end: index + 1 }, unsupervised(reason))];
  });
  return configScope(file, shortName(file.path), facts);
}

function selfApproval(key: string, value: string | null): string | null {
  const found = SELF_APPROVALS.find((one) => one.key.test(key) && value !== null && one.value.test(value));
  return found?.reason ?? null;
}

function unsupervised(reason: string): Saying {
  return { kind: "control", name: "agent_oversight", attributes: { effective: false, via: "setting", reason } };
}

/** Settings two levels deep, which is as deep as they stand. */
function allEntries(source: YamlSource, root: YamlSource["root"]): Entry[] {
  const outer = entriesOf(source, root);
  const inner = outer.flatMap(({ value }) => entriesOf(source, value));
  return [...outer, ...inner, ...inner.flatMap(({ value }) => entriesOf(source, value))];
}

function allowances(source: YamlSource): (Fact | null)[] {
  const allow = child(source, child(source, source.root, "permissions"), "allow");
  return itemsOf(source, allow).flatMap((item) => {
    const target = textOf(item) ?? "";
    if (!ANY_COMMAND.test(target)) return [];
    const attributes = { level: "write_all", target };
    return [factAt(source.file, source.linesAt(item), { kind: "privilege", name: "agent_permission", attributes })];
  });
}

/** Commands that run by themselves whenever an agent does something. */
function hooks(source: YamlSource): (Fact | null)[] {
  const events = entriesOf(source, child(source, source.root, "hooks"));
  const groups = events.flatMap(({ value }) => itemsOf(source, value));
  const commands = groups.flatMap((group) => itemsOf(source, child(source, group, "hooks")));
  return commands.flatMap((command) => {
    const target = textOf(child(source, command, "command"));
    if (target === null) return [];
    const attributes = { target: "an agent hook", level: "user" };
    return [factAt(source.file, source.linesAt(command), { kind: "privilege", name: "automatic_command", attributes })];
  });
}
