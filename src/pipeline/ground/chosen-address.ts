import type { Fact, Scope } from "../../domain/fact.ts";

/** True when whoever calls the scope chooses the address that the request of this fact goes to. */
export function isAddressChosen(fact: Fact, { facts }: Pick<Scope, "facts">): boolean {
  return facts.some(
    (sink) =>
      sink.kind === "sink" &&
      sink.name === "outbound_http" &&
      sink.attributes["tainted"] === true &&
      sink.path === fact.path &&
      sink.startLine <= fact.endLine &&
      fact.startLine <= sink.endLine,
  );
}
