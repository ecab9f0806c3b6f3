import type { Fact } from "../../../domain/fact.ts";
import type { Say } from "../say.ts";
import { directivesAt, type Place } from "./blocks.ts";

/** Variables whose text the caller chooses; a whole path starts with a slash, so only what a pattern caught can be a host. */
const CHOSEN = /\$\{?(?:arg_\w+|args|query_string|http_\w+|cookie_\w+|host|\d)\b\}?/u;
const VARIABLE = /\$\{?(\w+)\}?/gu;
const MAX_HOPS = 4;

/** Requests whose host the caller chooses, as `proxy_pass http://$arg_target` does. */
export function chosenUpstream(place: Place, say: Say): Fact[] {
  return directivesAt(place, "proxy_pass").flatMap(({ labels, lines }) => {
    const host = /^(?:https?:\/\/)?([^/]*)/u.exec(filledIn(labels[0] ?? "", place, MAX_HOPS))?.[1] ?? "";
    const source = CHOSEN.exec(host)?.[0];
    if (source === undefined) return [];
    const attributes = { tainted: true, source, callee: "proxy_pass", operation: "send" };
    return [say(lines, { kind: "sink", name: "outbound_http", attributes })];
  });
}

/** The text with what `set` gives its variables. */
function filledIn(text: string, place: Place, hops: number): string {
  if (hops === 0) return text;
  const set = new Map(
    directivesAt(place, "set").map(({ labels: [name = "", value = ""] }) => [name.replace("$", ""), value]),
  );
  const filled = text.replace(VARIABLE, (whole, name: string) => set.get(name) ?? whole);
  return filled === text ? text : filledIn(filled, place, hops - 1);
}
