import type { Fact, Scope } from "../../domain/fact.ts";
import { isStandIn, looksSecret } from "../../domain/secret-shape.ts";
import {
  child,
  entriesOf,
  type Entry,
  entryLines,
  itemsOf,
  textOf,
  type YamlSource,
} from "../workflows/yaml-source.ts";
import { configScope, factAt, type Saying, shortName } from "../text-facts.ts";

/** Keys under which the usual agents list their tool servers. */
const LISTS = ["mcpServers", "servers", "mcp", "context_servers"];

/** One scope per tool server that an agent is told to start or to talk to. */
export function toolServerScopes(source: YamlSource): Scope[] {
  const { file, root } = source;
  const servers = LISTS.flatMap((key) => entriesOf(source, child(source, root, key)));
  return servers.map((server) => {
    const lines = entryLines(source, server);
    const at = (saying: Saying) => factAt(file, lines, saying);
    const facts = [...programOf(source, server).map(at), ...addressOf(source, server).map(at)];
    return configScope(file, `${shortName(file.path)}#${server.key}`, [...facts, ...secretsOf(source, server)]);
  });
}

/** The package or image that is run with the developer's rights; programs of the machine itself are no dependency. */
function programOf(source: YamlSource, { value }: Entry): Saying[] {
  const words = [child(source, value, "command"), ...itemsOf(source, child(source, value, "args"))].flatMap((node) =>
    itemsOf(source, node).flatMap((item) => textOf(item)?.split(/\s+/u) ?? []),
  );
  const reference = packageOf(words);
  if (reference === null || isOwn(reference)) return [];
  const attributes = { reference, pinned: pinningOf(reference), third_party: true, executed: true, verified: false };
  return [{ kind: "dependency", name: "tool_server", attributes }];
}

const RUNNERS = /(?:^|[/\\])(?:npx|bunx|uvx|pipx)(?:\.cmd|\.exe)?$/iu;
const RUN_WORDS = new Set(["run", "exec", "dlx", "x", "tool", "-y", "--yes", "-q", "--quiet", "--", "-p", "--package"]);
/** Options that take a value of their own. */
const VALUED = /^(?:-e|--env|-v|--volume|--mount|--name|--network|-p|--publish|--python|--from|--with|--platform|-w)$/u;

/** What `npx -y name@1.0.0`, `uvx name`, `pnpm dlx name` or `docker run image` fetches; `null` for other programs. */
function packageOf(words: readonly string[]): string | null {
  const start = words.findIndex((word) => RUNNERS.test(word) || /^(?:pnpm|yarn|bun|docker|podman)$/u.test(word));
  const runner = words[start];
  if (runner === undefined) return null;
  const rest = words.slice(start + 1);
  if (!RUNNERS.test(runner) && !rest.some((word) => /^(?:run|dlx|x)$/u.test(word))) return null;
  const isContainer = /^(?:docker|podman)$/u.test(runner);
  const from = rest.indexOf("--from");
  if (from !== -1) return rest[from + 1] ?? null;
  return rest.find((word, index) => isPackage(word, rest[index - 1] ?? "", isContainer)) ?? null;
}

function isPackage(word: string, before: string, isContainer: boolean): boolean {
  if (word.startsWith("-") || RUN_WORDS.has(word)) return false;
  return isContainer ? !VALUED.test(before) : before !== "--python";
}

/** Paths and links inside the workspace are the repository's own code. */
function isOwn(reference: string): boolean {
  return /^(?:\.{1,2}\/|\/|file:|workspace:|\$\{)/u.test(reference);
}

function pinningOf(reference: string): "digest" | "version" | "tag" | "latest" {
  if (/@sha256:|#[0-9a-f]{40}$|@[0-9a-f]{40}$/u.test(reference)) return "digest";
  const version = /(?:.@|==|:)([^@:/]+)$/u.exec(reference)?.[1];
  if (version === undefined || version === "latest") return "latest";
  return /^v?\d+\.\d+/u.test(version) ? "version" : "tag";
}

/** A server that is talked to over the network sees what the agent sends and answers what it likes. */
function addressOf(source: YamlSource, { value }: Entry): Saying[] {
  const address = ["url", "httpUrl", "serverUrl"]
    .map((key) => textOf(child(source, value, key)))
    .find((text) => text !== null);
  const parts = /^(https?|wss?):\/\/([^/?#\s]+)/iu.exec(address ?? "");
  if (!parts || /^(?:localhost|127\.|\[::1\]|host\.docker\.internal)/iu.test(parts[2] ?? "")) return [];
  const transport = /s$/iu.test(parts[1] ?? "") ? "https" : "http";
  const attributes = { host: parts[2] ?? "", transport, carries: "body", callee: "tool server" };
  return [{ kind: "external_service", name: "http", attributes }];
}

/** Values under names of secrets that are written out instead of being referred to. */
function secretsOf(source: YamlSource, { value }: Entry): (Fact | null)[] {
  const settings = ["env", "environment", "headers"].flatMap((key) => entriesOf(source, child(source, value, key)));
  return settings.flatMap((setting) => {
    const text = textOf(setting.value) ?? "";
    const type = /<secret:([\w-]+):\d+>/u.exec(text)?.[1] ?? (isWrittenOut(setting.key, text) ? "literal" : null);
    if (type === null) return [];
    const attributes = { type, variable: setting.key };
    return [factAt(source.file, entryLines(source, setting), { kind: "secret_use", name: "hardcoded", attributes })];
  });
}

function isWrittenOut(name: string, text: string): boolean {
  if (!/(?:key|token|secret|password|authorization)$/iu.test(name) || /[$<{]/u.test(text)) return false;
  return looksSecret(text) && !isStandIn(text);
}
