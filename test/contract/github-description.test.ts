import { describe, expect, it } from "vitest";
import { createJudge } from "./github-description.ts";

const judge = createJudge({
  paths: {
    "/repos/{owner}/{repo}/issues/{number}/comments": {
      post: {
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/comment" } } } },
      },
    },
    "/repos/{owner}/{repo}/contents/{path}": { get: {} },
  },
  components: {
    schemas: {
      comment: {
        type: "object",
        required: ["body"],
        properties: { body: { type: "string", example: "x" }, example: { type: "integer", nullable: true } },
      },
    },
  },
});
const comment = (body: unknown) => judge({ method: "POST", path: "/repos/a/b/issues/1/comments", body });

describe("the judge of requests", () => {
  it("lets what is described pass", () => {
    expect(comment({ body: "Hello" })).toEqual([]);
    expect(comment({ body: "Hello", example: null })).toEqual([]);
    expect(judge({ method: "GET", path: "/repos/a/b/contents/src/x%20y.ts", body: undefined })).toEqual([]);
  });

  it("names what is not described and what is described otherwise", () => {
    expect(comment({ text: "Hello" })[0]).toContain("must have required property 'body'");
    expect(comment({ body: "Hello", example: "1" })).not.toEqual([]);
    expect(judge({ method: "DELETE", path: "/repos/a/b/contents/x", body: undefined })).toEqual([
      "DELETE /repos/a/b/contents/x: GitHub has no such operation",
    ]);
  });
});
