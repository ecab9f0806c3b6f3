import { ConfigError } from "../domain/errors.ts";

/** One thing that is wrong with a configuration file. */
export interface ConfigProblem {
  /** The file, as the person who must fix it knows it. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** Dotted key at fault, or `null` when the file as a whole is. */
  readonly key: string | null;
  /** One sentence that starts with the key and says what is wrong and what to write instead. */
  readonly message: string;
}

/** `file:line key sentence`, as editors and terminals link it. */
export function formatProblem(problem: ConfigProblem): string {
  return `${problem.path}:${problem.line} ${problem.message}`;
}

/** The error that carries the problems; its sentence is that of the first, and says how many more there are. */
export function toConfigError(problems: readonly [ConfigProblem, ...ConfigProblem[]]): ConfigError {
  const [first, ...others] = problems;
  const rest = others.length > 0 ? ` (${others.length} more: \`threatdiff config check\` lists them)` : "";
  return new ConfigError(first.message + rest, { ...first, faults: problems });
}
