// @vitest-environment jsdom
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderHtml } from "../../src/render/html.ts";
import { hostileReport, hostileText } from "../builders/hostile-text.ts";
import { invoiceReport, quietReport } from "../builders/report.ts";

/** The part of the browser's document that these tests use; jsdom brings no types. */
interface Page {
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): ArrayLike<PageElement> & Iterable<PageElement>;
}
interface PageElement {
  readonly textContent: string | null;
  readonly attributes: Iterable<{ readonly name: string }>;
  getAttribute(name: string): string | null;
}
declare const DOMParser: new () => { parseFromString(text: string, type: "text/html"): Page };

function open(page: string): Page {
  return new DOMParser().parseFromString(page, "text/html");
}

function texts(page: Page, selector: string): string[] {
  return [...page.querySelectorAll(selector)].map((one) => (one.textContent ?? "").replace(/\s+/gu, " ").trim());
}

describe("renderHtml", () => {
  it("shows the check, the review and its comments", () => {
    const page = open(renderHtml(invoiceReport()));
    expect(texts(page, "h1")).toEqual(["2 threats over the gate · 1 resolved"]);
    expect(texts(page, ".check .small")).toEqual(["failure: 2 open threats at or over the gate"]);
    expect(texts(page, ".lead")[0]).toContain("This change opens POST /hooks/payment to the internet");
    expect(texts(page, "section h3")).toEqual([
      "Any signed-in user can read any invoice",
      "Anyone who finds the URL can mark invoices as paid",
    ]);
    expect(texts(page, "section tr.lost td:last-child")).toEqual([
      "if (invoice.ownerId !== request.user.id) return reply.code(404).send();",
    ]);
    expect(texts(page, "section tr.fix td:last-child")).toEqual([
      "return invoices.getOwned(request.params.id, request.user.id);",
    ]);
  });

  it("says the diagram as a table without a script, and runs no script then", () => {
    const text = renderHtml(invoiceReport());
    expect(texts(open(text), ".flows tbody tr")).toContain(
      "Payment provider → ② POST /hooks/payment payment result added",
    );
    expect(open(text).querySelector("meta[http-equiv]")?.getAttribute("content")).toContain("script-src 'none'");
    expect(open(text).querySelectorAll("script")).toHaveLength(0);
  });

  it("inlines mermaid when given, without letting it end its element", () => {
    const page = open(renderHtml(invoiceReport(), { mermaidScript: 'const s = "</script><img src=x>";' }));
    expect(page.querySelectorAll("script")).toHaveLength(2);
    expect(page.querySelectorAll("img")).toHaveLength(0);
    expect(page.querySelector("pre.mermaid")?.textContent).toMatch(/^flowchart LR/u);
  });

  it("is a green line for a change without security meaning", () => {
    const page = open(renderHtml(quietReport()));
    expect(texts(page, "h1")).toEqual(["No change to the attack surface"]);
    expect(page.querySelectorAll("article, section")).toHaveLength(0);
  });

  it("loads nothing from anywhere", () => {
    expect(renderHtml(invoiceReport())).not.toMatch(/<link|@import|url\(|src=/u);
  });

  it("holds any text without running or loading it", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const page = open(renderHtml(hostileReport(text)));
        expect(page.querySelectorAll("img, script, iframe, form, link, object, base")).toHaveLength(0);
        const attributes = [...page.querySelectorAll("*")].flatMap((one) =>
          [...one.attributes].map(({ name }) => name),
        );
        expect(attributes.filter((name) => name.startsWith("on"))).toEqual([]);
        const links = [...page.querySelectorAll("a")].map((one) => one.getAttribute("href") ?? "");
        expect(links.filter((link) => !link.startsWith("https://github.com/acme/billing/blob/"))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
