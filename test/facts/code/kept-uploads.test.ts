import { describe, expect, it } from "vitest";
import { linkedScopes } from "../read-code.ts";

async function kept(path: string, text: string): Promise<number> {
  const facts = (await linkedScopes({ [path]: text })).flatMap((scope) => scope.facts);
  return new Set(facts.filter(({ name }) => name === "stored_upload").map(({ startLine }) => startLine)).size;
}

function php(body: string, parameters = "Request $request"): string {
  return `<?php\nnamespace App\\Http\\Controllers;\nuse Illuminate\\Http\\Request;\nclass FilesController extends Controller {\n  public function keep(${parameters}) {\n${body}\n  }\n}\n`;
}

function java(body: string): string {
  return `package a;\nimport org.springframework.web.bind.annotation.*;\n@RestController\npublic class Files {\n@PostMapping("/f")\npublic void keep(@RequestParam MultipartFile file) throws Exception {\n${body}\n}\n}\n`;
}

function csharp(body: string): string {
  return `public class FilesController : Controller {\n[HttpPost]\npublic void Keep(IFormFile file) {\n${body}\n}\n}\n`;
}

const PHP = "app/Http/Controllers/FilesController.php";

describe("an upload", () => {
  it.each([
    [PHP, php("$file = $request->file('f');\n$file->move(public_path('up'), $file->getClientOriginalName());")],
    [PHP, php("$name = time() . '.' . $request->f->getClientOriginalExtension();\n$request->f->move('up', $name);")],
    [PHP, php("$request->file('f')->storeAs('up', $request->file('f')->getClientOriginalName());")],
    ["src/main/java/a/Files.java", java('file.transferTo(new File("/up/" + file.getOriginalFilename()));')],
    [
      "Shop/Controllers/FilesController.cs",
      csharp(
        'var name = Path.GetFileName(file.FileName);\nusing var s = new FileStream("/up/" + name, FileMode.Create);',
      ),
    ],
  ])("keeps the ending that it came with: %s %j", async (path, text) => {
    expect(await kept(path, text)).toBe(1);
  });

  it.each([
    "// mime type is validated elsewhere, extension allowed",
    "/* in_array($ext, $allowed) */",
    "Log::info('content type was allowed');",
    "if ($request->user()) { Log::info('extension'); }",
    "$extension = 1; foreach ($a as $b) { b($b); }",
  ])("is not vouched for by words: %s", async (words) => {
    const keep = "$request->f->move('up', $request->f->getClientOriginalName());";
    expect(await kept(PHP, php(`${words}\n${keep}`))).toBe(1);
  });

  it.each([
    [PHP, php("$request->file('f')->store('up');")],
    [PHP, php("$request->f->move('up', $request->f->getClientOriginalName() . '.jpg');")],
    [
      PHP,
      php("$request->validate(['f' => 'mimes:jpg']);\n$request->f->move('up', $request->f->getClientOriginalName());"),
    ],
    [PHP, php("$request->f->move('up', $request->f->getClientOriginalName());", "StoreFileRequest $request")],
    [
      PHP,
      php(
        "$ext = $request->f->getClientOriginalExtension();\nif ($ext !== 'pdf') { abort(422); }\n$request->f->move('up', \"x.$ext\");",
      ),
    ],
    [
      PHP,
      php(
        "$ext = $request->f->getClientOriginalExtension();\nswitch ($ext) { case 'pdf': break; default: abort(422); }\n$request->f->move('up', \"x.$ext\");",
      ),
    ],
    [
      PHP,
      php(
        "$rules = ['f' => 'required|mimes:jpg'];\n$this->check($request, $rules);\n$request->f->move('up', $request->f->getClientOriginalName());",
      ),
    ],
    [
      "src/main/java/a/Files.java",
      java(
        'if (!KINDS.contains(file.getContentType())) throw new Exception();\nfile.transferTo(new File("/up/" + file.getOriginalFilename()));',
      ),
    ],
  ])("is quiet where its kind is fixed or looked at: %s %j", async (path, text) => {
    expect(await kept(path, text)).toBe(0);
  });
});
