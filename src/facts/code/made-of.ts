import type { AssignNode } from "../syntax/syntax-node.ts";
import { lastName } from "../syntax/walk.ts";
import { rootOf, subjectsOf } from "./subjects.ts";

/** What takes an address or a path apart or puts it together, by whether the first or the last thing given is what matters. */
const TAKES_FIRST =
  /^(?:URL|urlparse|urlsplit|parse_url|parseUrl|parseURL|Parse|ParseRequestURI|URI|parse|normalize|realpath|realpathSync|abspath|Clean|Abs|expand_path)$/u;
const TAKES_LAST = /^(?:resolve|join|Join|safe_join)$/u;

/** What an address or a path in a variable was made of: the name, and the variable that was given; `null` for anything else. */
export function madeOf({ target, value }: AssignNode): { name: string; source: string } | null {
  if (target.type !== "name" || value.type !== "call") return null;
  const called = lastName(value.callee) ?? "";
  const isLast = TAKES_LAST.test(called);
  if (!isLast && !TAKES_FIRST.test(called)) return null;
  const given = value.arguments.flatMap((one) => subjectsOf(one.value).slice(0, 1));
  const source = rootOf((isLast ? given.at(-1) : given[0]) ?? null);
  return source === null || source === target.name ? null : { name: target.name, source };
}
