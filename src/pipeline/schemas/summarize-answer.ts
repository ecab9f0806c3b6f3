import { z } from "zod";
import { summaryItemSchema } from "../../domain/report.ts";
import { wireAnchorFields } from "./anchor.ts";
import { wireSchema } from "./wire-schema.ts";

/** What the summarize prompt is answered with: an inventory of the change, each item with its lines. */
export const summarizeAnswer = wireSchema(
  "summarize",
  z.object({
    items: z.array(
      z.object({
        ...wireAnchorFields,
        topic: summaryItemSchema.shape.topic,
        change: summaryItemSchema.shape.change,
        text: z.string().describe("Completes `This change …`; no full stop"),
      }),
    ),
    questions: z.array(z.string()),
  }),
);
