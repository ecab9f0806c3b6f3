import type { Side } from "../../domain/change-set.ts";
import { otherSide } from "../../domain/change-set.ts";
import type { Fact, Scope } from "../../domain/fact.ts";
import type { ScopePair } from "./pair-scopes.ts";

/**
 * Says of lost checks about a record that nothing which protects records came in their stead: what stood beside them
 * before does what it did before, and what it kept out they did not have to.
 */
export function toldAlone(losses: readonly Fact[], pair: ScopePair): readonly Fact[] {
  return losses.map((fact) => {
    const isAlone = isAboutRecord(fact) && !cameBeside(pair, fact.side);
    return isAlone ? { ...fact, attributes: { ...fact.attributes, alone: true } } : fact;
  });
}

/** A check that compares a field of something that is not the caller. */
function isAboutRecord({ attributes }: Fact): boolean {
  const about = String(attributes["about"] ?? "");
  if (attributes["protects"] !== "permission" || CALLER.test(about)) return false;
  return String(attributes["callee"])
    .split(" ")
    .some((path) => path.startsWith(`${about}.`) || path.includes(`.${about}.`));
}

const CALLER =
  /^(?:what it is given|user|\w*[uU]ser|me|viewer|actor|principal|session|auth|ctx|context|req|request|account|membership|member|role|roles|params|parsedInput|input|body|data)$/u;

function cameBeside(pair: ScopePair, lacking: Side): boolean {
  const [has, had] = [counted(pair[lacking]), counted(pair[otherSide(lacking)])];
  return [...has].some(([name, count]) => count > (had.get(name) ?? 0));
}

function counted(scope: Scope | null): Map<string, number> {
  const standing = scope?.facts.filter(protectsRecords) ?? [];
  return new Map(
    [...Map.groupBy(standing, ({ kind, name }) => `${kind} ${name}`)].map(([key, all]) => [key, all.length]),
  );
}

function protectsRecords({ kind, name, attributes }: Fact): boolean {
  if (kind === "data_store") return attributes["scoped_to_user"] === true;
  return kind === "control" && /^(?:ownership|authz)$/u.test(name) && attributes["effective"] === true;
}
