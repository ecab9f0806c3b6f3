import { expect, it } from "vitest";
import { scopesOf } from "../read-code.ts";

const LONG = `import requests

def report():
    r = requests.post("https://example.com/version",
                      data={'version': 1,
                            'id': 2,
                            'count': 3
                            },

                      verify=False)
`;

it("quotes no empty line at the end of a call that is cut", () => {
  const facts = scopesOf(LONG, "app/report.py").flatMap((scope) => scope.facts);
  const long = facts.filter(({ startLine }) => startLine === 4);
  expect(long.length).toBeGreaterThan(0);
  for (const { endLine, quote } of long) {
    expect(endLine).toBe(8);
    expect(quote).toBe(LONG.split("\n").slice(3, 8).join("\n"));
  }
});
