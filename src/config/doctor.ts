import { checkEnvironment, givenValue } from "./environment.ts";
import { type VariableName, type Variables, VARIABLE_NAMES, environmentSchema } from "./variables.ts";

/** The state of one variable, for people who set a service up. */
export interface DoctorRow {
  readonly variable: VariableName;
  readonly state: "set" | "missing" | "wrong" | "default";
  /** What it is or what to do; never a secret. */
  readonly sentence: string;
}

/** Looks at every variable. Rows come in the order of the documentation. */
export function examineEnvironment(variables: Variables, readText: (path: string) => string): DoctorRow[] {
  const { problems } = checkEnvironment(variables, readText);
  return VARIABLE_NAMES.map((variable) => {
    const given = givenValue(variables, variable);
    const problem = problems.get(variable);
    if (problem !== undefined) {
      return { variable, state: given === undefined ? "missing" : "wrong", sentence: sentenceOf(problem) };
    }
    if (given === undefined) return { variable, state: "default", sentence: describeDefault(variable, variables) };
    return { variable, state: "set", sentence: isSecret(variable) ? "Set; not shown." : `Set to ${shown(given)}.` };
  });
}

/** An address may carry a user and a password. */
function shown(value: string): string {
  return value.trim().replace(/(?<=:\/\/)[^\s/]+@/u, "…@");
}

/** The problems of an environment, one sentence each; empty when the service can start. */
export function listProblems(problems: ReadonlyMap<VariableName, string>): string[] {
  return [...problems].map(([variable, problem]) => `${variable} ${problem}.`);
}

/** Whether a variable's value must never be shown. */
export function isSecret(variable: VariableName): boolean {
  return environmentSchema.shape[variable].meta()?.["secret"] === true;
}

/** A problem as a sentence beside the variable and its state, which need not be said again. */
function sentenceOf(problem: string): string {
  const rest = problem.replace(/^is (?:missing; (?:it is )?)?/u, "");
  return `${rest.charAt(0).toUpperCase()}${rest.slice(1)}.`;
}

const MODEL_VARIABLES: ReadonlySet<VariableName> = new Set([
  "OPENAI_API_KEY",
  "OPENAI_BASE_URL",
  "THREATDIFF_MODEL",
  "THREATDIFF_MODEL_SMALL",
  "THREATDIFF_MODEL_CRITIC",
  "THREATDIFF_MODEL_SECONDS",
  "THREATDIFF_MODEL_PRICES",
]);

function describeDefault(variable: VariableName, variables: Variables): string {
  if (MODEL_VARIABLES.has(variable) && givenValue(variables, "THREATDIFF_MODEL") === undefined) {
    return "Not set: the rules work alone.";
  }
  const standard = environmentSchema.shape[variable].safeParse(undefined).data ?? null;
  return standard === null ? "Not set, and not needed." : `Not set: ${standard}.`;
}
