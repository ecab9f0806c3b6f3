import type { Fact } from "../../domain/fact.ts";
import { embeddedExpressions } from "./embedded-expressions.ts";
import { inputOf, type Step } from "./steps.ts";
import { pathsIn } from "./taint.ts";
import { factOn, textOf, type YamlSource } from "./yaml-source.ts";

/** Values that name the code of a pull request rather than the repository's own. */
const HEAD_OF_PULL_REQUEST =
  /^github\.(head_ref|event\.(pull_request\.(head\.(sha|ref|repo\.\w+)|merge_commit_sha)|workflow_run\.(head_(sha|branch|commit\.id|repository\.full_name)|pull_requests\.\*\.head\.(sha|ref))))$/u;
const PULL_REQUEST_NUMBER =
  /^github\.event\.(number|issue\.number|(pull_request|workflow_run\.pull_requests\.\*)\.number)$/u;
/** Outputs by which helper actions hand on the head of the pull request that was commented on. */
const HEAD_OUTPUT = /^(steps|needs)\.[\w-]+\.outputs\.(head[_-]?(sha|ref|branch)|pr[_-]?head\w*|sha|ref|branch)$/u;
const SHELL_CHECKOUT = /\b(gh|hub) pr checkout\b|\bgit fetch\b[^\n]{0,200}\bpull\/\S{1,80}\/(head|merge)\b/u;

/** Commands that run code of the directory they are called in. */
const RUNS_LOCAL_CODE = new RegExp(
  [
    String.raw`(^|[;&|(]|\b(?:sudo|then|do|exec|time|env)\s)[ \t]*(?:[A-Z_]+=\S*[ \t]+)*(?:`,
    String.raw`(?:make|tox|nox|pytest|yarn|just|task)(?=\s|$)`,
    String.raw`|(?:npm|npx|pnpm|bun|pip3?|poetry|uv|python3?|node|deno|cmake|bash|sh|mvn|gradle|go|cargo|bundle|rake`,
    String.raw`|composer|dotnet|bazel|source|ruby|php|docker[ \t]+(?:build|buildx|compose))[ \t]+(?!-(?:c|e|v|V|-version)\b)\S`,
    String.raw`|\.\/[\w.-])`,
  ].join(""),
  "mu",
);
const RUNS_PATH = "(cd|-C|--prefix|--cwd|bash|sh|node|python3?|ruby|source|-r|make -f)\\s+(\\./)?";

/** Actions that build or run what lies in the workspace. */
const BUILDING_ACTIONS = new Set([
  "docker/build-push-action",
  "gradle/gradle-build-action",
  "goreleaser/goreleaser-action",
  "pre-commit/action",
]);

interface Checkout {
  readonly step: Step;
  readonly ref: string;
  readonly callee: string;
  /** Directory that the code is put in; `null` for the workspace itself. */
  readonly directory: string | null;
}

/**
 * Checkouts of a pull request's code. `tainted` says that a later step runs it and that an outsider can get there;
 * code that is only read, for instance to be compared, is not.
 */
export function untrustedCheckoutFacts(source: YamlSource, steps: readonly Step[], place: Place): Fact[] {
  return steps.flatMap((step, index) =>
    checkoutsIn(source, step, place.commentTriggered).map((checkout) => {
      const executed =
        runsInside(checkout, step) || steps.slice(index + 1).some((later) => runsInside(checkout, later));
      return factOn(source, step.lines, {
        kind: "sink",
        name: "untrusted_code",
        symbol: place.symbol,
        attributes: {
          tainted: executed && place.isOpen(step),
          source: checkout.ref,
          callee: checkout.callee,
          operation: "read",
        },
      });
    }),
  );
}

/** What the rest of the job says about a step. */
export interface Place {
  readonly symbol: string;
  /** True when a comment can start the job, so that helper steps look the head up. */
  readonly commentTriggered: boolean;
  /** True when an outsider's event can reach the step. */
  isOpen(step: Step): boolean;
}

function checkoutsIn(source: YamlSource, step: Step, commentTriggered: boolean): Checkout[] {
  const shell = SHELL_CHECKOUT.exec(scriptOf(step))?.[0];
  if (shell !== undefined) return [{ step, ref: shell.trim(), callee: "run", directory: null }];
  if (step.action?.name !== "actions/checkout") return [];
  const ref = headReference(source, step, commentTriggered);
  const directory = textOf(inputOf(step, "path"));
  return ref === null ? [] : [{ step, ref, callee: "actions/checkout", directory: normalise(directory) }];
}

function headReference(source: YamlSource, step: Step, commentTriggered: boolean): string | null {
  const ref = inputOf(step, "ref");
  const paths = [ref, inputOf(step, "repository")].flatMap((node) =>
    embeddedExpressions(source, node).flatMap(({ expression }) => pathsIn(expression)),
  );
  const byNumber = /refs\/pull\/|\bpull\//u.test(textOf(ref) ?? "");
  const found = paths.find(
    (path) =>
      HEAD_OF_PULL_REQUEST.test(path) ||
      (byNumber && PULL_REQUEST_NUMBER.test(path)) ||
      (commentTriggered && HEAD_OUTPUT.test(path)),
  );
  return found ?? null;
}

function normalise(directory: string | null): string | null {
  const trimmed = directory?.replace(/^\.\/|\/+$/gu, "") ?? "";
  return trimmed === "" || trimmed === "." ? null : trimmed;
}

function runsInside({ directory }: Checkout, step: Step): boolean {
  return directory === null ? runsWorkspace(step) : runsDirectory(step, directory);
}

function runsWorkspace(step: Step): boolean {
  const action = step.action;
  return action ? action.source === "local" || BUILDING_ACTIONS.has(action.name) : RUNS_LOCAL_CODE.test(scriptOf(step));
}

function runsDirectory(step: Step, directory: string): boolean {
  if (step.action) return step.action.source === "local" && step.action.name.startsWith(`./${directory}`);
  if (normalise(step.workingDirectory)?.startsWith(directory)) return RUNS_LOCAL_CODE.test(scriptOf(step));
  const path = directory.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
  return new RegExp(`${RUNS_PATH}${path}(/|\\s|$)|(^|\\s)\\./${path}/`, "mu").test(scriptOf(step));
}

function scriptOf(step: Step): string {
  return textOf(step.run?.value ?? null) ?? "";
}
