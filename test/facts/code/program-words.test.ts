import { describe, expect, it } from "vitest";
import { attributesOf, factsOf } from "../read-code.ts";

const JS = (call: string) =>
  `import express from "express";\nimport { spawn } from "node:child_process";\nconst app = express();\napp.post("/clone", (req, res) => {\n  ${call};\n  res.end();\n});\n`;
const PYTHON = (call: string) =>
  `import asyncio, subprocess, git\nfrom flask import Flask, request\napp = Flask(__name__)\n@app.post("/clone")\ndef clone():\n    repo = git.Repo("/srv/mirror")\n    ${call}\n    return "ok"\n`;
const GO = (call: string) =>
  `package main\nimport ("net/http"; "os/exec")\nfunc main() {\n  http.HandleFunc("POST /clone", func(w http.ResponseWriter, r *http.Request) {\n    ${call}.Run()\n  })\n}\n`;
const JAVA = (call: string) =>
  `package shop;\nimport org.springframework.web.bind.annotation.*;\n@RestController\npublic class Mirrors {\n  @PostMapping("/clone")\n  public void clone(@RequestParam String url) throws Exception {\n    ${call};\n  }\n}\n`;
const PHP = (call: string) =>
  `<?php\nuse Symfony\\Component\\Process\\Process;\nclass Mirrors extends AbstractController {\n  #[Route('/clone', methods: ['POST'])]\n  public function create(Request $request) {\n    ${call};\n    return new Response('ok');\n  }\n}\n`;

function sinkOf(code: string, path: string) {
  const all = factsOf(code, path, "POST /clone");
  const { built, shell, option, tainted } = attributesOf(all, "sink/command") ?? {};
  return { built, shell, option, tainted };
}

const OPEN = { built: "parameterised", shell: false, option: true, tainted: true };

describe("words for a program", () => {
  it.each([
    ["src/a.ts", JS('spawn("git", ["clone", req.body.url])')],
    ["src/a.ts", JS('spawn("git", ["-c", "sh", req.body.url])')],
    ["app/a.py", PYTHON('subprocess.run(["git", "clone", request.json["url"]])')],
    ["app/a.py", PYTHON('asyncio.create_subprocess_exec("git", "clone", request.json["url"])')],
    ["main.go", GO('exec.Command("git", "clone", r.FormValue("url"))')],
    ["main.go", GO('exec.CommandContext(r.Context(), "git", "clone", r.FormValue("url"))')],
    ["src/Mirrors.java", JAVA('new ProcessBuilder("git", "clone", url).start()')],
    ["src/Mirrors.java", JAVA('Runtime.getRuntime().exec(new String[] { "git", "clone", url })')],
    ["src/Mirrors.php", PHP("$p = new Process(['git', 'clone', $request->request->get('url')])")],
  ])("may be taken for options: %s %s", (path, code) => {
    expect(sinkOf(code, path)).toEqual(OPEN);
  });

  it.each([
    ["behind two dashes", JS('spawn("git", ["clone", "--", req.body.url])')],
    ["behind an option", JS('spawn("git", ["log", "--author", req.body.url])')],
    ["glued to a text", JS('spawn("git", ["log", `--author=${req.body.url}`])')],
    ["for a script", JS('spawn("python3", ["-u", "clone.py", req.body.url])')],
  ])("are no options %s", (_, code) => {
    expect(sinkOf(code, "src/a.ts")).toEqual({ ...OPEN, option: undefined });
  });

  it.each([
    ["a shell reads a file that they name", "main.go", GO('exec.Command("sh", r.FormValue("line"))'), "dynamic"],
    [
      "a shell reads a fixed file",
      "main.go",
      GO('exec.Command("bash", "-e", "run.sh", r.FormValue("line"))'),
      "dynamic",
    ],
    ["the caller names the program", "main.go", GO('exec.Command(r.FormValue("program"), "-v")'), "dynamic"],
    ["a shell is asked for", "src/a.ts", JS('spawn("git", ["clone", req.body.url], { shell: true })'), "parameterised"],
  ])("are more than words where %s", (_, path, code, built) => {
    expect(sinkOf(code, path)).toMatchObject({ built, option: undefined });
  });

  it.each([
    ["src/a.ts", JS('spawn("bash", ["-c", req.body.line])'), "dynamic"],
    ["src/a.ts", JS('const SHELL = "/bin/sh"; spawn(SHELL, ["-ec", `git clone ${req.body.url}`])'), "concatenated"],
    ["src/a.ts", JS('spawn("node", ["--no-warnings", "-e", req.body.code])'), "dynamic"],
    ["app/a.py", PYTHON('subprocess.run(["python3", "-c", request.json["code"]])'), "dynamic"],
    ["main.go", GO('exec.Command("sh", "-c", r.FormValue("line"))'), "dynamic"],
    ["app/a.py", PYTHON('subprocess.run(["bash", "-o", "pipefail", "-c", request.json["x"]])'), "dynamic"],
    ["app/a.py", PYTHON('subprocess.run(["docker", "exec", "box", "sh", "-c", request.json["x"]])'), "dynamic"],
    ["src/a.ts", JS('spawn("powershell", ["-NoProfile", "-Command", req.body.line])'), "dynamic"],
    ["src/a.ts", JS('spawn("bash", ["-c", "--", req.body.line])'), "dynamic"],
    ["src/a.ts", JS('spawn("bash", ["-e", "-c", req.body.line])'), "dynamic"],
    ["src/a.ts", JS('spawn("cmd.exe", ["/d", "/s", "/c", req.body.line])'), "dynamic"],
  ])("are code where the program runs them: %s %s", (path, code, built) => {
    expect(sinkOf(code, path)).toEqual({ built, shell: true, option: undefined, tainted: true });
  });

  it("are no code where the code is fixed and they are its parameters", () => {
    const call = JS('spawn("bash", ["-c", "git clone -- $1", "bash", req.body.url])');
    expect(sinkOf(call, "src/a.ts")).toMatchObject({ built: "literal", tainted: false });
  });

  it("go to the program that the callee names", () => {
    const run = PYTHON('return repo.git.diff(request.json["target"])');
    expect(sinkOf(run, "app/a.py")).toEqual({ ...OPEN, built: "literal" });
    expect(sinkOf(PYTHON('repo.git.diff("--", request.json["target"])'), "app/a.py").option).toBeUndefined();
  });
});
