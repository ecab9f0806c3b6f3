import { z } from "zod";

/** Where a model says that lines stand; looked up in the blob before anything is made of it. */
export const wireAnchorFields = {
  path: z.string().describe("File, as in the data"),
  side: z.enum(["head", "base"]).describe("base only for removed lines"),
  line: z.number().nullable().describe("Line number of the first quoted line; null for removed lines"),
  quote: z.string().describe("One to three whole lines, copied exactly, without the gutter and line number"),
};
const wireAnchorSchema = z.object(wireAnchorFields);
export type WireAnchor = z.infer<typeof wireAnchorSchema>;
