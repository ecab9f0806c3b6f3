import type { LanguageId } from "../languages/languages.ts";
import { JAVASCRIPT_CALLS } from "./javascript.ts";
import { PYTHON_CALLS } from "./python.ts";
import type { CallTable } from "./sink-table.ts";

/** What the functions of each language do with the values they are given. */
export const CALL_TABLES: Readonly<Record<LanguageId, CallTable>> = {
  javascript: JAVASCRIPT_CALLS,
  python: PYTHON_CALLS,
};
