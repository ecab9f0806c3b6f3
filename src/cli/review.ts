import { type CliCommand, EXIT } from "./command.ts";

/** `threatdiff review` */
export const review: CliCommand = {
  name: "review",
  summary: "Threat-model a local change: what it adds to or removes from the attack surface",
  options: {
    repo: { value: "DIR", description: "A directory of the repository (default: the current one)" },
    base: { value: "REV", description: "Compare with where the head left this (default: the default branch)" },
    head: { value: "REV", description: "The commit to review (default: HEAD)" },
    worktree: { description: "Review the files on disk: also what is not committed yet" },
    format: { value: "FORMAT", description: "terminal (default), markdown, json, sarif or html" },
    out: { value: "FILE", description: "Write the result to a file instead of standard output" },
    offline: { description: "Ask no model, also when the environment names one" },
    "fail-on": {
      value: "LEVEL",
      description: "none, info, low, medium, high or critical, instead of the repository's",
    },
    answers: { value: "DIR", description: "Keep the model's answers in a directory, and ask nothing that it holds" },
    trace: { value: "DIR", description: "Write every model call, secrets masked, and what was rejected and why" },
  },
  run: async (input, terminal) => {
    const { runReview } = await import("./run-review.ts");
    const { gate } = await runReview(input, terminal);
    if (gate.reason === "threats") return EXIT.gateFailed;
    return gate.reason === "incomplete" ? EXIT.incomplete : EXIT.ok;
  },
};
