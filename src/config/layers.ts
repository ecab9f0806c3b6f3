import { stringify } from "yaml";
import type { ConfigSource } from "../domain/change-set.ts";
import { parseRepositoryConfig } from "./load-config.ts";
import { type RepositoryConfig, repositoryConfigSchema } from "./repository-config.ts";
import { readYaml } from "./yaml-source.ts";

/** The configuration that a review goes by, and which files it was put together from. */
export interface EffectiveConfig {
  readonly config: RepositoryConfig;
  /** Names of the files, the one that has the last word first; empty for the defaults. */
  readonly origins: readonly string[];
}

/**
 * Puts files together: what a later one does not say, an earlier one does. Lists replace each other. Each file must be
 * valid by itself. Throws `ConfigError` that names the faulty one.
 */
export function layerConfigs(sources: readonly Pick<ConfigSource, "path" | "text">[]): EffectiveConfig {
  const values = sources.map(({ text, path }) => {
    parseRepositoryConfig(text, path);
    const source = readYaml(text);
    return "value" in source ? source.value : null;
  });
  const merged = values.reduce<unknown>(mergeValues, {});
  return {
    config: repositoryConfigSchema.parse(merged),
    origins: sources.map(({ path }) => path).toReversed(),
  };
}

/** The configuration as a file that says everything, also what is the default. */
export function writeOut({ config }: Pick<EffectiveConfig, "config">): string {
  return stringify(config);
}

function mergeValues(lower: unknown, upper: unknown): unknown {
  if (upper === null || upper === undefined) return lower;
  if (!isGroup(lower) || !isGroup(upper)) return upper;
  const merged: Record<string, unknown> = { ...lower };
  for (const [key, value] of Object.entries(upper)) merged[key] = mergeKey(lower[key], value);
  return merged;
}

/** Inside a group `null` is a value of its own, such as no limit. */
function mergeKey(lower: unknown, upper: unknown): unknown {
  return isGroup(lower) && isGroup(upper) ? mergeValues(lower, upper) : upper;
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
