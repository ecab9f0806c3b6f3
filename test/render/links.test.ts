import { describe, expect, it } from "vitest";
import { type Place, placeLink, placeName, placeUrl } from "../../src/render/links.ts";
import { invoiceReport } from "../builders/report.ts";

const report = invoiceReport();
const at = (path: string, startLine = 7, endLine = 7): Place => ({ path, side: "head", startLine, endLine });

describe("placeName", () => {
  it("is a path with a line or a range", () => {
    expect(placeName(at("a.ts"))).toBe("a.ts:7");
    expect(placeName(at("a.ts", 7, 9))).toBe("a.ts:7-9");
  });
});

describe("placeUrl", () => {
  it("points to the lines at the commit of its side", () => {
    expect(placeUrl(at("src/a.ts", 7, 9), report)).toBe(
      `https://github.com/acme/billing/blob/${report.headSha}/src/a.ts#L7-L9`,
    );
    expect(placeUrl({ ...at("src/a.ts"), side: "base" }, report)).toContain(`/blob/${report.mergeBaseSha}/`);
  });

  it("encodes everything that could end a link or change its target", () => {
    const url = placeUrl(at("a b/(x)[y]'*!?#%.ts"), report) ?? "";
    expect(url).toMatch(/^https:\/\/github\.com\/acme\/billing\/blob\/\w+\/[\w%./-]+#L7$/u);
    expect(decodeURIComponent(url)).toContain("a b/(x)[y]'*!?#%.ts#L7");
  });

  it.each([null, "javascript:alert(1)", "https://x.example/) [y](z"])("is absent for the address %j", (webUrl) => {
    expect(placeUrl(at("a.ts"), { ...report, webUrl })).toBeNull();
    expect(placeLink(at("a.ts"), { ...report, webUrl })).toBe("`a.ts:7`");
  });
});
