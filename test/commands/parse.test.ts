import { describe, expect, it } from "vitest";
import { parseCommand, parseCommandLine } from "../../src/commands/parse.ts";

describe("parseCommand", () => {
  it.each<[string, string, string[]]>([
    ["/threatmodel run", "run", []],
    ["Thanks!\n\n/threatmodel explain T-4KX2M7QD\n", "explain", ["T-4KX2M7QD"]],
    ["/threatmodel", "run", []],
    ["/threatmodel   RUN  \r\n", "run", []],
    ["/threatmodel run\n/threatmodel help", "run", []],
    ["```\n/threatmodel help\n```\n/threatmodel run", "run", []],
    ["````\n```\n/threatmodel help\n````\n/threatmodel run", "run", []],
  ])("reads %j", (body, name, args) => {
    expect(parseCommand(body)).toEqual({ name, args });
  });

  it.each([
    "please /threatmodel run",
    "> /threatmodel run",
    "    /threatmodel run",
    "```\n/threatmodel run\n```",
    "~~~sh\n/threatmodel run",
    "```\n/threatmodel run\n``` not a closing fence\n/threatmodel run",
    "<!-- \n/threatmodel run\n-->",
    "<!-- never closed\n/threatmodel run",
    "/threatmodels run",
    "/threatmodel/run",
    `/threatmodel explain ${"x".repeat(600)}`,
    "",
  ])("ignores %j", (body) => {
    expect(parseCommand(body)).toBeNull();
  });
});

describe("parseCommandLine", () => {
  it("keeps a bounded number of arguments", () => {
    expect(parseCommandLine(` explain ${"x ".repeat(200)}`).args).toHaveLength(80);
  });
});
