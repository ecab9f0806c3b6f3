import type { ConfigError } from "../domain/errors.ts";
import type { CheckOutput, Conclusion } from "../domain/publication.ts";

const AGAIN = "Press **Re-run** on this check, or comment `/threatmodel run`, to try again.";

/** The check of a repository whose configuration cannot be used: names file, line and key. */
export function configInvalid(error: ConfigError): CheckOutput {
  const place = error.line === null ? `\`${error.path}\`` : `\`${error.path}\`, line ${error.line}`;
  const key = error.key === null ? "" : ` (key \`${error.key}\`)`;
  return plain(
    "neutral",
    "Not reviewed: the configuration has an error",
    `${place}${key}: ${error.message}\n\nThe file is read at the base of the pull request. Correct it there, then re-run this check.`,
  );
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

/** The check of a run that was stopped because it took too long. */
export function runTooLong(conclusion: "neutral" | "failure", seconds: number): CheckOutput {
  return plain(
    conclusion,
    "Incomplete: the review took too long",
    `Nothing is known about this change: the review did not finish in ${seconds} seconds. ${AGAIN}`,
  );
}

function plain(conclusion: Conclusion, title: string, summary: string): CheckOutput {
  return { conclusion, title, summary, text: null, annotations: [] };
}
