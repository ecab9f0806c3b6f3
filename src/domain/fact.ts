import { z } from "zod";
import type { Side } from "./change-set.ts";

/** What kind of thing code or configuration says about the system. */
export const FACT_KINDS = [
  "entry_point",
  "sink",
  "control",
  "data_store",
  "external_service",
  "data_class",
  "secret_use",
  "privilege",
  "dependency",
  "listener",
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** Names of the protections that the control-coverage matrix tracks. */
export const CONTROL_NAMES = [
  "authn",
  "authz",
  "ownership",
  "validation",
  "encoding",
  "csrf",
  "rate_limit",
  "size_limit",
  "signature",
  "tls",
  "sandbox",
  "audit_log",
  "isolation",
  "encryption",
  "recovery",
  "security_headers",
  "pinning",
] as const;
export const controlNameSchema = z.enum(CONTROL_NAMES);
export type ControlName = z.infer<typeof controlNameSchema>;

export type AttributeValue = string | number | boolean;

/** One thing that the text of one file says, with the lines that say it. */
export interface Fact {
  readonly kind: FactKind;
  /** What it is within its kind: `sql` for a sink, `authn` for a control, `GET /invoices/:id` for an entry point. */
  readonly name: string;
  readonly path: string;
  readonly side: Side;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** The source lines `startLine`..`endLine`, exactly as in the blob. */
  readonly quote: string;
  /** The enclosing function, class member or job; `null` at file level. */
  readonly symbol: string | null;
  /** Details that threat kinds match on, such as `{ tainted: true, keyed_by: "request" }`. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Of a fact in another file: the call that hands a caller's value over to it. */
  readonly handedAt?: Handover;
}

/** A call that hands a value to a function of another file. */
export type Handover = Pick<Fact, "path" | "startLine" | "endLine" | "quote" | "symbol">;

/**
 * Facts that act together: the handler of one entry point, one function, one workflow job, one image stage.
 * Threat kinds are evaluated per scope, and a control protects exactly the scopes that it is part of.
 */
export interface Scope {
  /** `process` for code, `ci` for workflow jobs, `image` for container builds, `config` for the rest. */
  readonly element: ScopeElement;
  /** Stable name without path and line, such as `GET /invoices/:id` or `ci.yml#build`. */
  readonly name: string;
  readonly path: string;
  readonly side: Side;
  /** The fact that lets input in, or `null` when no entry point is known to reach this code. */
  readonly entryPoint: Fact | null;
  /** The first line of the function that answers, where that stands apart from what lets input in. */
  readonly handler?: Fact;
  readonly facts: readonly Fact[];
  /** The 1-based lines that the scope covers, so that a change inside it can be told from one outside. */
  readonly startLine: number;
  readonly endLine: number;
  /** `null` when every control that could apply was in view; otherwise one sentence that says what was not seen. */
  readonly blindSpot: string | null;
}

export const SCOPE_ELEMENTS = ["process", "ci", "image", "config"] as const;
export type ScopeElement = (typeof SCOPE_ELEMENTS)[number];

/** What a step that keeps something harmful out is there for. */
export const SAFEGUARD_FAMILIES = [
  "file",
  "address",
  "redirect",
  "markup",
  "statement",
  "permission",
  "secrecy",
  "property",
  "input",
  "identity",
  "session",
] as const;
export type SafeguardFamily = (typeof SAFEGUARD_FAMILIES)[number];

/** A call or a refusal whose words say that it keeps something harmful out, wherever it stands. */
export interface Safeguard {
  readonly family: SafeguardFamily;
  /** What is called, or what the refusal asks about. */
  readonly what: string;
  /** The variable that it is about, or `null` when it is about whoever calls. */
  readonly about: string | null;
  /** What that variable was made of, which is all that is left where both are gone. */
  readonly madeOf?: string;
  /** True for a rule of a schema: only a rule for the same field stands in for it. */
  readonly ofField?: true;
  /** The function that it stands in; `null` at file level. */
  readonly symbol: string | null;
  readonly startLine: number;
  readonly endLine: number;
}

/** A field of a schema or a record, with or without rules. */
export interface DeclaredField {
  readonly name: string;
  /** The function that it stands in; `null` at file level. */
  readonly symbol: string | null;
  readonly startLine: number;
}

/** A function that calls another one of its file. */
export interface HelperCall {
  readonly symbol: string;
  readonly helper: string;
  readonly startLine: number;
}

/** The safeguards of one file, the fields that could have rules, and the functions that could have any. */
export interface FileSafeguards {
  readonly uses: readonly Safeguard[];
  readonly fields: readonly DeclaredField[];
  readonly symbols: readonly string[];
  /** What each function asks before it leaves, whatever it says then: symbol and paths. */
  readonly asked: readonly string[];
  /** Calls of functions that have safeguards, or call one that has. */
  readonly helped: readonly HelperCall[];
  /** The names of what each function calls, by its symbol. */
  readonly calls: ReadonlyMap<string, readonly string[]>;
}

/** A key that conditions of one function share when they ask about the same. */
export function askedKey(symbol: string | null, paths: readonly string[]): string {
  return `${symbol} asks ${[...new Set(paths)].toSorted().join(" ")}`;
}

/** What one file yields on one side. */
export interface FileFacts {
  readonly path: string;
  readonly side: Side;
  readonly scopes: readonly Scope[];
  /** `null` when the file was understood; otherwise one sentence why not, for the coverage ledger. */
  readonly limitation: string | null;
  /** Unset where nothing of a file is a function. */
  readonly safeguards?: FileSafeguards;
}
