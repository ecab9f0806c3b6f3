import { createRequire } from "node:module";
import { z } from "zod";

const require = createRequire(import.meta.url);
const examplesSchema = z.array(z.object({ name: z.string(), examples: z.array(z.record(z.string(), z.unknown())) }));

/** Every example payload that GitHub's webhook documentation is made from, with its event's name. */
export function documentedPayloads(): { name: string; payload: Record<string, unknown> }[] {
  return examplesSchema
    .parse(require("@octokit/webhooks-examples"))
    .flatMap(({ name, examples }) => examples.map((payload) => ({ name, payload })));
}
