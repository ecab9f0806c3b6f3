import { describe, expect, it } from "vitest";
import { effectiveControls, factsOf, select } from "../read-code.ts";

const EXPRESS = (line: string) =>
  `import express from "express";\nconst app = express();\napp.get("/pages/:id", requireAuth, async (req, res) => {\n  const page = await Page.findById(req.params.id);\n  ${line}\n  res.json(page);\n});\n`;

describe("a call that demands a right of who asks", () => {
  it.each(["await access.validateCanView(page, req.user);", "pages.ensureUserMayRead(req.user, page);"])(
    "is a check where nothing is done with its answer: %s",
    (line) => {
      expect(effectiveControls(factsOf(EXPRESS(line)))).toEqual(["authn", "authz", "ownership"]);
    },
  );

  it.each(["const seen = access.validateCanView(page, req.user);", "await access.validateCanView(page);"])(
    "is none where its answer is kept, or nobody is asked about: %s",
    (line) => {
      expect(effectiveControls(factsOf(EXPRESS(line)))).not.toContain("ownership");
    },
  );

  it("may stand in the constructor of a resource's controller", () => {
    const text = `<?php
use Illuminate\\Http\\Request;
class VaultController extends Controller {
  public function __construct() { $this->authorizeResource(Vault::class, 'vault'); }
  public function update(Request $request, Vault $vault) { $vault->update($request->only('name')); }
}
`;
    const facts = factsOf(text, "app/Http/Controllers/VaultController.php", "VaultController.update");
    expect(select(facts, "control/ownership")).not.toEqual([]);
  });
});

describe("a name that is no function", () => {
  it("registers no route with what it is sent", () => {
    const client = `import api from "@/lib/client";\nexport async function create(data) {\n  const answer = await api.post("/spaces", data);\n  return answer.data;\n}\n`;
    expect(() => factsOf(client, "src/spaces.ts", "POST /spaces")).toThrow("No scope");
  });
});

describe("a sign-in that is given what it asks about by name", () => {
  it.each(["await verifyUser({ req, res });", "await verifyToken({ req });"])("is one: %s", (line) => {
    const text = EXPRESS(line).replace("requireAuth, ", "");
    expect(effectiveControls(factsOf(text))).toEqual(["authn"]);
  });

  it("is none where nothing of the request is given", () => {
    const text = EXPRESS("await verifyUser({ page, now });").replace("requireAuth, ", "");
    expect(effectiveControls(factsOf(text))).toEqual([]);
  });
});

describe("a check of a credential or a right", () => {
  it("is no check of input, whatever its verb", () => {
    const text = EXPRESS("validateApiKey(req.headers.key);").replace("requireAuth, ", "");
    expect(effectiveControls(factsOf(text))).toEqual(["authn"]);
    expect(effectiveControls(factsOf(text.replace("validateApiKey", "validateBody")))).toEqual(["validation"]);
  });
});
