import type { Fact, Scope } from "../../domain/fact.ts";
import type { Judgement } from "./judgements.ts";
import { lostProtection } from "./protection.ts";
import type { ScopeText } from "./scope-text.ts";
import { withoutText } from "./without-text.ts";

/** What lines say, without layout, that keep people from what is not theirs, whatever the names are. */
const KEEPS_OUT = [
  String.raw`Forbidden|Unauthori[sz]ed|AccessDenied|PermissionDenied|NotAuthori[sz]ed|NotPermitted|insufficient`,
  String.raw`permitted|owner_?aware|for_?user\(|visible_?to|accessible_?by|\.(?:isAllowed|allows?|can|may)\(`,
  String.raw`(?:^|[^\w])(?:can|may|has|is)[A-Z_]\w*(?:Access|Permission|Owner|Admin|Acting|Right|Role|Allowed|Permitted)\w*\(`,
  String.raw`(?:^|[^\w])can\(`,
  String.raw`(?:validate|check|ensure|assert|verify|require|authori[sz]e|enforce|demand)\w*\([^;]*(?:user|user_?id|actor|account|principal|member|caller|ctx)\b`,
  String.raw`(?:current_?user|@user|request\.user|self\.user|\.user\(\))[.:>-]+\w+s(?:\(\))?[.:>-]+(?:find|get|filter|where|first)`,
].join("|");
const RIGHTS = new RegExp(KEEPS_OUT, "iu");

/** What lines say that look at a value before it is used. */
const LOOKS =
  /valid\w*\(|\.fails\(|rules\(|schema|sanitiz|\.parse\(|safeParse|unknown_?fields|raise\w*Error|thrownew\w*Exception|BadRequest/iu;

const WORDS: Readonly<Record<string, RegExp>> = {
  authn: RIGHTS,
  authz: RIGHTS,
  ownership: RIGHTS,
  query_scope: RIGHTS,
  validation: LOOKS,
};

/**
 * True when the side that seems to lack a control says in lines of its own that it refuses, asks or narrows in other
 * words: then what was written anew is no loss that anybody has seen.
 */
export function isReworded(judgement: Judgement, text: ScopeText): boolean {
  const { kind, pair, effect } = judgement;
  const [having, lacking] = effect === "resolved" ? [pair.head, pair.base] : [pair.base, pair.head];
  if (lacking === null || effect === null) return false;
  const lost = kind.lostControl === undefined ? missedBy(judgement) : [kind.lostControl];
  const own = ownLines(lacking, having, text);
  return lost.length > 0 && lost.every((name) => !stands(name, lacking) && own.some((line) => WORDS[name]?.test(line)));
}

/** What protects on one side alone, or what the neighbours have. */
function missedBy(judgement: Judgement): string[] {
  const { head, effect } = judgement;
  if (effect === "resolved") return head.state === "mitigated" ? head.by.map(({ fact }) => fact.name) : [];
  const facts = head.state === "open" ? head.applies.map(({ fact }) => fact) : [];
  const ofPeers = facts.flatMap(({ name, attributes }) =>
    name === "peer_control" ? String(attributes["protects"]) : [],
  );
  return [...lostProtection(judgement).map(({ name }) => name), ...ofPeers];
}

/** A control that is known to stand is judged by what it is about, and not by its words. */
function stands(name: string, { facts }: Scope): boolean {
  const family = name === "ownership" ? ["ownership", "authz"] : [name];
  return facts.some(
    (fact: Fact) => fact.kind === "control" && family.includes(fact.name) && fact.attributes["effective"] === true,
  );
}

/** The calls and conditions that only one side of a scope has, without what they say in comments and texts. */
function ownLines(scope: Scope, other: Scope | null, text: ScopeText): string[] {
  const known = new Set(other === null ? [] : text(other));
  const own = text(scope).filter((line) => !known.has(line));
  return own.map(withoutText).filter((line) => /[(?]|\bin[a-z_]+:$/u.test(line));
}
