import { describe, expect, it } from "vitest";
import { attributesOf, factsOf } from "../read-code.ts";

const RAILS = (guard: string) =>
  `class NotesController < ApplicationController\n  def show\n    name = params[:name]\n    ${guard}\n    render plain: File.read(name)\n  end\nend\n`;
const SPRING = (guard: string) =>
  `package a;\nimport org.springframework.web.bind.annotation.*;\nimport java.nio.file.*;\n@RestController\npublic class Notes {\n  @GetMapping("/notes")\n  public String show(@RequestParam String name) throws Exception {\n    ${guard}\n    return Files.readString(Path.of(name));\n  }\n}\n`;
const ASP = (guard: string) =>
  `[ApiController]\n[Route("notes")]\npublic class NotesController : ControllerBase {\n  [HttpGet]\n  public string Show(string name) {\n    ${guard}\n    return System.IO.File.ReadAllText(name);\n  }\n}\n`;

const FILES = {
  ruby: { path: "app/controllers/notes_controller.rb", scope: "action notes#show", code: RAILS },
  java: { path: "src/Notes.java", scope: "GET /notes", code: SPRING },
  csharp: { path: "Notes.cs", scope: "GET /notes", code: ASP },
};

function isTainted(language: keyof typeof FILES, guard: string): unknown {
  const { path, scope, code } = FILES[language];
  return attributesOf(factsOf(code(guard), path, scope), "sink/file")?.["tainted"];
}

describe("a value that is refused unless it is in a list or has a form", () => {
  it.each([
    ["ruby", "raise ArgumentError, name unless NAMES.include?(name)"],
    ["ruby", "return head(:not_found) unless PAGES.key?(name)"],
    ["ruby", "return head(:not_found) unless name.in?(NAMES)"],
    ["ruby", "return head(:not_found) unless name.match?(/\\A[a-z]+\\z/)"],
    ["java", 'if (!NAMES.contains(name)) throw new IllegalArgumentException("name");'],
    ["java", 'if (!PAGES.containsKey(name)) throw new IllegalArgumentException("name");'],
    ["java", 'if (!name.matches("[a-z]+")) throw new IllegalArgumentException("name");'],
    ["csharp", 'if (!Names.Contains(name)) throw new ArgumentException("name");'],
    ["csharp", 'if (!Regex.IsMatch(name, "^[a-z]+$")) throw new ArgumentException("name");'],
  ] as const)("is fixed behind the test: %s %s", (language, guard) => {
    expect(isTainted(language, guard)).toBe(false);
  });

  it.each([
    ["ruby", "raise ArgumentError, name if NAMES.include?(name)"],
    ["ruby", "warn(name) unless NAMES.include?(name)"],
    ["ruby", 'raise ArgumentError, name unless name.include?("a")'],
    ["ruby", "return head(:not_found) unless name.match?(/x/)"],
    ["ruby", "return head(:not_found) unless name.match?(/^[a-z]+$/)"],
    ["ruby", "return head(:not_found) unless name.match?(/\\A[a-z]|x\\z/)"],
    ["ruby", "return head(:not_found) unless name.match?(/\\A.+\\z/)"],
    ["ruby", "return head(:not_found) unless params.key?(name)"],
    ["java", 'if (!name.matches("(?s).*")) throw new IllegalArgumentException("name");'],
    ["java", 'if (!encoder.matches(name, stored)) throw new IllegalArgumentException("name");'],
    ["java", 'if (NAMES.contains(name)) throw new IllegalArgumentException("name");'],
    ["java", 'if (!name.contains("a")) throw new IllegalArgumentException("name");'],
    ["csharp", 'if (!name.Contains("a")) throw new ArgumentException("name");'],
  ] as const)("is open where the test says less: %s %s", (language, guard) => {
    expect(isTainted(language, guard)).toBe(true);
  });
});
