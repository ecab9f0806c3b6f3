import { linesOf } from "../../domain/change-set.ts";
import type { Fact, Scope } from "../../domain/fact.ts";
import type { SourceFile } from "../fact-reader.ts";
import { runsRemoteScript } from "../infrastructure/image-downloads.ts";
import { configScope, factAt, type Saying, shortName } from "../text-facts.ts";
import {
  child,
  type Entry,
  entriesOf,
  entryLines,
  itemsOf,
  textOf,
  type YamlSource,
} from "../workflows/yaml-source.ts";

/** Commands of a development container that run when it is built, made or opened. */
const LIFECYCLE = /^(?:initializeCommand|(?:onCreate|updateContent|postCreate|postStart|postAttach)Command)$/u;

/** A development container: what it runs by itself, and what it may reach of the machine. */
export function containerScope(source: YamlSource): Scope {
  const { file } = source;
  const facts = entriesOf(source, source.root).flatMap((entry): (Fact | null)[] => {
    if (!LIFECYCLE.test(entry.key)) return [];
    return commandFacts(file, entryLines(source, entry), { text: source.rawText(valueOf(entry)).text, by: entry.key });
  });
  return configScope(file, shortName(file.path), [...facts, ...reachOf(source)]);
}

function valueOf({ value, keyNode }: Entry): Entry["keyNode"] {
  return value ?? keyNode;
}

/** `initializeCommand` runs on the machine itself; the others run inside the container. */
function commandFacts(
  file: SourceFile,
  lines: { start: number; end: number },
  { text, by }: { text: string; by: string },
): (Fact | null)[] {
  const onMachine = by === "initializeCommand" ? [automatic("opening the container")] : [];
  return [...onMachine, ...remoteScript(text)].map((saying) => factAt(file, lines, saying));
}

function automatic(target: string): Saying {
  return { kind: "privilege", name: "automatic_command", attributes: { target, level: "user" } };
}

/** What a command fetches and runs at once, whatever the other side serves that day. */
function remoteScript(text: string): Saying[] {
  if (!runsRemoteScript(text)) return [];
  const reference = /https?:\/\/[^\s"'`)|;&\\]+/u.exec(text)?.[0] ?? "a remote script";
  const transport = reference.startsWith("https:") ? "https" : "http";
  const attributes = { reference, pinned: "none", third_party: true, verified: false, executed: true, transport };
  return [{ kind: "dependency", name: "download", attributes }];
}

const REACHES =
  /--privileged\b|--cap-add[=\s]*(?:ALL|SYS_ADMIN)\b|--(?:pid|net|network|ipc)[=\s]*host\b|\/var\/run\/docker\.sock/u;

/** Arguments and mounts that lift the container's walls. */
function reachOf(source: YamlSource): (Fact | null)[] {
  const given = ["runArgs", "mounts"].flatMap((key) => itemsOf(source, child(source, source.root, key)));
  return given.flatMap((item) => {
    const target = REACHES.exec(source.rawText(item).text)?.[0];
    if (target === undefined) return [];
    const saying: Saying = { kind: "privilege", name: "container_capability", attributes: { target, level: "root" } };
    return [factAt(source.file, source.linesAt(item), saying)];
  });
}

/** Editor tasks that start when the folder is opened. */
export function taskScopes(source: YamlSource): Scope[] {
  return itemsOf(source, child(source, source.root, "tasks")).map((task, index) => {
    const label = textOf(child(source, task, "label")) ?? `task ${index + 1}`;
    const opens = textOf(child(source, child(source, task, "runOptions"), "runOn")) === "folderOpen";
    const { text } = source.rawText(task);
    const sayings = opens ? [automatic("opening the folder"), ...remoteScript(text)] : [];
    const facts = sayings.map((saying) => factAt(source.file, source.linesAt(task), saying));
    return configScope(source.file, `${shortName(source.file.path)}#${label}`, facts);
  });
}

/** A git hook: of its commands, those that run what they fetch. */
export function gitHookScope(file: SourceFile): Scope {
  const facts = linesOf(file.text).flatMap((line, index) =>
    line.trimStart().startsWith("#")
      ? []
      : remoteScript(line).map((saying) => factAt(file, { start: index + 1, end: index + 1 }, saying)),
  );
  return configScope(file, shortName(file.path), facts);
}
