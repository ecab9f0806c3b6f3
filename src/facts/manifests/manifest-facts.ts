import { linesOf } from "../../domain/change-set.ts";
import type { Fact, Scope } from "../../domain/fact.ts";
import type { SourceFile } from "../fact-reader.ts";
import { downloadsIn } from "../infrastructure/image-downloads.ts";
import { lookalikesIn } from "./lookalikes.ts";
import type {
  Ecosystem,
  InstallCommand,
  LockedOddity,
  Manifest,
  Package,
  Place,
  Registry,
  WeakenedCheck,
} from "./manifest.ts";
import { FROM_PATH, originOfAddress } from "./origin.ts";
import { isPublicRegistry } from "./registries.ts";

/** Longest quote of one declaration; what follows are details such as features or exclusions. */
const MAX_LINES = 8;

type Meaning = Pick<Fact, "kind" | "name" | "attributes">;
type Say = (place: Place, meaning: Meaning) => Fact;

interface Named {
  readonly name: string;
  readonly facts: readonly Fact[];
}

/** One scope for the manifest itself, and one for each package, registry and odd entry of a lock. */
export function scopesOf(file: SourceFile, manifest: Manifest, ecosystem: Ecosystem): Scope[] {
  const lines = linesOf(file.text);
  const say = sayIn(file, lines);
  const whole = {
    name: file.path,
    facts: [
      ...(manifest.weakened ?? []).map((check) => weakenedFact(check, say, ecosystem)),
      ...(manifest.commands ?? []).flatMap((command) => commandFacts(command, say)),
      ...secretFacts(lines, say),
    ],
  };
  const parts = [
    ...(manifest.packages ?? []).map((one) => packageFacts(one, say, ecosystem)),
    ...lookalikeFacts(manifest.packages ?? [], say, ecosystem),
    ...(manifest.registries ?? []).flatMap((one) => registryFacts(one, { manifest, say, ecosystem })),
    ...(manifest.oddities ?? []).map((one) => oddityFacts(one, say, ecosystem)),
  ];
  const scope = scopeIn(file);
  return [{ ...scope(whole), startLine: 1, endLine: lines.length }, ...joinByName(parts).map(scope)];
}

function sayIn({ path, side }: SourceFile, lines: readonly string[]): Say {
  return ({ startLine, endLine }, meaning) => {
    const last = Math.min(Math.max(startLine, endLine), startLine + MAX_LINES - 1, lines.length);
    const quote = lines.slice(startLine - 1, last).join("\n");
    return { ...meaning, path, side, startLine, endLine: last, quote, symbol: null };
  };
}

function scopeIn({ path, side }: SourceFile): (named: Named) => Scope {
  return ({ name, facts }) => ({
    element: "config",
    name,
    path,
    side,
    entryPoint: null,
    facts,
    startLine: facts.reduce((first, fact) => Math.min(first, fact.startLine), Infinity),
    endLine: facts.reduce((last, fact) => Math.max(last, fact.endLine), 0),
    blindSpot: null,
  });
}

/** A package that is named several times, such as for tests as well, is one thing. */
function joinByName(parts: readonly Named[]): Named[] {
  const groups = Map.groupBy(parts, ({ name }) => name);
  return [...groups].map(([name, group]) => ({ name, facts: group.flatMap(({ facts }) => facts) }));
}

function packageFacts(one: Package, say: Say, ecosystem: Ecosystem): Named {
  const { name, range, redirected, origin } = one;
  const { source, address, host, transport, pinned } = origin;
  const attributes = {
    ecosystem,
    reference: address ?? name,
    range,
    source,
    pinned,
    transport,
    redirected,
    locked: false,
    third_party: source === "git" || source === "url" || redirected,
    ...(host !== null && { host }),
  };
  const fact = say(one, { kind: "dependency", name: "package", attributes });
  const isBounded = !["latest", "none", "branch"].includes(pinned);
  const pinning: Meaning = { kind: "control", name: "pinning", attributes: { effective: true, via: "setting" } };
  return { name, facts: isBounded ? [fact, say(one, pinning)] : [fact] };
}

