import { z } from "zod";

/** The buttons on our check runs, by the identifier that comes back when one is pressed. */
export const buttonSchema = z.enum(["run", "accept", "explain"]);
export type Button = z.infer<typeof buttonSchema>;

/** Where a command was given: in a comment, or with a button of a check run. */
export const commandPlaceSchema = z.discriminatedUnion("in", [
  z.strictObject({ in: z.literal("comment"), id: z.int().positive() }),
  z.strictObject({ in: z.literal("check"), id: z.int().positive(), button: buttonSchema }),
]);
export type CommandPlace = z.infer<typeof commandPlaceSchema>;

/** Names a place, so that what was given there is done and answered once. */
export function placeKey(place: CommandPlace): string {
  return place.in === "comment" ? String(place.id) : `check-${place.id}-${place.button}`;
}
