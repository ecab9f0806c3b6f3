import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findCommand, parseInput } from "../../src/cli/arguments.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { review } from "../../src/cli/review.ts";
import { UsageError } from "../../src/domain/errors.ts";

describe("parseInput", () => {
  it("takes values with a space and with an equals sign, and switches, in any order", () => {
    const input = parseInput(review, ["--offline", "--base=-odd", "--repo", "a b", "--worktree", "--format", "json"]);
    expect(input.values).toEqual({ base: "-odd", repo: "a b", format: "json" });
    expect([...input.switches]).toEqual(["offline", "worktree"]);
  });

  it("lets the last value win", () => {
    expect(parseInput(review, ["--base", "a", "--base", "b"]).values["base"]).toBe("b");
  });

  it.each([
    [["--offline=yes"], "--offline is a switch and takes no value."],
    [["--base", ""], "--base needs a value: --base REV."],
    [["--base", "--offline"], "--base needs a value: --base REV."],
    [["--", "x"], '`threatdiff review` does not take "x".'],
    [["-o"], "has no option -o"],
    [["--constructor", "x"], "has no option --constructor"],
  ])("refuses %j", (words, sentence) => {
    expect(() => parseInput(review, words)).toThrow(sentence);
  });

  it("answers any words with an input of known options or with a sentence", () => {
    const names = Object.keys(review.options);
    const word = fc.oneof(
      fc.constantFrom("--", "-", "=", "--repo", "--repo=", "--offline", "--no-offline", "--__proto__", "-xyz"),
      fc.string(),
      fc.string().map((text) => `--${text}`),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        try {
          const { values, switches, operands } = parseInput(review, words);
          expect(names).toEqual(expect.arrayContaining([...Object.keys(values), ...switches]));
          expect(operands).toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });
});

describe("findCommand", () => {
  it("prefers the longer name and keeps the rest", () => {
    const { command, rest } = findCommand(["config", "check", "check"], COMMANDS);
    expect([command.name, rest]).toEqual(["config check", ["check"]]);
  });

  it("knows every command by its own name only", () => {
    for (const { name } of COMMANDS) expect(findCommand(name.split(" "), COMMANDS).command.name).toBe(name);
    expect(() => findCommand(["config", "review"], COMMANDS)).toThrow('no command "config review"');
  });
});