/** A pair is one thing: nothing in the text says which of the two is the impostor. */
function lookalikeFacts(packages: readonly Package[], say: Say, ecosystem: Ecosystem): Named[] {
  const foreign = packages.filter(({ origin }) => origin.source !== FROM_PATH.source);
  const byName = new Map(foreign.map((one) => [one.name, one]));
  return lookalikesIn([...byName.keys()]).map((pair) => ({
    name: pair.join(" and "),
    facts: pair.flatMap((name, index) => {
      const attributes = { ecosystem, reference: name, resembles: pair[1 - index] ?? "", lookalike: true };
      const place = byName.get(name);
      return place ? [say(place, { kind: "dependency", name: "package", attributes })] : [];
    }),
  }));
}

interface RegistryView {
  readonly manifest: Manifest;
  readonly say: Say;
  readonly ecosystem: Ecosystem;
}

function registryFacts(one: Registry, { manifest, say, ecosystem }: RegistryView): Named[] {
  const origin = originOfAddress(one.address);
  if (origin === null || origin.host === null) return [];
  const { host, transport } = origin;
  const foreign = !isPublicRegistry(ecosystem, host);
  if (!foreign && transport !== "http") return [];
  const attributes = {
    ecosystem,
    reference: host,
    host,
    transport,
    third_party: foreign,
    exclusive: one.exclusive,
    partial: one.only !== null,
  };
  const fact = say(one, { kind: "dependency", name: "registry", attributes });
  const credentials = (manifest.credentialsFor ?? []).filter(({ address }) => address.startsWith(host));
  const secrets = credentials.map((place) =>
    say(place, { kind: "secret_use", name: "environment", attributes: { variable: "the registry's token" } }),
  );
  return [{ name: one.only === null ? host : `${host} for ${one.only}`, facts: [fact, ...secrets] }];
}

const ODDITIES: Readonly<Record<LockedOddity["oddity"], Meaning["attributes"]>> = {
  unverified: { verified: false },
  foreign_host: { third_party: true },
  other_source: { redirected: true },
  install_script: { executed: true },
};

function oddityFacts(one: LockedOddity, say: Say, ecosystem: Ecosystem): Named {
  const { name, host, oddity } = one;
  const attributes = { ecosystem, reference: name, locked: true, ...ODDITIES[oddity], ...(host !== null && { host }) };
  const fact = say(one, { kind: "dependency", name: "package", attributes });
  return { name: oddity === "install_script" ? "install scripts (locked)" : `${name} (locked)`, facts: [fact] };
}

function weakenedFact(check: WeakenedCheck, say: Say, ecosystem: Ecosystem): Fact {
  const { control, reason } = check;
  const attributes = { effective: false, via: "setting", callee: ecosystem, reason };
  return say(check, { kind: "control", name: control, attributes });
}

function commandFacts({ command, ...place }: InstallCommand, say: Say): Fact[] {
  const lines = { text: command, startLine: place.startLine, textLines: [place.startLine] };
  return downloadsIn(lines).map(({ url, executed, verified }) => {
    const transport = url.startsWith("https:") ? "https" : "http";
    const pinned = verified ? "digest" : "none";
    const attributes = { reference: url, pinned, third_party: true, verified, executed, transport };
    return say(place, { kind: "dependency", name: "download", attributes });
  });
}

/** What the redaction left where a secret stood. */
function secretFacts(lines: readonly string[], say: Say): Fact[] {
  return lines.flatMap((line, index) => {
    const type = /<secret:([\w-]{1,40}):\d+>/u.exec(line)?.[1];
    const place = { startLine: index + 1, endLine: index + 1 };
    return type === undefined ? [] : [say(place, { kind: "secret_use", name: "hardcoded", attributes: { type } })];
  });
}
