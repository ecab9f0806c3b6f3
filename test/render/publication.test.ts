import { describe, expect, it } from "vitest";
import type { ThreatReport } from "../../src/domain/report.ts";
import { detailsIssue } from "../../src/render/details-issue.ts";
import { renderPublication } from "../../src/render/publication.ts";
import {
  evidenceOf,
  invoiceFiles,
  invoiceReport,
  ownershipThreat,
  quietReport,
  webhookThreat,
} from "../builders/report.ts";
import { buildDisposition } from "../builders/disposition.ts";

const FULL = { maxComments: 10, disclosure: "full", channel: null } as const;

const ACCEPTED = buildDisposition({ by: "mona", reason: "invoices are public", at: "2026-11-22T10:00:00Z" });

function publish(
  report: ThreatReport,
  options: Parameters<typeof renderPublication>[2] = FULL,
  previous: ThreatReport | null = null,
) {
  return renderPublication(report, { files: invoiceFiles() }, options, previous);
}

describe("renderPublication", () => {
  it("puts the verdict with counts in the check's title", () => {
    const { check } = publish(invoiceReport());
    expect(check).toMatchObject({ conclusion: "failure", title: "2 threats over the gate · 1 resolved" });
  });

  it("comments on the lines of the evidence, in the report's order", () => {
    const comments = publish(invoiceReport()).review?.comments;
    expect(
      comments?.map(({ threatId, path, side, startLine, endLine }) => ({ threatId, path, side, startLine, endLine })),
    ).toEqual([
      { threatId: "T-4KX2M7QD", path: "src/invoices.ts", side: "head", startLine: 7, endLine: 7 },
      { threatId: "T-B2NQ5VEA", path: "src/invoices.ts", side: "head", startLine: 12, endLine: 13 },
    ]);
  });

  it("writes a threat out in the body when its lines are not in the diff", () => {
    const elsewhere = webhookThreat({ evidence: [evidenceOf({ path: "src/server.ts", startLine: 3, endLine: 3 })] });
    const review = publish(invoiceReport({ threats: [ownershipThreat(), elsewhere] })).review;
    expect(review?.comments.map((comment) => comment.threatId)).toEqual(["T-4KX2M7QD"]);
    expect(review?.body).toContain("Without an inline comment (1)");
    expect(review?.body).toContain("Post my own invoice number to the URL");
  });

  it("posts at most the configured number of comments and loses none of the threats", () => {
    const review = publish(invoiceReport(), { maxComments: 1, disclosure: "full", channel: null }).review;
    expect(review?.comments).toHaveLength(1);
    expect(review?.body).toContain("**How I would break this.** Post my own invoice number");
  });

  it("comments once on a control that several paths lost", () => {
    const other = ownershipThreat({ id: "T-AAAAAAAA", element: "DELETE /invoices/:id" });
    const { review, check } = publish(invoiceReport({ threats: [ownershipThreat(), other] }));
    expect(review?.comments.map(({ threatId }) => threatId)).toEqual(["T-4KX2M7QD"]);
    expect(review?.comments[0]?.body).toContain("**Also open by this.** `DELETE /invoices/:id` (T-AAAAAAAA)");
    expect(review?.body).not.toContain("Without an inline comment");
    expect(check.text).toContain("#### Threats in full (1)");
  });

  it("does not comment anew when somebody decides about the one that the comment tells", () => {
    const decided = ownershipThreat({ disposition: ACCEPTED });
    const other = ownershipThreat({ id: "T-AAAAAAAA", element: "DELETE /invoices/:id" });
    const { review } = publish(invoiceReport({ threats: [decided, other] }));
    expect(review?.comments).toEqual([]);
    expect(review?.body).toContain("Without an inline comment (1)");
  });

  it("comments on the next one when the one that the comment tells is fixed", () => {
    const fixed = ownershipThreat({ effect: "resolved" });
    const other = ownershipThreat({ id: "T-AAAAAAAA", element: "DELETE /invoices/:id" });
    const { review } = publish(invoiceReport({ threats: [fixed, other] }));
    expect(review?.comments.map(({ threatId }) => threatId)).toEqual(["T-AAAAAAAA"]);
  });

  it("writes every threat out in the check's text, whether or not it has a comment", () => {
    const text = publish(invoiceReport()).check.text;
    expect(text).toContain("#### Threats in full (2)");
    expect(text).not.toContain("Without an inline comment");
  });

  it("comments on new effects only", () => {
    const older = ownershipThreat({ effect: "pre_existing" });
    expect(publish(invoiceReport({ threats: [older] })).review?.comments).toEqual([]);
  });

  it("stays silent about a change without security meaning", () => {
    const { check, review } = publish(quietReport());
    expect(check).toMatchObject({ conclusion: "success", title: "No change to the attack surface", text: null });
    expect(check.summary).toBe("No change to the attack surface");
    expect(review).toBeNull();
  });

  it("updates a review that stands there when the meaning is gone", () => {
    const review = publish(quietReport(), FULL, invoiceReport()).review;
    expect(review?.body).toBe(
      "No change to the attack surface\n\n**Gone since `5e1f0c9`:** T-4KX2M7QD fixed · T-B2NQ5VEA fixed.",
    );
    expect([...(review?.goneComments.keys() ?? [])]).toEqual(["T-4KX2M7QD", "T-B2NQ5VEA"]);
  });

  it("annotates head lines of open threats, failing ones as failures", () => {
    const lowRisk = webhookThreat({ id: "T-AAAAAAAA" });
    const { annotations } = publish(invoiceReport({ threats: [ownershipThreat(), lowRisk] })).check;
    expect(annotations.map(({ level, startLine }) => ({ level, startLine }))).toEqual([
      { level: "failure", startLine: 7 },
      { level: "warning", startLine: 12 },
    ]);
  });
});

describe("disclosure", () => {
  it("shows titles but no places, quotes or attacks in a summary", () => {
    const { check, review } = publish(invoiceReport(), { maxComments: 10, disclosure: "summary", channel: null });
    expect(check.summary).toContain("Any signed-in user can read any invoice");
    expect(check.summary).not.toMatch(/invoices\.ts|count the number|mermaid/u);
    expect(check).toMatchObject({ text: null, annotations: [] });
    expect(review?.comments).toEqual([]);
  });

  it("shows only counts when private", () => {
    const { check } = publish(invoiceReport(), { maxComments: 10, disclosure: "private", channel: null });
    expect(check.title).toBe("2 threats over the gate · 1 resolved");
    expect(check.summary).not.toMatch(/invoice|T-4KX2M7QD/u);
  });

  it.each([
    ["told", "The details are in an issue of `acme/findings`, for those who may read it."],
    ["public", "The details were not written to `acme/findings`, because it is public."],
    ["unreachable", "The details were not written to `acme/findings`, because this App cannot write issues there."],
  ] as const)("says where the details are: %s", (outcome, words) => {
    const channel = { repository: "findings", outcome };
    const { check } = publish(invoiceReport(), { maxComments: 10, disclosure: "private", channel });
    expect(check.summary).toContain(words);
    expect(check.summary).not.toMatch(/invoice|T-4KX2M7QD/u);
  });
});

describe("detailsIssue", () => {
  it("holds what the pull request does not show", () => {
    const { title, body } = detailsIssue(invoiceReport());
    expect(title).toBe("Threats of acme/billing#42: 2 threats over the gate · 1 resolved");
    expect(body).toMatch(/^The review of `acme\/billing#42` at `[0-9a-f]{7}`/u);
    expect(body).toContain("**How I would break this.** Post my own invoice number");
  });
});
