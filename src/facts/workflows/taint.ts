import type { Expression } from "./expression.ts";

/**
 * Fields of the event that someone without write access fills: texts, branch names and e-mail addresses. `*` stands
 * for one key. Numbers, shas, logins and repository names cannot carry a payload.
 */
const OUTSIDER_FIELDS: readonly string[] = [
  "github.head_ref",
  "github.event.issue.title",
  "github.event.issue.body",
  "github.event.comment.body",
  "github.event.review.body",
  "github.event.review_comment.body",
  "github.event.discussion.title",
  "github.event.discussion.body",
  "github.event.pull_request.title",
  "github.event.pull_request.body",
  "github.event.pull_request.head.ref",
  "github.event.pull_request.head.label",
  "github.event.pull_request.head.repo.default_branch",
  "github.event.pull_request.head.repo.description",
  "github.event.pull_request.head.repo.homepage",
  "github.event.pages.*.page_name",
  "github.event.workflow_run.display_title",
  "github.event.workflow_run.head_branch",
  "github.event.workflow_run.head_commit.message",
  "github.event.workflow_run.head_commit.author.name",
  "github.event.workflow_run.head_commit.author.email",
  "github.event.workflow_run.pull_requests.*.head.ref",
];

/** Fields that anyone whose commit is merged fills; events about pushes carry them. */
const COMMIT_FIELDS: readonly string[] = [
  "message",
  "author.name",
  "author.email",
  "committer.name",
  "committer.email",
];
const COMMIT_PATHS = ["github.event.head_commit", "github.event.commits.*"].flatMap((commit) =>
  COMMIT_FIELDS.map((field) => `${commit}.${field}`),
);

const PATTERNS = [...OUTSIDER_FIELDS, ...COMMIT_PATHS].map((field) => field.split("."));

/** Functions whose result carries the text of their arguments. */
const PASSING_FUNCTIONS = new Set(["format", "join", "tojson", "fromjson"]);

/** The outsider's fields whose text the value of an expression can contain, in the order they appear. */
export function outsiderSources(expression: Expression): string[] {
  return sourcesIn(expression, isOutsiderField);
}

/** The inputs of a workflow or action whose text the value of an expression can contain. */
export function inputSources(expression: Expression): string[] {
  return sourcesIn(expression, (path) => /^inputs\.[\w*-]+$/u.test(path));
}

/** Every path that the expression mentions, also in conditions. */
export function pathsIn(expression: Expression): string[] {
  if (expression.type === "path") return [expression.path];
  if (expression.type === "literal") return [];
  if (expression.type === "call") return expression.of.flatMap(pathsIn);
  if (expression.type === "not") return pathsIn(expression.of);
  return [...pathsIn(expression.left), ...pathsIn(expression.right)];
}

function sourcesIn(expression: Expression, wanted: (path: string) => boolean): string[] {
  if (expression.type === "path") return wanted(expression.path) ? [expression.path] : [];
  if (expression.type === "call") {
    return PASSING_FUNCTIONS.has(expression.name) ? expression.of.flatMap((one) => sourcesIn(one, wanted)) : [];
  }
  if (expression.type !== "binary") return [];
  const right = sourcesIn(expression.right, wanted);
  // `a && b` yields b when a holds, and an empty value otherwise.
  if (expression.operator === "&&") return right;
  return expression.operator === "||" ? [...sourcesIn(expression.left, wanted), ...right] : [];
}

function isOutsiderField(path: string): boolean {
  const keys = path.split(".");
  return PATTERNS.some((pattern) => isPrefix(keys, pattern));
}

/** A whole object, such as `github.event.issue` in `toJSON(…)`, contains its fields. */
function isPrefix(keys: readonly string[], pattern: readonly string[]): boolean {
  if (keys.length > pattern.length) return false;
  return keys.every((key, index) => key === pattern[index] || key === "*" || pattern[index] === "*");
}
