import type { FactReader, SourceFile } from "../fact-reader.ts";
import type { Callable, WorkflowFacts } from "./called-code.ts";
import { actionCallable, compositeScope, isActionFile } from "./composite-action.ts";
import { jobScope, ownCallsOf } from "./job.ts";
import { stepsOf } from "./steps.ts";
import { triggersOf } from "./triggers.ts";
import { untrustedCheckoutFacts } from "./untrusted-checkout.ts";
import { child, entriesOf, type Entry, parseYamlSource, type YamlSource } from "./yaml-source.ts";

/** GitHub runs what lies there at the root, and nothing deeper. */
const WORKFLOW_FILE = /^\.github\/workflows\/[^/]+\.ya?ml$/u;

/** Reads GitHub Actions workflows, one scope per job, and composite actions, one scope each. */
export const workflowReader: FactReader = {
  id: "github-workflow",
  reads: (path) => WORKFLOW_FILE.test(path) || isActionFile(path),
  read,
};

function read(file: SourceFile): WorkflowFacts {
  const source = parseYamlSource(file);
  if (typeof source === "string") return workflowFacts(file, { limitation: source });
  if (isActionFile(file.path)) {
    return workflowFacts(file, { scopes: compositeScope(source), callable: actionCallable(source) });
  }
  const triggers = triggersOf(source);
  const jobs = entriesOf(source, child(source, source.root, "jobs"));
  return workflowFacts(file, {
    scopes: jobs.map((job) => jobScope(source, job, triggers)),
    calls: jobs.map((job) => ownCallsOf(source, job, triggers)),
    callable: triggers.some(({ event }) => event === "workflow_call") ? workflowCallable(source, jobs) : null,
    limitation: jobs.length === 0 ? "It has no jobs." : null,
  });
}

/** What a workflow does with the code of a pull request when a job of another one calls it. */
function workflowCallable(source: YamlSource, jobs: readonly Entry[]): Callable {
  const whenOpen = jobs.flatMap((job) => {
    const place = { symbol: job.key, commentTriggered: false, isOpen: () => true };
    return untrustedCheckoutFacts(source, stepsOf(source, job.value), place);
  });
  return { path: source.file.path, inputs: new Set(), whenOpen };
}

function workflowFacts({ path, side }: SourceFile, found: Partial<WorkflowFacts>): WorkflowFacts {
  return { path, side, scopes: [], calls: [], callable: null, limitation: null, ...found };
}
