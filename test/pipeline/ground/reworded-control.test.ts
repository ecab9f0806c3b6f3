import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import { ground } from "../../../src/pipeline/stages/ground.ts";
import { buildChange } from "../../builders/change-set.ts";
import { groundTools } from "../../builders/ground-tools.ts";

const TOOLS = groundTools(loadCatalogue());

const route = (check: string) =>
  `import express from "express";
import { Note } from "./models.ts";
const app = express();
app.post("/notes/:id", requireAuth, async (req, res) => {
  const note = await Note.findById(req.params.id);
${check}
  await note.update(req.body.text);
  res.end();
});
`;

/** What a change of the check in front of an update means, as effects of the kinds about rights. */
async function effectsOf(before: string, after: string): Promise<string[]> {
  const files = { "src/notes.ts": { base: route(before), head: route(after) } };
  const { candidates } = await ground(buildChange({ files }), DEFAULT_CONFIG, TOOLS);
  return candidates
    .filter(({ kind }) => /ownership|authorization/u.test(kind))
    .map(({ kind, effect }) => `${kind} ${effect}`);
}

const COMPARED = "  if (note.ownerId !== req.user.id) return res.sendStatus(403);";

function open(text: string): string {
  return text.replace(", requireAuth", "");
}

async function signInEffects(before: string, after: string): Promise<string[]> {
  const files = { "src/notes.ts": { base: open(route(before)), head: open(route(after)) } };
  const { candidates } = await ground(buildChange({ files }), DEFAULT_CONFIG, TOOLS);
  return candidates.filter(({ kind }) => kind === "authentication-removed").map(({ effect }) => effect);
}

describe("a sign-in that is asked for in other words", () => {
  const signedIn = "  if (!req.session.user) return res.sendStatus(401);";

  it.each(["  demandLogin(req);", "  if (!isSignedIn) throw new NotAuthenticated();"])(
    "is no loss: %s",
    async (after) => {
      expect(await signInEffects(signedIn, after)).toEqual([]);
    },
  );

  it.each([
    "  log(note);",
    "  ensureOwn(note);",
    "  audit(getCurrentUser(req));",
    "  checkUserAgent(req);",
    "  isTokenFresh(req);",
  ])("is a loss where nobody is asked who they are: %s", async (after) => {
    expect(await signInEffects(signedIn, after)).toEqual([expect.stringMatching(/weakened|introduced/u)]);
  });
});

const ASKED = "  if (!id) throw new NotAuthenticated();";

const signingIn = (check: string) =>
  `import express from "express";
const app = express();
function load(req, id) {
${check}
  return db.notes.findOne({ where: { id } });
}
app.post("/notes/:id", async (req, res) => {
  const note = await load(req, req.params.id);
  await note.update(req.body.text);
  res.end();
});
`;

describe("a sign-in that a helper asks for", () => {
  it.each([
    ["is no loss where the helper asks in other words", "  if (!whoIs(req)) throw new NotAuthenticated();", []],
    ["is a loss where the helper no longer asks", "  log(id);", ["mitigation_weakened"]],
    ["is a loss where the helper only says so", "  // throw new NotAuthenticated();", ["mitigation_weakened"]],
    ["is a loss where another line moved", "  if (!id) throw new NotAuthenticated();", ["mitigation_weakened"], ASKED],
  ])("%s", async (_, after, effects, before = "") => {
    const files = {
      "src/notes.ts": { base: signingIn(`  requireLogin(req);\n  log(id);\n${before}`), head: signingIn(after) },
    };
    const { candidates } = await ground(buildChange({ files }), DEFAULT_CONFIG, TOOLS);
    const lost = candidates.filter(({ kind }) => kind === "authentication-removed");
    expect(lost.map(({ effect }) => effect)).toEqual(effects);
  });
});

it("a sign-in that a helper asked for is lost where only a line of the file took its place", async () => {
  const base = signingIn(`${ASKED}\n  log(id);\n  requireLogin(req);`);
  const files = { "src/notes.ts": { base, head: signingIn(`  log(id);\n${ASKED}`) } };
  const { candidates } = await ground(buildChange({ files }), DEFAULT_CONFIG, TOOLS);
  expect(candidates.map(({ kind, effect }) => `${kind} ${effect}`)).toContain(
    "authentication-removed mitigation_weakened",
  );
});

it("a sign-in that a helper asked for is lost where only a new neighbour asks", async () => {
  const neighbour = "function other(ok) {\n  if (!ok) throw new NotAuthenticated();\n}\n";
  const base = signingIn("  requireLogin(req);\n  log(id);");
  const head = signingIn("  log(id);").replace("function load", `${neighbour}function load`);
  const files = { "src/notes.ts": { base, head } };
  const { candidates } = await ground(buildChange({ files }), DEFAULT_CONFIG, TOOLS);
  expect(candidates.map(({ kind, effect }) => `${kind} ${effect}`)).toContain(
    "authentication-removed mitigation_weakened",
  );
});

describe("a check that is written in other words", () => {
  it.each([
    "  ensureOwn(note, req.user);",
    "  if (!permittedNotes(req.user).has(note.id)) throw new Forbidden();",
    "  demandAccess(req.account, note);",
    "  await assertCanEdit(req.user, note);",
    "  if (!note.can(req.user)) throw new HttpError(403);",
    "  if (!looksFine) throw new Forbidden();",
    "  const mine = await request.user.notes.find(note.id);",
  ])("is no loss, and no gain on the way back: %s", async (after) => {
    const lost = await effectsOf(COMPARED, after);
    expect(lost.filter((one) => /introduced|weakened|worsened/u.test(one))).toEqual([]);
    const back = await effectsOf(after, COMPARED);
    expect(back.filter((one) => /resolved/u.test(one))).toEqual([]);
  });

  it.each([
    '  log("Forbidden");',
    "  log(note); // permitted for everyone",
    "  const permitted = true;",
    "  /* ensureOwn(note, user) */",
    "  log(note); //ensureOwn(note, user)",
    "  log(`\n  ensureOwn(note, user);\n  `);",
    "  validateInput(note, req.user);",
    "  await ensureFolder(req.user);",
    "  scanNote(note);",
    '  if (!Object.hasOwn(req.body, "text")) return res.sendStatus(400);',
    '  if (!req.body.hasOwnProperty("text")) return res.sendStatus(400);',
    "  allowCors(res);",
    "  checkPolicyText(note);",
    "  canEdit(note);",
    "  const p = permittedFields(req.body);",
    '  log("${ensureOwn(note, user)}");',
    "  log(`${` ensureOwn(note, user) `}`);",
  ])("is a loss whatever comments, texts and names say: %s", async (after) => {
    expect((await effectsOf(COMPARED, after)).join()).toMatch(/weakened|introduced/u);
  });

  it("is a loss where nothing stands in its place, or something about another record", async () => {
    expect((await effectsOf(COMPARED, "  log(note);")).join()).toMatch(/weakened|introduced/u);
    const other = "  if (!(await canEdit(req.user, req.body.project))) return res.sendStatus(403);";
    expect((await effectsOf(COMPARED, other)).join()).toMatch(/weakened|introduced/u);
  });
});
