import type { z } from "zod";
import { type ConfigProblem, toConfigError } from "./config-problem.ts";
import { explainIssue } from "./explain-issue.ts";
import { type RepositoryConfig, repositoryConfigSchema } from "./repository-config.ts";
import { type YamlSource, readYaml } from "./yaml-source.ts";

/** The configuration, or everything that is wrong with it. */
export type CheckedConfig =
  | { readonly config: RepositoryConfig }
  | { readonly config: null; readonly problems: readonly [ConfigProblem, ...ConfigProblem[]] };

/** Parses the text of `.github/threatdiff.yml`. Throws `ConfigError` with the line and key of the first problem. */
export function parseRepositoryConfig(text: string, path: string): RepositoryConfig {
  const checked = checkRepositoryConfig(text, path);
  if (checked.config === null) throw toConfigError(checked.problems);
  return checked.config;
}

/** Parses like `parseRepositoryConfig`, but lists every problem, in the order of the file, instead of throwing. */
export function checkRepositoryConfig(text: string, path: string): CheckedConfig {
  const source = readYaml(text);
  if ("faults" in source) return refuse(source.faults.map((fault) => ({ path, key: null, ...fault })));
  const parsed = repositoryConfigSchema.safeParse(source.value ?? {});
  if (parsed.success) return { config: parsed.data };
  return refuse(parsed.error.issues.flatMap(splitUnknownKeys).map((issue) => toProblem(issue, source, path)));
}

function refuse(problems: readonly ConfigProblem[]): CheckedConfig {
  const [first, ...rest] = problems.toSorted((a, b) => a.line - b.line);
  if (!first) throw new Error("A refused configuration has a problem.");
  return { config: null, problems: [first, ...rest] };
}

/** Zod reports all unknown keys of a group at once; people fix them one by one. */
function splitUnknownKeys(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => ({ ...issue, keys: [key] })) : [issue];
}

function toProblem(issue: z.core.$ZodIssue, source: YamlSource, path: string): ConfigProblem {
  const place = issue.code === "unrecognized_keys" ? [...issue.path, ...issue.keys] : issue.path;
  const key = place.length > 0 ? place.map(String).join(".") : null;
  const subject = key === null ? "The file" : `\`${key}\``;
  const message = `${subject} ${explainIssue(issue, valueAt(source.value, issue.path))}.`;
  return { path, line: source.lineOf(place), key, message };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (place, key) => (typeof place === "object" && place !== null ? Reflect.get(place, key) : undefined),
    value,
  );
}
