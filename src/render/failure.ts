import type { ConfigError } from "../domain/errors.ts";
import { type GatePolicy, incompleteConclusion } from "../domain/gate.ts";
import type { CheckOutput } from "../domain/publication.ts";
import { codeSpan, cut, plain } from "./escape.ts";
import { joinBlocks } from "./markdown-parts.ts";
import { sentence } from "./words.ts";

/** The repository's configuration cannot be used: says where, so that the next push can repair it. */
export function configErrorOutput(error: ConfigError): CheckOutput {
  const place = error.line === null ? error.path : `${error.path}:${error.line}`;
  const key = error.key === null ? "" : `, key ${codeSpan(error.key)}`;
  return output("neutral", `Configuration error in ${place}`, [
    `${codeSpan(place)}${key}: ${sentence(plain(error.message))}`,
    "Nothing was analysed, because a configuration that cannot be read cannot gate. Repair the file on the base branch; " +
      "`threatdiff config check` tells the same before you push.",
  ]);
}

/** A run of ours failed: a reference for the operator's log, and how to try again. Never a success. */
export function runFailedOutput(referenceId: string, policy: Pick<GatePolicy, "onIncomplete">): CheckOutput {
  return output(conclusionOf(policy), "The analysis failed", [
    `Nothing can be said about this change. The fault is on our side; its reference is ${codeSpan(referenceId)}.`,
    TRY_AGAIN,
  ]);
}

/** The app lacks a permission that the step needs, such as `contents: read`. */
export function permissionMissingOutput(permission: string, operation: string): CheckOutput {
  return output("neutral", `Permission missing: ${plain(permission, 80)}`, [
    `The app could not ${plain(operation, 120)}: it lacks the permission ${codeSpan(permission)}.`,
    "An owner can grant it in the settings of the installed app. " + TRY_AGAIN,
  ]);
}

/** Drafts are not analysed unless the configuration asks for it. */
export function draftSkippedOutput(): CheckOutput {
  return output("skipped", "Draft: not analysed yet", [
    "The analysis starts when the pull request is ready for review. `review.drafts: true` analyses drafts too.",
  ]);
}

/** A newer head arrived before this one was done. */
export function supersededOutput(newHeadSha: string): CheckOutput {
  return output("cancelled", "Superseded by a newer commit", [
    `The analysis of ${codeSpan(newHeadSha.slice(0, 7))} replaces this one.`,
  ]);
}

const TRY_AGAIN = "To try again, re-run this check or comment `/threatmodel run`.";

function conclusionOf(policy: Pick<GatePolicy, "onIncomplete">): "neutral" | "failure" {
  return incompleteConclusion({ failOn: "high", minConfidence: "medium", selfAccept: false, ...policy });
}

function output(conclusion: CheckOutput["conclusion"], title: string, paragraphs: readonly string[]): CheckOutput {
  return { conclusion, title: cut(title, 250), summary: joinBlocks(paragraphs), text: null, annotations: [] };
}
