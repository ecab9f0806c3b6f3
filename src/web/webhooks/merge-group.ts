import { type Intent, ignore } from "./intent.ts";

/** A merge queue asks for checks. Not answered yet: the check must not be required on a branch with a merge queue. */
export function readMergeGroup(): Intent[] {
  return ignore("Merge queues are not answered yet");
}
