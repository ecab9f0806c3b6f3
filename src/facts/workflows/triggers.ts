import { isScalar } from "yaml";
import type { Fact } from "../../domain/fact.ts";
import {
  child,
  entriesOf,
  entryLines,
  factOn,
  itemsOf,
  type LineRange,
  textOf,
  type YamlSource,
} from "./yaml-source.ts";

/** One event that starts a workflow. */
export interface Trigger {
  readonly event: string;
  /** The `types` filter; `null` when the default applies. */
  readonly types: readonly string[] | null;
  readonly lines: LineRange;
}

/** Events that run with the repository's token and secrets although someone without write access caused them. */
export const PRIVILEGED_EVENTS: ReadonlySet<string> = new Set([
  "pull_request_target",
  "issue_comment",
  "issues",
  "discussion",
  "discussion_comment",
  "workflow_run",
]);

/** Events that outsiders cause, but that get a read-only token and no secrets when they do. */
const UNPRIVILEGED_EVENTS: ReadonlySet<string> = new Set([
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
]);

/** True when someone without write access can cause this event. */
export function isUntrusted(event: string): boolean {
  return PRIVILEGED_EVENTS.has(event) || UNPRIVILEGED_EVENTS.has(event);
}

/** The events under `on:`, in any of its three spellings. */
export function triggersOf(source: YamlSource): Trigger[] {
  const on = child(source, source.root, "on");
  const listed = itemsOf(source, on).flatMap((item) => {
    const event = isScalar(item) ? textOf(item) : null;
    return event === null ? [] : [{ event, types: null, lines: source.linesAt(item) }];
  });
  const mapped = entriesOf(source, on).map((entry) => ({
    event: entry.key,
    types: typesOf(source, entry.value),
    lines: entryLines(source, entry),
  }));
  return [...listed, ...mapped];
}

function typesOf(source: YamlSource, value: Parameters<typeof child>[1]): string[] | null {
  const types = child(source, value, "types");
  return types === null ? null : itemsOf(source, types).flatMap((item) => textOf(item) ?? []);
}

/** The way in that a trigger opens to a job. */
export function entryPointOf(source: YamlSource, trigger: Trigger, job: string): Fact {
  return factOn(source, trigger.lines, {
    kind: "entry_point",
    name: trigger.event,
    symbol: job,
    attributes: {
      protocol: "workflow",
      trigger: trigger.event,
      exposure: "build_time",
      untrusted: isUntrusted(trigger.event),
    },
  });
}
