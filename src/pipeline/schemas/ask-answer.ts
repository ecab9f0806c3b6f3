import { z } from "zod";
import { wireSchema } from "./wire-schema.ts";

const sentenceSchema = z.object({
  facts: z.array(z.number()).describe("Numbers of the facts that it follows from"),
  text: z.string().describe("One sentence"),
});

/** What the ask prompt is answered with. */
export const askAnswer = wireSchema("ask", z.object({ sentences: z.array(sentenceSchema) }));
