import type { Instruction } from "./dockerfile-syntax.ts";

/** One `FROM` and what is built on it. */
export interface Stage {
  readonly from: Instruction;
  /** The image with the defaults of global `ARG`s filled in; `null` when it depends on a value from outside. */
  readonly image: string | null;
  readonly name: string | null;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile in order. */
export function stagesOf(instructions: readonly Instruction[]): Stage[] {
  const starts = instructions.flatMap((instruction, index) => (instruction.keyword === "FROM" ? [index] : []));
  const defaults = argumentDefaults(instructions.slice(0, starts[0] ?? 0));
  return starts.flatMap((start, index) => {
    const from = instructions[start];
    return from ? [stageOf(from, instructions.slice(start + 1, starts[index + 1]), defaults)] : [];
  });
}

/** The stages whose layers are in the final image, from its own back to the one on an outside image. */
export function shippedStages(stages: readonly Stage[]): Stage[] {
  const shipped: Stage[] = [];
  let stage = stages.at(-1);
  while (stage && !shipped.includes(stage)) {
    shipped.push(stage);
    const parent: string | null = stage.image;
    stage = stages.find((candidate) => candidate.name !== null && candidate.name === parent?.toLowerCase());
  }
  return shipped;
}

function stageOf(
  from: Instruction,
  instructions: readonly Instruction[],
  defaults: ReadonlyMap<string, string>,
): Stage {
  const [image = "", as, name] = from.text.split(/\s+/u);
  return {
    from,
    image: fillIn(image, defaults),
    name: as?.toLowerCase() === "as" ? (name?.toLowerCase() ?? null) : null,
    instructions,
  };
}

function argumentDefaults(instructions: readonly Instruction[]): Map<string, string> {
  const declared = instructions.filter((instruction) => instruction.keyword === "ARG");
  return new Map(
    declared
      .flatMap(({ text }) => assignmentsIn(text))
      .flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}

/** The `NAME=value` pairs of `ARG` or `ENV`, quotes removed; `null` for a name without a value. */
export function assignmentsIn(text: string): [string, string | null][] {
  const pairs = [...text.matchAll(/([A-Za-z_]\w*)(=("(?:[^"\\]|\\.)*"|'[^']*'|\S*))?(?=\s|$)/gu)];
  const [first] = pairs;
  if (first && first[2] === undefined && /^\w+\s+\S/u.test(text)) {
    return [[first[1] ?? "", text.slice(first[0].length).trim()]];
  }
  return pairs.map((pair) => [
    pair[1] ?? "",
    pair[3] === undefined ? null : pair[3].replace(/^(["'])([^]*)\1$/u, "$2"),
  ]);
}

function fillIn(image: string, defaults: ReadonlyMap<string, string>): string | null {
  const filled = image.replace(/\$\{(\w+)(?::-([^}]*))?\}|\$(\w+)/gu, (whole, braced, fallback, plain) => {
    const name = String(braced ?? plain);
    return defaults.get(name) ?? (typeof fallback === "string" ? fallback : whole);
  });
  return filled.includes("$") ? null : filled;
}
