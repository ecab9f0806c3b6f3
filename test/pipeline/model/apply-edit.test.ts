import { describe, expect, it } from "vitest";
import type { WireFix } from "../../../src/pipeline/schemas/fixes-answer.ts";
import { applyEdit } from "../../../src/pipeline/model/apply-edit.ts";
import { buildChange } from "../../builders/change-set.ts";
import { HEAD_INVOICES, invoiceChange } from "../../builders/model-run.ts";

const LOAD = "  const invoice = invoices.get(request.params.id);";
const ANSWER = "  response.json(invoice);";
const CHECK = "  if (invoice.ownerId !== request.user.id) return response.sendStatus(404);";

const EDIT: WireFix = {
  index: 1,
  plan: "Put the check back.",
  path: "src/invoices.ts",
  search: `${LOAD}\n${ANSWER}`,
  replace: `${LOAD}\n${CHECK}\n${ANSWER}`,
};

function apply(given: Partial<WireFix>, change = invoiceChange()) {
  return applyEdit(change, { ...EDIT, ...given });
}

describe("applyEdit", () => {
  it("gives the smallest replacement and the change as it would be", () => {
    const applied = apply({});
    expect(applied?.fix).toEqual({
      path: "src/invoices.ts",
      startLine: 5,
      endLine: 5,
      replacement: `${CHECK}\n${ANSWER}`,
    });
    const file = applied?.patched.files[0];
    expect(file?.head?.text).toBe(HEAD_INVOICES.replace(ANSWER, `${CHECK}\n${ANSWER}`));
    expect(file?.hunks.flatMap(({ lines }) => lines).filter(({ type }) => type === "removed")).toEqual([]);
  });

  it("keeps the line ends of the file", () => {
    const head = "one();\r\ntwo();\r\nthree();\r\n";
    const change = buildChange({ files: { "a.ts": { base: "one();\r\n", head } } });
    const applied = apply({ path: "a.ts", search: "two();", replace: "second();" }, change);
    expect(applied?.patched.files[0]?.head?.text).toBe("one();\r\nsecond();\r\nthree();\r\n");
    expect(applied?.fix.replacement).toBe("second();");
  });

  it("forgives empty lines around the block, not a missing indentation", () => {
    expect(apply({ search: `\n${EDIT.search}\n\n` })?.fix.startLine).toBe(5);
    expect(apply({ search: LOAD.trim() })).toBeNull();
  });

  it.each<[string, Partial<WireFix>]>([
    ["lines that are not there", { search: "  const bill = 1;" }],
    ["lines that are there twice", { search: "});", replace: "}); // end" }],
    ["nothing", { search: "" }],
    ["another file", { path: "src/other.ts" }],
    ["no difference", { replace: EDIT.search }],
    ["too many lines", { replace: Array.from({ length: 21 }, (_, line) => `  step(${line});`).join("\n") }],
    ["an unclosed bracket", { replace: `${LOAD}\n  if (invoice) {\n${ANSWER}` }],
    ["characters that nobody sees", { replace: `${LOAD}\n${CHECK}\u202E\n${ANSWER}` }],
    ["a placeholder of a secret", { replace: `${LOAD}\n  check("<secret:aws:1>");\n${ANSWER}` }],
  ])("refuses %s", (_, edit) => {
    expect(apply(edit)).toBeNull();
  });

  it("refuses lines where the code host shows no suggestion", () => {
    const lines = Array.from({ length: 40 }, (_, line) => `call${line}();`);
    const change = buildChange({
      files: { "a.ts": { base: lines.join("\n"), head: lines.toSpliced(0, 1, "changed();").join("\n") } },
    });
    const edit = { path: "a.ts", search: "call30();", replace: "safe30();" };
    expect(apply(edit, change)).toBeNull();
    expect(apply({ ...edit, search: "call2();" }, change)?.fix.startLine).toBe(3);
  });
});
