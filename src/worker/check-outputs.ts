import type { ConfigError } from "../domain/errors.ts";
import type { CheckOutput, Conclusion } from "../domain/publication.ts";
import { codeSpan, prose } from "../render/escape.ts";

const AGAIN = "Press **Re-run** on this check, or comment `/threatmodel run`, to try again.";

const MOST_FAULTS = 5;

/** The check of a repository whose configuration cannot be used: names file, lines and keys. */
export function configInvalid(error: ConfigError): CheckOutput {
  return plain(
    "neutral",
    "Not reviewed: the configuration has an error",
    `${faultsOf(error)}\n\nThe file is read at the base of the pull request. Correct it there, then re-run this check.`,
  );
}

function faultsOf({ path, line, message, faults }: ConfigError): string {
  const name = codeSpan(path);
  if (faults.length < 2) return `${line === null ? name : `${name}, line ${line}`}: ${prose(message)}`;
  const lines = faults.slice(0, MOST_FAULTS).map((fault) => `- line ${fault.line}: ${prose(fault.message)}`);
  const rest = faults.length - lines.length;
  if (rest > 0) lines.push(`- ${rest} more: \`threatdiff config check\` lists them`);
  return `${name} cannot be used:\n\n${lines.join("\n")}`;
}

/** The check of a pull request that its configuration or its state leaves out. */
export function notReviewed(why: string, whatNext: string): CheckOutput {
  return plain("skipped", `Not reviewed: ${why}`, whatNext);
}

/** The check of a run that failed. `conclusion` follows the gate; it is never a success. */
export function runFailed(conclusion: "neutral" | "failure", reference: string): CheckOutput {
  return plain(
    conclusion,
    "Incomplete: the review failed",
    `Nothing is known about this change: the review ended with an error. ${AGAIN}\n\nIf it fails again, the operator of this service finds the cause in its log by the reference \`${reference}\`.`,
  );
}

/** The check of a run that nobody finished in its time; another one follows by itself. */
export function runInterrupted(conclusion: "neutral" | "failure"): CheckOutput {
  return plain(
    conclusion,
    "Incomplete: the review was interrupted",
    "Nothing is known about this change yet: the review was interrupted before it ended. It is tried again by itself; a new check shows how that goes.",
  );
}

/** The check of a run that was stopped because it took too long. */
export function runTooLong(conclusion: "neutral" | "failure", seconds: number): CheckOutput {
  return plain(
    conclusion,
    "Incomplete: the review took too long",
    `Nothing is known about this change: the review did not finish in ${seconds} seconds. ${AGAIN}`,
  );
}

function plain(conclusion: Conclusion, title: string, summary: string): CheckOutput {
  return { conclusion, title, summary, text: null, annotations: [], buttons: ["run"] };
}
