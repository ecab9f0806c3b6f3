import { type CliCommand, EXIT } from "./command.ts";

/** `threatdiff eval` */
export const evaluation: CliCommand = {
  name: "eval",
  summary: "Measure reviews of real changes whose threats are known: what they catch, miss and make up",
  options: {
    cases: { value: "DIR", description: "One repository for each case, with the branches base and main" },
    manifest: { value: "FILE", description: "What is known of the cases, as evals/README.md describes it" },
    runs: { value: "K", description: "Reviews of each case (default: 1); more show how stable they are" },
    parallel: { value: "N", description: "Reviews at a time (default: 2)" },
    pairs: { description: "Review vulnerable changes undone as well, which must bring nothing" },
    offline: { description: "Ask no model: the rules alone" },
    record: { value: "DIR", description: "Write what the model answered, without other people's code" },
    replay: { value: "DIR", description: "Take the answers from recordings; nothing is asked" },
    format: { value: "FORMAT", description: "markdown (default) or json" },
  },
  run: async (input, terminal) => {
    const { runEval } = await import("./run-eval.ts");
    return (await runEval(input, terminal)) ? EXIT.ok : EXIT.gateFailed;
  },
};
