export type Operation = "read" | "write" | "delete" | "list";

/** What the methods of a language's usual data stores do to records; the first pattern that fits counts. */
export interface StoreTable {
  /** Methods that only databases have. */
  readonly telling: readonly (readonly [RegExp, Operation])[];
  /** True where values have types, so that only what is declared to be a store is one and nothing takes a body whole. */
  readonly isTyped?: true;
  /** Methods that many things have; they count only on something that is named like a store. */
  readonly common: readonly (readonly [RegExp, Operation])[];
  /** Functions that change records by themselves. */
  readonly functions?: readonly (readonly [RegExp, Operation])[];
  /** Names of classes that are models without being imported, where the language finds them by itself. */
  readonly models?: RegExp;
}
