import type { FileFacts, Scope } from "../../domain/fact.ts";
import { extensionOf } from "../file-role.ts";
import type { FactReader, SourceFile } from "../fact-reader.ts";
import { parseJsonSource } from "../json-source.ts";
import { configFacts } from "../text-facts.ts";
import { parseYamlSource, type YamlSource } from "../workflows/yaml-source.ts";
import { grantsPermissions, isAgentFile, isInstructions, isWorkspaceFile, namesToolServers } from "./agent-files.ts";
import { readInstructions } from "./instructions.ts";
import { keyValueScope, permissionScope } from "./permissions.ts";
import { toolServerScopes } from "./tool-servers.ts";
import { containerScope, gitHookScope, taskScopes } from "./workspace.ts";

/** Reads what steers coding agents and the editors that they work in: instructions, tool servers, permissions, commands. */
export const agentReader: FactReader = { id: "agent-configuration", reads: isAgentFile, read };

function read(file: SourceFile): FileFacts {
  if (isInstructions(file.path)) return readInstructions(file);
  const extension = extensionOf(file.path);
  if (extension === "toml") return configFacts(file, [keyValueScope(file)]);
  if (isWorkspaceFile(file.path) && !extension.startsWith("json")) return configFacts(file, [gitHookScope(file)]);
  const source = extension.startsWith("y") ? parseYamlSource(file) : parseJsonSource(file);
  if (typeof source === "string") return { ...configFacts(file, []), limitation: source };
  return configFacts(file, scopesOf(source));
}

function scopesOf(source: YamlSource): Scope[] {
  const { path } = source.file;
  if (isWorkspaceFile(path)) return path.endsWith("tasks.json") ? taskScopes(source) : [containerScope(source)];
  const permissions = grantsPermissions(path) ? [permissionScope(source)] : [];
  return [...permissions, ...(namesToolServers(path) ? toolServerScopes(source) : [])];
}
