import { pickDiagram } from "../render/diagram.ts";
import { diagramBlock } from "../render/review-body.ts";
import { NO_REPORT, NOT_SHOWN, type SlashCommand, told } from "./command.ts";

/** Draws the data flow of the change. */
export const diagram: SlashCommand = {
  name: "diagram",
  usage: "diagram",
  summary: "Draw the data flow of the change.",
  needs: "read",
  reruns: false,
  answer(_, { report, disclosure }) {
    if (report === null) return told(NO_REPORT);
    if (disclosure !== "full") return told(NOT_SHOWN);
    const drawn = pickDiagram(report);
    return told(drawn === null ? "This change moves no data in a new way." : diagramBlock(drawn));
  },
};
