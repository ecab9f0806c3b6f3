import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import { isNew } from "../../../src/domain/threat.ts";
import { ground } from "../../../src/pipeline/stages/ground.ts";
import { buildChange } from "../../builders/change-set.ts";
import { groundTools } from "../../builders/ground-tools.ts";

const TOOLS = groundTools(loadCatalogue());
const PATH = "internal/shop/shop.go";

/** Kinds of what a change of one file brings. */
async function broughtBy(base: string, head: string): Promise<string[]> {
  const { candidates } = await ground(buildChange({ files: { [PATH]: { base, head } } }), DEFAULT_CONFIG, TOOLS);
  return candidates.filter(({ effect }) => isNew(effect)).map(({ kind }) => kind);
}

const HEAD = `package shop
import (
  "context"
  "html"
  "net/url"
  "os"
  "path"
  "path/filepath"
  "github.com/golang-jwt/jwt/v5"
)
`;
const inMethod = (body: string, name = "Rename") =>
  `${HEAD}func (s *Shop) ${name}(ctx context.Context, userID string, doc *Doc, name string) error {\n${body}\n}\n`;
const SAVE = "  if err := s.store.Save(ctx, doc, name); err != nil {\n    return err\n  }\n  return s.tell(doc, name)";

/** Taking the lines out brings the kind; putting them in brings nothing. */
async function expectLoss(lines: string, kinds: readonly string[], symbol = "Rename") {
  const [base, head] = [inMethod(`${lines}\n${SAVE}`, symbol), inMethod(SAVE, symbol)];
  expect(await broughtBy(base, head)).toEqual(kinds);
  expect(await broughtBy(head, base)).toEqual([]);
}

describe("a check of rights in Go that is gone", () => {
  it.each([
    "  if err := s.permissions.DocManage(userID, doc.ID); err != nil {\n    return err\n  }",
    "  err := s.permissions.DocManage(userID, doc.ID)\n  if err != nil {\n    return err\n  }",
    "  allowed, err := s.authz.Enforce(ctx, doc.ID)\n  if err != nil {\n    return err\n  }\n  if !allowed {\n    return ErrNo\n  }",
    "  if !acl.IsAllowedExec(userID, doc) {\n    return ErrNo\n  }",
    "  if !isDocAllowed(doc, userID) {\n    return ErrNo\n  }",
    "  caller, err := s.store.User(ctx, userID)\n  if err != nil {\n    return err\n  }\n  if !caller.IsAdmin {\n    return ErrNo\n  }",
  ])("is told: %s", async (lines) => {
    await expectLoss(lines, ["permission-check-removed"]);
  });

  it("is a power that is no longer taken away", async () => {
    await expectLoss("  doc.Perm.Admin = false", ["permission-check-removed"]);
    await expectLoss("  doc.Perm.Admin = true", []);
    await expectLoss("  doc.Dirty = false", []);
  });

  it.each([
    ["what it asked about is gone", "  if !s.canSee(other, userID) {\n    return ErrNo\n  }"],
    [
      "it asks whether something came about",
      "  found, err := s.store.Has(ctx, doc)\n  if err != nil {\n    return err\n  }",
    ],
    ["it is a setting", "  if !s.settings.Open {\n    return ErrNo\n  }"],
  ])("is none where %s", async (_, lines) => {
    await expectLoss(lines, []);
  });

  it("is none while the same is asked about the same", async () => {
    const first = "  if err := s.permissions.DocManage(userID, doc.ID); err != nil {\n    return err\n  }";
    const second = "  if !s.permissions.CanSee(userID, doc.ID) {\n    return ErrNo\n  }";
    expect(await broughtBy(inMethod(`${first}\n${second}\n${SAVE}`), inMethod(`${second}\n${SAVE}`))).toEqual([]);
  });
});

const parse = (options: string) => inMethod(`  _, err := jwt.Parse(name, s.key${options})\n  return err`);

describe("a check of a path, an address or a token in Go that is gone", () => {
  it.each([
    ["  if !filepath.IsLocal(name) {\n    return ErrNo\n  }", "path-check-removed"],
    ['  name = path.Clean("/" + name)', "path-check-removed"],
    ['  name = path.Clean(path.Join("/", name))', "path-check-removed"],
    ["  if err := checkLogFilename(name); err != nil {\n    return err\n  }", "path-check-removed"],
    ["  if err := ValidatePublicHTTPURL(name); err != nil {\n    return err\n  }", "address-check-removed"],
    ["  name = html.EscapeString(name)", "markup-cleaning-removed"],
    ["  if err := checkCSRFTokenRef(doc); err != nil {\n    return err\n  }", "token-check-removed"],
  ])("is told: %s", async (lines, kind) => {
    await expectLoss(lines, [kind]);
  });

  it.each([
    "  name = path.Clean(name)",
    "  name = filepath.Base(name)",
    "  if err := checkTokenCount(doc); err != nil {\n    return err\n  }",
  ])("is none of them: %s", async (lines) => {
    await expectLoss(lines, []);
  });

  it("is none that a text is only taken apart instead", async () => {
    const taken = "  if _, err := url.Parse(name); err != nil {\n    return err\n  }";
    const base = inMethod(`  if err := validateURL(name); err != nil {\n    return err\n  }\n${SAVE}`);
    expect(await broughtBy(base, inMethod(`${taken}\n${SAVE}`))).toEqual(["address-check-removed"]);
    expect(
      await broughtBy(base, inMethod(`  if err := verifyURL(name); err != nil {\n    return err\n  }\n${SAVE}`)),
    ).toEqual([]);
  });

  it("is an option of the parser of tokens", async () => {
    expect(await broughtBy(parse(", jwt.WithAudience(doc.Audience)"), parse(""))).toEqual([]);
    const [base, head] = [', jwt.WithAudience("shop")', ", jwt.WithLeeway(9)"].map(parse);
    expect(await broughtBy(base ?? "", head ?? "")).toEqual(["token-check-removed"]);
  });
});

describe("the end of a session in Go that is gone", () => {
  it.each(["Logout", "ChangePassword"])("is told in %s", async (symbol) => {
    await expectLoss("  s.sessions.InvalidateTokens(userID)", ["session-ending-removed"], symbol);
  });

  it("is none where no session has to end", async () => {
    await expectLoss("  s.cache.InvalidateTokens(userID)", [], "Refill");
    await expectLoss("  s.sessions.Count(userID)", [], "Logout");
  });
});
