/** Every threat kind, one line per file in `kinds/`; the order is the order of evaluation. */
export const KIND_IDS = ["sql-injection"] as const;
