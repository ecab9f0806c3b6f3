import { describe, expect, it } from "vitest";
import { attributesOf, factsOf, select } from "../read-code.ts";

const TOOL = (guard: string) => `from langchain_core.tools import tool
import re, sqlglot
from sqlalchemy import text
FORBIDDEN = ["drop", "alter", "copy"]
PATTERNS = [re.compile(r"\\bdrop\\b"), re.compile(r"\\balter\\b"), re.compile(r"\\bcopy\\b")]
ALLOWED = {"SELECT", "INSERT"}

def check(statement):
    for pattern in PATTERNS:
        if pattern.search(statement):
            return "refused"
    return None

def parts_of(statement):
    return [part.key for part in statement.find_all(Expression)]

@tool
def run_query(query: str) -> str:
    """Runs a query."""
${guard.replaceAll(/^/gmu, "    ")}
    return session.execute(text(query))
`;

function guardOf(code: string): unknown {
  return attributesOf(factsOf(TOOL(code), "app/tools.py", "tool run_query"), "sink/sql")?.["guarded_by"] ?? null;
}

describe("guards that name what is forbidden", () => {
  it.each([
    ["a loop over words", "for word in FORBIDDEN:\n    if word in query:\n        raise ValueError()"],
    ["any of several words", "if any(word in query.lower() for word in FORBIDDEN):\n    raise ValueError()"],
    ["a pattern of several words", 'if re.search(r"drop|alter|copy", query):\n    raise ValueError()'],
    ["the statement itself in a list", "if query in FORBIDDEN:\n    return"],
    ["a function of the same file", "problem = check(query)\nif problem:\n    return problem"],
  ])("leave a mark on what they look at: %s", (_, code) => {
    expect(guardOf(code)).toBe("block_list");
    expect(select(factsOf(TOOL(code), "app/tools.py", "tool run_query"), "control/block_list")).not.toEqual([]);
  });

  it.each([
    ["a list of what is allowed", "if query not in FORBIDDEN:\n    return"],
    ["a rule about one thing", 'if ".." in query:\n    raise ValueError()'],
    ["two words", 'if re.search(r"drop|alter", query):\n    raise ValueError()'],
    ["a pattern of the whole text", 'if not re.fullmatch(r"^(?:one|two|three)$", query):\n    raise ValueError()'],
    ["a test that refuses nothing", "if query in FORBIDDEN:\n    log(query)"],
    ["a list of what is passed on", "if query in FORBIDDEN:\n    return handler(query)"],
    ["words of something else", "if mode in FORBIDDEN:\n    raise ValueError()"],
  ])("are not %s", (_, code) => {
    expect(guardOf(code)).toBeNull();
  });
});

describe("guards that look at the first part of a statement", () => {
  it.each([
    ["its first word", 'if not query.upper().startswith("SELECT"):\n    raise ValueError()'],
    ["a pattern of its first word", 'if not re.match(r"^\\s*(select|with)\\b", query, re.I):\n    raise ValueError()'],
    [
      "its type",
      "for statement in sqlglot.parse(query):\n    kind = type(statement).__name__\n    if kind not in ALLOWED:\n        raise ValueError()",
    ],
  ])("leave a mark on it: %s", (_, code) => {
    expect(guardOf(code)).toBe("first_part");
  });

  it.each([
    "for statement in sqlglot.parse(query):\n    for part in statement.walk():\n        if part.key not in ALLOWED:\n            raise ValueError()",
    "for statement in sqlglot.parse(query):\n    if parts_of(statement) not in ALLOWED:\n        raise ValueError()",
  ])("are complete when they look at every part: %j", (code) => {
    expect(guardOf(code)).toBeNull();
  });
});
