import { expect, it } from "vitest";
import { fillPlaceholders } from "../../../src/catalogue/placeholders.ts";
import { loadCatalogue } from "../../../src/catalogue/catalogue.ts";
import type { Fact } from "../../../src/domain/fact.ts";
import { placeholderValues } from "../../../src/pipeline/ground/placeholder-values.ts";
import { buildFact, buildScope, buildSink } from "../../builders/fact.ts";

function titleOf(id: string, fact: Fact, ...others: Fact[]): string {
  const scope = buildScope({ name: "ci.yml#test", facts: [fact, ...others] });
  const kind = loadCatalogue().kinds.find((one) => one.id === id);
  return fillPlaceholders(kind?.title ?? "", placeholderValues(scope, [{ fact, role: "config" }]));
}

const request = (attributes: Fact["attributes"]) => buildFact({ kind: "external_service", name: "http", attributes });
const leaving = (fact: Fact, ...others: Fact[]) => titleOf("personal-data-to-third-party", fact, ...others);

it.each([
  ["write_all", "The token of ci.yml#test can write to everything"],
  ["default", "The token of ci.yml#test has whatever rights the repository gives by default"],
])("says what a token with the level %s can do", (level, title) => {
  const fact = buildFact({ kind: "privilege", name: "workflow_permissions", attributes: { level } });
  expect(titleOf("workflow-token-too-broad", fact)).toBe(title);
});

it("names the host that data leaves for, and says that callers choose it only where they do", () => {
  const { startLine, endLine } = request({});
  const chosen = { ...buildSink("outbound_http"), startLine, endLine };
  expect(leaving(request({ host: "api.example.com" }), chosen)).toBe("Personal data leaves for api.example.com");
  expect(leaving(request({}), chosen)).toBe("Personal data leaves for a host the caller chooses");
  expect(leaving(request({}), { ...chosen, attributes: { tainted: false } })).toBe(
    "Personal data leaves for another host",
  );
});
