import { expect } from "vitest";
import { linesOf } from "../../../src/domain/change-set.ts";
import type { Fact, Scope } from "../../../src/domain/fact.ts";
import { termsProblem } from "../../../src/domain/vocabulary.ts";
import { lockReader, manifestReader } from "../../../src/facts/manifests/manifest-reader.ts";

/** The scopes of a manifest or lock, after checking that each fact quotes its lines in words that exist. */
export async function scopesIn(path: string, text: string): Promise<readonly Scope[]> {
  const reader = [manifestReader, lockReader].find((one) => one.reads(path));
  if (!reader) throw new Error(`Nothing reads ${path}.`);
  const { scopes, limitation } = await reader.read({ path, side: "head", text });
  expect(limitation).toBeNull();
  for (const fact of scopes.flatMap(({ facts }) => facts)) {
    expect(fact.quote).toBe(
      linesOf(text)
        .slice(fact.startLine - 1, fact.endLine)
        .join("\n"),
    );
    expect(termsProblem(fact.kind, [fact.name], fact.attributes)).toBeNull();
  }
  return scopes;
}

export async function factsIn(path: string, text: string, kind: Fact["kind"], name: string): Promise<Fact[]> {
  const scopes = await scopesIn(path, text);
  return scopes.flatMap(({ facts }) => facts).filter((fact) => fact.kind === kind && fact.name === name);
}

/** Packages as `name source pinning address`, in the order of the text. */
export async function packagesIn(path: string, text: string): Promise<string[]> {
  const scopes = await scopesIn(path, text);
  return scopes.flatMap(({ name, facts }) =>
    facts
      .filter((fact) => fact.name === "package" && fact.attributes["lookalike"] !== true)
      .map(({ attributes: { source, pinned, reference, redirected } }) => {
        const address = reference === name ? "" : ` ${String(reference)}`;
        return `${name} ${String(source)} ${String(pinned)}${address}${redirected === true ? " redirected" : ""}`;
      }),
  );
}
