import { z } from "zod";

/** What a person decided about a threat. It holds only while the evidence and the risk factors stay as they were. */
export const dispositionSchema = z.strictObject({
  verb: z.enum(["accept", "dismiss", "reopen"]),
  threatId: z.string(),
  by: z.string().describe("Login of the person"),
  role: z.string().describe("Their permission on the repository at that time"),
  reason: z.string(),
  at: z.iso.datetime(),
  expires: z.iso.datetime().nullable(),
  boundTo: z.strictObject({ evidenceHash: z.string(), factorsHash: z.string() }),
});
export type Disposition = z.infer<typeof dispositionSchema>;
