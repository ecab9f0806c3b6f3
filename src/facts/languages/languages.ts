import { CSHARP_CALLS } from "../sinks/csharp.ts";
import { GO_CALLS } from "../sinks/go.ts";
import { JAVA_CALLS } from "../sinks/java.ts";
import { JAVASCRIPT_CALLS } from "../sinks/javascript.ts";
import { PHP_CALLS } from "../sinks/php.ts";
import { PYTHON_CALLS } from "../sinks/python.ts";
import { RUBY_CALLS } from "../sinks/ruby.ts";
import { RUST_CALLS } from "../sinks/rust.ts";
import type { CallTable } from "../sinks/sink-table.ts";
import { CSHARP_STORES } from "../stores/csharp.ts";
import { GO_STORES } from "../stores/go.ts";
import { JAVA_STORES } from "../stores/java.ts";
import { MAPPER_METHODS } from "../stores/mapper-methods.ts";
import { PHP_STORES } from "../stores/php.ts";
import { RUBY_STORES } from "../stores/ruby.ts";
import { RUST_STORES } from "../stores/rust.ts";
import type { StoreTable } from "../stores/store-table.ts";
import type { Grammar } from "../syntax/grammar.ts";
import { CSHARP } from "./csharp.ts";
import { GO } from "./go.ts";
import { JAVA } from "./java.ts";
import { KOTLIN } from "./kotlin.ts";
import { PHP } from "./php.ts";
import { PYTHON } from "./python.ts";
import { RUBY } from "./ruby.ts";
import { RUST } from "./rust.ts";
import { TYPESCRIPT } from "./typescript.ts";

/** Names that frameworks use for a family of languages. */
export type LanguageId = "javascript" | "python" | "go" | "java" | "kotlin" | "ruby" | "php" | "csharp" | "rust";

/** One family of languages: how its text is parsed, and what its usual functions do with the values they get. */
export interface Language {
  readonly id: LanguageId;
  readonly grammar: Grammar;
  /** True when other files can use only what a file exports by name; elsewhere every name of a file can be used. */
  readonly exportsByName?: true;
  readonly calls: CallTable;
  readonly stores: StoreTable;
  /** Set for languages that call each other's code by name. */
  readonly family?: "jvm";
  /** How far names reach without an import: over the files of a folder, or of the whole project. */
  readonly sharedNames?: "folder" | "project";
}

/** Every language whose code is read. */
export const LANGUAGES: readonly Language[] = [
  { id: "javascript", grammar: TYPESCRIPT, exportsByName: true, calls: JAVASCRIPT_CALLS, stores: MAPPER_METHODS },
  { id: "python", grammar: PYTHON, calls: PYTHON_CALLS, stores: MAPPER_METHODS },
  { id: "php", grammar: PHP, calls: PHP_CALLS, stores: PHP_STORES, sharedNames: "project" },
  { id: "csharp", grammar: CSHARP, calls: CSHARP_CALLS, stores: CSHARP_STORES, sharedNames: "project" },
  { id: "java", grammar: JAVA, calls: JAVA_CALLS, stores: JAVA_STORES, family: "jvm", sharedNames: "project" },
  { id: "kotlin", grammar: KOTLIN, calls: JAVA_CALLS, stores: JAVA_STORES, family: "jvm", sharedNames: "project" },
  { id: "go", grammar: GO, calls: GO_CALLS, stores: GO_STORES, sharedNames: "folder" },
  { id: "ruby", grammar: RUBY, calls: RUBY_CALLS, stores: RUBY_STORES, sharedNames: "project" },
  { id: "rust", grammar: RUST, calls: RUST_CALLS, stores: RUST_STORES },
];

export function languageFor(extension: string): Language | null {
  return LANGUAGES.find((language) => language.grammar.extensions.includes(extension)) ?? null;
}
