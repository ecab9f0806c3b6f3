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
  "strings"
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
    ["  if !s.CheckToken(ctx) {\n    return ErrNo\n  }", "token-check-removed"],
    ["  if !doc.AccessToken.Valid {\n    return ErrNo\n  }", "token-check-removed"],
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

  it("is told where what it asked about was made for it alone", async () => {
    await expectLoss(
      '  local := strings.TrimPrefix(name, "/") + ".tgz"\n  if !filepath.IsLocal(local) {\n    return ErrNo\n  }',
      ["path-check-removed"],
    );
    await expectLoss(
      '  rel, err := filepath.Rel(s.root, name)\n  if err != nil || strings.HasPrefix(rel, "..") {\n    return ErrNo\n  }',
      ["path-check-removed"],
    );
    await expectLoss("  other := s.next()\n  if !filepath.IsLocal(other) {\n    return ErrNo\n  }", []);
  });

  it("is told where a value is used whatever the answer is", async () => {
    const guardedBy = (question: string) =>
      inMethod(`  if ${question}(name) {\n    s.query = s.query.OrderBy(name)\n  }\n${SAVE}`);
    const open = inMethod(`  s.query = s.query.OrderBy(name)\n${SAVE}`);
    expect(await broughtBy(guardedBy("IsValidSort"), open)).toEqual(["statement-escaping-removed"]);
    expect(await broughtBy(open, guardedBy("IsValidSort"))).toEqual([]);
    expect(await broughtBy(guardedBy("IsLong"), open)).toEqual([]);
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

const handler = (body: string, helper = "") =>
  `${HEAD}func (s *Shop) Show(ctx context.Context, userID string, doc *Doc) (*View, error) {\n${body}\n}\n${helper}`;
const HELPED = "  return s.viewFor(userID, doc)";
const ALONE = "  return s.viewOf(doc), nil";
const guarded = (check: string) =>
  `func (s *Shop) viewFor(userID string, doc *Doc) (*View, error) {\n${check}${ALONE}\n}\n`;
const CHECK = "  if !s.canSee(userID, doc) {\n    return nil, ErrNo\n  }\n";

describe("a check in a helper that is gone", () => {
  it("is told where the helper was called", async () => {
    const [base, head] = [handler(HELPED, guarded(CHECK)), handler(ALONE)];
    expect(await broughtBy(base, head)).toEqual(["permission-check-removed"]);
    expect(await broughtBy(head, base)).toEqual([]);
  });

  it("is told through one more helper", async () => {
    const between =
      "func (s *Shop) viewFor(userID string, doc *Doc) (*View, error) {\n  return s.seen(userID, doc)\n}\n";
    const base = handler(HELPED, between + guarded(CHECK).replace("viewFor", "seen"));
    expect(await broughtBy(base, handler(ALONE))).toEqual(["permission-check-removed"]);
  });

  it("is none where the function has the check itself now, or the helper only another name", async () => {
    const base = handler(HELPED, guarded(CHECK));
    expect(await broughtBy(base, handler(`${CHECK}${ALONE}`))).toEqual([]);
    const renamed = handler("  return s.shownTo(userID, doc)", guarded(CHECK).replace("viewFor", "shownTo"));
    expect(await broughtBy(base, renamed)).toEqual([]);
    expect(await broughtBy(handler(HELPED, guarded("")), handler(ALONE))).toEqual([]);
    expect(await broughtBy(handler(HELPED, guarded(CHECK)), handler("  return nil, nil", guarded(CHECK)))).toEqual([]);
  });
});

const record = (tag: string) =>
  `package shop\ntype Patch struct {\n  ID int ${tag}\n  Name string \`json:"name"\`\n}\n`;

describe("a rule in the tag of a field that is gone", () => {
  it.each([
    ['`json:"-"`', "", ["field-hiding-removed"]],
    ['`json:"id" validate:"required,url"`', '`json:"id" validate:"required"`', ["address-check-removed"]],
    ['`json:"id" binding:"oneof=a b"`', '`json:"id"`', ["input-check-removed"]],
    ['`json:"id"`', "", []],
    ['`json:"id" validate:"required"`', '`json:"id"`', []],
    ['`db:"-"`', "", []],
  ])("is told from %s to %s", async (base, head, kinds) => {
    expect(await broughtBy(record(base), record(head))).toEqual(kinds);
    expect(await broughtBy(record(head), record(base))).toEqual([]);
  });
});

const login = (value: string) =>
  `package shop\nimport (\n  "github.com/rs/xid"\n  "github.com/google/uuid"\n)\nfunc begin(store *Store) error {\n  sessionCookie := ${value}\n  return store.Put(sessionCookie)\n}\n`;

describe("an id that counts", () => {
  it("is predictable where it is the key of a session", async () => {
    expect(await broughtBy(login("uuid.NewString()"), login("xid.New().String()"))).toEqual(["predictable-token"]);
    const named = (value: string) => login(value).replaceAll("sessionCookie", "objectKey");
    expect(await broughtBy(named("uuid.NewString()"), named("xid.New().String()"))).toEqual([]);
  });
});
