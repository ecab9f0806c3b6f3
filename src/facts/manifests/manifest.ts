import type { DataNode } from "../data/data-node.ts";
import type { Origin } from "./origin.ts";

/** 1-based lines of a manifest that say something. */
export interface Place {
  readonly startLine: number;
  readonly endLine: number;
}

/** A package that a manifest takes in. */
export interface Package extends Place {
  readonly name: string;
  /** The version requirement as written. */
  readonly range: string;
  readonly origin: Origin;
  /** True when it stands in for what its name means elsewhere: an override, a patch, a replacement. */
  readonly redirected: boolean;
}

/** A place that packages are fetched from, other than the ecosystem's own. */
export interface Registry extends Place {
  readonly address: string;
  /** The packages that come from it, such as `@acme`; `null` for every package. */
  readonly only: string | null;
  /** False when other places are asked for the same names and the highest version wins. */
  readonly exclusive: boolean;
}

/** A check of the package manager that is switched off. */
export interface WeakenedCheck extends Place {
  readonly control: "tls" | "signature";
  readonly reason: string;
}

/** A command that runs when the package is installed. */
export interface InstallCommand extends Place {
  readonly command: string;
}

/** An entry of a lockfile that differs from its neighbours. */
export interface LockedOddity extends Place {
  readonly name: string;
  readonly oddity: "unverified" | "foreign_host" | "other_source" | "install_script";
  readonly host: string | null;
}

/** What one manifest or lockfile says about foreign code. */
export interface Manifest {
  readonly packages?: readonly Package[];
  readonly registries?: readonly Registry[];
  readonly weakened?: readonly WeakenedCheck[];
  readonly commands?: readonly InstallCommand[];
  readonly oddities?: readonly LockedOddity[];
  /** True when credentials for a registry stand in it. */
  readonly credentialsFor?: readonly (Place & { readonly address: string })[];
}

/** One kind of manifest: which paths, which ecosystem, and how to read it. A text that is broken throws a `SyntaxError`. */
export interface ManifestFormat {
  readonly ecosystem: Ecosystem;
  /** What a file of this format is among the files of a repository. */
  readonly role: "configuration" | "lock";
  readonly path: RegExp;
  readonly read: (text: string) => Manifest;
}

export type Ecosystem = "npm" | "pypi" | "go" | "maven" | "rubygems" | "packagist" | "nuget" | "cargo";

/** The lines of a node. */
export function placeOf({ startLine, endLine }: DataNode): Place {
  return { startLine, endLine };
}

/** A place of one line. */
export function onLine(line: number): Place {
  return { startLine: line, endLine: line };
}

/** A package that is what its name says. */
export function plainPackage(name: string, range: string, origin: Origin, place: Place): Package {
  return { name, range, origin, redirected: false, startLine: place.startLine, endLine: place.endLine };
}
