import { z } from "zod";
import type { ControlName, Fact, FileFacts, Scope } from "./fact.ts";

/** Trust zones, from the outside in; a flow between two of them crosses a boundary. */
export const ZONES = [
  "internet",
  "browser",
  "application",
  "data",
  "third_party",
  "build",
  "model",
  "filesystem",
] as const;
export const zoneSchema = z.enum(ZONES);
export type Zone = z.infer<typeof zoneSchema>;

export const elementSchema = z.strictObject({
  id: z.string().describe("Stable: kind and name, such as `process:GET /invoices/:id`"),
  kind: z.enum(["external", "process", "store", "third_party", "ci", "model"]),
  name: z.string(),
  zone: zoneSchema,
  path: z.string().nullable().describe("A file that shows it; `null` for actors outside the code"),
});
export type Element = z.infer<typeof elementSchema>;

export const flowSchema = z.strictObject({
  from: z.string().describe("Element id"),
  to: z.string().describe("Element id"),
  label: z.string(),
});
export type Flow = z.infer<typeof flowSchema>;

/** The system as far as the files in view show it, on one side of the change. */
export interface SystemModel {
  readonly elements: readonly Element[];
  readonly flows: readonly Flow[];
  readonly scopes: readonly Scope[];
}

const changeSchema = z.enum(["added", "removed", "changed", "unchanged"]);
export type Change = z.infer<typeof changeSchema>;

export const elementChangeSchema = z.strictObject({ element: elementSchema, change: changeSchema });
export const flowChangeSchema = z.strictObject({ flow: flowSchema, change: changeSchema });
export type ElementChange = z.infer<typeof elementChangeSchema>;
export type FlowChange = z.infer<typeof flowChangeSchema>;

/** One cell of the control-coverage matrix: does this control protect this path, before and after? */
export interface ControlCoverage {
  /** Scope name, such as `GET /invoices/:id`. */
  readonly path: string;
  readonly control: ControlName;
  readonly base: ControlPresence;
  readonly head: ControlPresence;
  /** The lines of the control where it is present, on the base side when it was lost. */
  readonly evidence: Fact | null;
}
export type ControlPresence = "present" | "absent" | "unknown" | "no_path";

/** What the change does to the system: both models, their difference, and the controls gained and lost. */
export interface SystemDelta {
  readonly base: SystemModel;
  readonly head: SystemModel;
  readonly elements: readonly ElementChange[];
  readonly flows: readonly FlowChange[];
  readonly controls: readonly ControlCoverage[];
  /** Scopes of changed files whose own lines or facts differ; the coverage cells are about these. */
  readonly changedScopes: readonly ChangedScope[];
  /** Per file and side, what was read and what was not understood. */
  readonly files: readonly FileFacts[];
}

/** A scope that exists on either side and differs between them. */
export interface ChangedScope {
  readonly name: string;
  readonly path: string;
  readonly base: Scope | null;
  readonly head: Scope | null;
}
