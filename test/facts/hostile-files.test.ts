import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linesOf } from "../../src/domain/change-set.ts";
import type { Fact, FileFacts } from "../../src/domain/fact.ts";
import { readFacts } from "../../src/facts/read-facts.ts";
import { READERS } from "../../src/facts/readers.ts";
import { buildChange } from "../builders/change-set.ts";
import { FIXTURES } from "../builders/kind-fixtures.ts";

interface Sample {
  readonly path: string;
  readonly text: string;
}

/** Files that no fixture of a kind has. */
const FURTHER: readonly Sample[] = [
  {
    path: "prisma/schema.prisma",
    text: "model User {\n  id Int @id\n  email String @unique\n  notes Note[]\n}\n\nenum Role {\n  ADMIN\n}\n",
  },
  {
    path: ".gitlab-ci.yml",
    text: 'include:\n  - remote: https://ci.example.test/a.yml\ndeploy:\n  image: node:24\n  rules: [{ if: $CI_COMMIT_TAG, when: manual }]\n  environment: { name: production }\n  script:\n    - |\n      curl -sSL https://get.example.test/i.sh | sh\n      eval "$CI_COMMIT_TITLE"\n',
  },
  {
    path: "infra/template.yaml",
    text: "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Files:\n    Type: AWS::S3::Bucket\n    Properties:\n      AccessControl: PublicRead\n      BucketEncryption:\n        ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: !Ref On }]\n",
  },
  {
    path: "src/Notes.kt",
    text: `package app
import io.ktor.server.application.*
import io.ktor.server.routing.*
import java.io.File

fun Application.module() {
    routing {
        get("/notes/{name}") {
            val name = call.parameters["name"] ?: return@get call.respondText("none")
            val text = File("/data/notes/$name").readText()
            call.respondText(text)
        }
        authenticate("session") {
            post("/users/{id}") {
                val id = call.parameters["id"]!!.toInt()
                val user = transaction { Users.select { Users.id eq id }.single() }
                exec("UPDATE users SET name = '\${call.receive<Form>().name}' WHERE id = \${id}")
                call.respond(user)
            }
        }
    }
}

data class Form(val name: String, val admin: Boolean = false)
`,
  },
  {
    path: "src/FilesController.cs",
    text: `using Microsoft.AspNetCore.Mvc;

[Route("files")]
public class FilesController : ControllerBase
{
    [HttpGet("{name}")]
    [Authorize(Roles = "admin")]
    public IActionResult Read(string name)
    {
        var path = $"/data/{name}";
        if (name is null or "") return NotFound();
        return Ok(System.IO.File.ReadAllText(path));
    }

    [HttpPost]
    public async Task<IActionResult> Save([FromBody] Note note) => Ok(await store.Notes.Where(n => n.Id == note.Id).ToListAsync());
}
`,
  },
  {
    path: "src/notes.rs",
    text: `use axum::{extract::Path, routing::get, Router};

pub fn app() -> Router {
    Router::new().route("/notes/:id", get(note)).layer(auth())
}

async fn note(Path(id): Path<String>) -> Result<Json<Note>, Error> {
    let sql = format!("SELECT * FROM notes WHERE id = '{}'", id);
    let Some(row) = sqlx::query(&sql).fetch_optional(&pool).await? else { return Err(Error::Gone) };
    match row.kind { Kind::Open | Kind::Shared => Ok(Json(row)), _ if row.owner == 1 => Err(Error::Denied), _ => todo!() }
}
`,
  },
];

/** One real file for every reader and file ending that the fixtures of the kinds have, the longest of each, and further ones. */
const SAMPLES: readonly Sample[] = [...Map.groupBy(fixtureFiles(), shapeOf).values()]
  .map((group) => group.toSorted((one, other) => other.text.length - one.text.length)[0] ?? { path: "", text: "" })
  .concat(FURTHER);

function fixtureFiles(): Sample[] {
  const entries = readdirSync(FIXTURES, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => /\/(?:base|head)\//u.test(path));
  return files.map((path) => ({
    path: relative(FIXTURES, path).replace(/^[^/]+\/[^/]+\/[^/]+\//u, ""),
    text: readFileSync(path, "utf8"),
  }));
}

function shapeOf({ path }: Sample): string {
  const reader = READERS.find((one) => one.reads(path))?.id ?? "none";
  return `${reader} ${path.slice(path.lastIndexOf("."))}`;
}

/** Facts of a text, after checking that each quotes the lines that it names. */
async function read(path: string, text: string): Promise<readonly FileFacts[]> {
  const facts = await readFacts(buildChange({ files: { [path]: { head: text } } }));
  const lines = linesOf(text);
  for (const { quote, startLine, endLine } of factsIn(facts)) {
    expect(quote).toBe(lines.slice(startLine - 1, endLine).join("\n"));
  }
  return facts;
}

function factsIn(files: readonly FileFacts[]): Fact[] {
  return files.flatMap(({ scopes }) => scopes.flatMap(({ facts }) => facts));
}

/** A piece of text as no editor would write it. */
const odd = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "\uFEFF",
    "\r\n",
    "\r",
    "\uD800",
    "\uDC00",
    "\0",
    "\u2028",
    "\u202E",
    "\f",
    "{{",
    "}}",
    "${{",
    "<%",
    "?>",
  ),
  fc.constantFrom(
    '"',
    "'",
    "`",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "/*",
    "*/",
    "#",
    "\\",
    ":",
    "- ",
    "\t",
    "&a",
    "*a",
  ),
);

/** A real text with pieces cut out, repeated or put in. */
function broken(text: string) {
  const place = fc.nat({ max: text.length });
  const edit = fc.record({ at: place, cut: fc.nat({ max: 60 }), put: odd, times: fc.nat({ max: 3 }) });
  return fc
    .array(edit, { minLength: 1, maxLength: 6 })
    .map((edits) =>
      edits.reduce((now, { at, cut, put, times }) => now.slice(0, at) + put.repeat(times) + now.slice(at + cut), text),
    );
}

const OPENERS = [
  "(",
  "[",
  "{",
  "<a>",
  "if (a) {",
  "a:\n ",
  "- ",
  "f(",
  "!",
  '"${',
  "{{#if a}}",
  "-> { ",
  "a => ",
  "[{",
];

it("has samples for every reader", () => {
  const sampled = new Set(SAMPLES.map(({ path }) => READERS.find((one) => one.reads(path))?.id));
  expect(READERS.map(({ id }) => id).filter((id) => !sampled.has(id))).toEqual([]);
});

describe.each(SAMPLES)("$path", ({ path, text }) => {
  it("survives every way of being broken, and quotes what stands there", async () => {
    await fc.assert(
      fc.asyncProperty(broken(text), async (edited) => void (await read(path, edited))),
      { numRuns: 60 },
    );
  });

  it("survives arbitrary text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(odd, { maxLength: 30 }), async (parts) => void (await read(path, parts.join("")))),
      { numRuns: 30 },
    );
  });

  it.each(OPENERS)("survives %j ten thousand times", async (opener) => {
    await read(path, opener.repeat(10_000));
    await read(path, `${text}\n${opener.repeat(2_000)}`);
  });

  it("survives a line of 400 KB and a file over the limit", async () => {
    const longest = `${text}\n${"a".repeat(400_000)}\n${'x = "'.repeat(1_000)}`;
    await read(path, longest);
    const [facts] = await read(path, text + "\n#".repeat(300_000));
    expect(facts?.scopes).toEqual([]);
  });
});
