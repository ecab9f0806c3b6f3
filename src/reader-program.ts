/** The program that reader processes run, as source or as emitted. */
export const READER_PROGRAM = new URL(import.meta.url.endsWith(".ts") ? "reader.ts" : "reader.js", import.meta.url);
