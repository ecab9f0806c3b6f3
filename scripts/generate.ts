/** Writes the files that are made from schemas; `npm run schema`. A test fails when one of them is stale. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { generatedFiles } from "./generated-files.ts";

for (const [path, text] of generatedFiles()) writeFileSync(resolve(import.meta.dirname, "..", path), text);
