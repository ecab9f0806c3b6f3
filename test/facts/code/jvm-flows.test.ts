import { describe, expect, it } from "vitest";
import { linkedScopes } from "../read-code.ts";

/** The dangerous places that something a caller chose reaches, over all scopes of the files. */
async function reached(files: Readonly<Record<string, string>>): Promise<string[]> {
  const facts = (await linkedScopes(files)).flatMap((scope) => scope.facts);
  const sinks = facts.filter(({ kind, attributes }) => kind === "sink" && attributes["tainted"] === true);
  return [...new Set(sinks.map(({ name }) => name))].toSorted();
}

function java(body: string): Record<string, string> {
  const text = `package a;\nimport org.springframework.web.bind.annotation.*;\n@RestController\npublic class FilesController {\n@PostMapping("/run")\npublic Object run(@RequestParam String name, HttpServletResponse response) throws Exception {\n${body}\n}\n}\n`;
  return { "src/main/java/a/FilesController.java": text };
}

function kotlin(body: string): Record<string, string> {
  const text = `import org.springframework.web.bind.annotation.*\n@RestController\nclass FilesController(private val props: Props) {\n@PostMapping("/run")\nfun run(@RequestParam name: String): Any {\n${body}\n}\n}\n`;
  return { "src/main/kotlin/FilesController.kt": text };
}

describe("a handler in Java", () => {
  it.each([
    [
      'StringBuilder page = new StringBuilder(); page.append("<p>").append(name); response.getWriter().write(page.toString());',
      "html",
    ],
    ['response.getOutputStream().write(("<p>" + name).getBytes());', "html"],
    [
      'String page = "<h1>" + name + "</h1>"; return ResponseEntity.ok().contentType(MediaType.TEXT_HTML).body(page);',
      "html",
    ],
    ['File file = new File("/data/" + name); file.delete();', "file"],
    ["File folder = new File(name); folder.listFiles();", "file"],
    ['Path path = Paths.get("/data").resolve(name).normalize(); return new UrlResource(path.toUri());', "file"],
    ["return ImageIO.read(new URL(name));", "outbound_http"],
    ["return IOUtils.toString(new URL(name));", "outbound_http"],
    [
      'StringBuilder q = new StringBuilder("select n from Note n"); q.append(" order by ").append(name); em.createQuery(q.toString());',
      "sql",
    ],
    ['List<String> cmd = new ArrayList<>(); cmd.add("sh"); cmd.add(name); new ProcessBuilder(cmd).start();', "command"],
    ['return new ModelAndView("redirect:" + name);', "redirect"],
    ["return ResponseEntity.status(302).location(URI.create(name)).build();", "redirect"],
    ['HttpHeaders headers = new HttpHeaders(); headers.add("Location", name);', "redirect"],
    ["return text.matches(name);", "regex"],
  ])("passes a value on: %s", async (body, sink) => {
    expect(await reached(java(body))).toEqual([sink]);
  });

  it.each([
    ['return new ModelAndView("redirect:/notes/" + name);'],
    [
      'File file = new File("/data", name); if (!file.getCanonicalPath().startsWith("/data/")) throw new X(); file.delete();',
    ],
    ["List<String> names = service.names(); names.add(name); new ProcessBuilder(names).start();"],
    ['return ResponseEntity.ok().body("Hello " + name);'],
  ])("keeps quiet: %s", async (body) => {
    expect(await reached(java(body))).toEqual([]);
  });

  it.each([
    [
      'public class Get extends Command { public void doPost(HttpServletRequest request, HttpServletResponse response) { new File(request.getParameter("f")).delete(); } }',
      "file",
    ],
    [
      'public class Proxy implements Filter { public void doFilter(ServletRequest req, ServletResponse res, FilterChain chain) { HttpServletRequest r = (HttpServletRequest) req; new URL(r.getParameter("u")).openStream(); } }',
      "outbound_http",
    ],
  ])("is told by the types that it takes: %s", async (text, sink) => {
    expect(await reached({ "src/main/java/a/Get.java": `package a;\nimport javax.servlet.http.*;\n${text}` })).toEqual([
      sink,
    ]);
  });

  it("parses documents of others that may name files", async () => {
    const text =
      "package a;\npublic class Importer { public Document parse(InputStream in) throws Exception { return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in); } }";
    const [scope] = await linkedScopes({ "src/main/java/a/Importer.java": text });
    expect(scope?.facts.map(({ name, attributes }) => [name, attributes["from_parameter"]])).toEqual([["xml", true]]);
  });

  it("trusts every server where an anonymous class refuses none", async () => {
    const text =
      "package a;\npublic class Client { Object make() { return new X509TrustManager() { public void checkServerTrusted(X509Certificate[] c, String a) {} }; } }";
    const [scope] = await linkedScopes({ "src/main/java/a/Client.java": text });
    expect(scope?.facts.map(({ name, attributes }) => [name, attributes["effective"]])).toEqual([["tls", false]]);
  });

  it("unpacks where entries say, below whatever folder it is given", async () => {
    const text =
      "package a;\npublic class Unzip { public void unzip(Path zip, Path dir) throws Exception { ZipFile file = new ZipFile(zip.toFile()); ZipEntry e = file.entries().nextElement(); Files.copy(file.getInputStream(e), dir.resolve(e.getName())); } }";
    const [scope] = await linkedScopes({ "src/main/java/a/Unzip.java": text });
    expect(scope?.facts.map(({ name }) => name)).toContain("archive");
  });
});

describe("a handler in Kotlin", () => {
  it.each([
    ["return File(props.dir, name).readBytes()", "file"],
    ["val path = Path(props.dir).resolve(name)\npath.deleteIfExists()", "file"],
    ["return Paths.get(name).toFile().listFiles()", "file"],
  ])("passes a value on: %s", async (body, sink) => {
    expect(await reached(kotlin(body))).toEqual([sink]);
  });
});
