import { describe, expect, it } from "vitest";
import { linkedScopes } from "../read-code.ts";

/** The dangerous places that something a caller chose reaches, over all scopes of the files. */
async function reached(files: Readonly<Record<string, string>>): Promise<string[]> {
  const facts = (await linkedScopes(files)).flatMap((scope) => scope.facts);
  const sinks = facts.filter(({ kind, attributes }) => kind === "sink" && attributes["tainted"] === true);
  return [...new Set(sinks.map(({ name }) => name))].toSorted();
}

function controller(body: string, parameters = "string name", fields = ""): Record<string, string> {
  const text = `public class FilesController : Controller {\n${fields}\n[HttpPost]\npublic async Task<IActionResult> Run(${parameters}) {\n${body}\nreturn Ok();\n}\n}`;
  return { "Shop/Controllers/FilesController.cs": text };
}

describe("an action in C#", () => {
  it.each([
    ["new HttpRequestMessage(HttpMethod.Get, name);", "outbound_http"],
    ["var message = new HttpRequestMessage(); message.RequestUri = new Uri(name);", "outbound_http"],
    ['return new PhysicalFileResult(Path.Combine("/data", name), "image/png");', "file"],
    ['var info = new FileInfo(Path.Combine("/data", name)); info.OpenRead();', "file"],
    ['var folder = new DirectoryInfo("/data/" + name); folder.Delete(true);', "file"],
    ['Directory.CreateDirectory(Path.Combine("/data", name));', "file"],
    ["return new RedirectResult(name);", "redirect"],
    ['command.CommandText = "select * from notes where title = \'" + name + "\'";', "sql"],
    ['var sql = "select * from notes"; if (name != null) sql += " order by " + name; db.Query(sql);', "sql"],
    [
      'var sql = new StringBuilder("select 1"); sql.Append(" order by ").Append(name); db.Query(sql.ToString());',
      "sql",
    ],
    [
      'var p = new Process(); p.StartInfo.FileName = "tool"; p.StartInfo.Arguments = "-i " + name; p.Start();',
      "command",
    ],
    ['return new ContentResult { ContentType = "text/html", Content = "<h1>" + name + "</h1>" };', "html"],
    ['await Response.WriteAsync("<p>" + name + "</p>");', "html"],
    ['var s = new DirectorySearcher(); s.Filter = "(uid=" + name + ")";', "ldap"],
    ["var list = new List<string>(); list.Add(name); System.IO.File.ReadAllText(list[0]);", "file"],
    ["var data = new Given(); data.Path = name; System.IO.File.ReadAllText(data.Path);", "file"],
  ])("passes a value on: %s", async (body, sink) => {
    expect(await reached(controller(body))).toEqual([sink]);
  });

  it.each([
    ["var data = new Given(); data.Path = name; data.Path = fixedPath; System.IO.File.ReadAllText(data.Path);"],
    ["var data = new Given(); data.Path = name; data = other; System.IO.File.ReadAllText(data.Path);"],
    ["var reader = new StreamReader(Request.Body);"],
    ["if (Url.IsLocalUrl(name)) { return Redirect(name); }"],
    ['command.CommandText = "select 1"; command.Parameters.Add(name);'],
  ])("keeps quiet: %s", async (body) => {
    expect(await reached(controller(body))).toEqual([]);
  });

  it("chooses the names of files that it is sent", async () => {
    const body = 'new FileStream(Path.Combine("/data", file.FileName), FileMode.Create);';
    expect(await reached(controller(body, "IFormFile file"))).toEqual(["file", "stored_upload"]);
    const read = "new StreamReader(file.OpenReadStream()).ReadToEnd();";
    expect(await reached(controller(read, "IFormFile file"))).toEqual([]);
  });

  it("reaches what implements an interface", async () => {
    const others = {
      "Shop/Services/IImages.cs": "public interface IImages { Task<string> Download(string url); }",
      "Shop/Services/Images.cs":
        "public class Images : IImages { private HttpClient client; public async Task<string> Download(string url) { return await client.GetStringAsync(url); } }",
    };
    const files = {
      ...controller("await _images.Download(name);", "string name", "private readonly IImages _images;"),
    };
    expect(await reached({ ...files, ...others })).toEqual(["outbound_http"]);
  });
});

describe("code of ASP.NET that is no controller", () => {
  it.each([
    [
      "Web/FileHandler.cs",
      'public class FileHandler : IHttpHandler { public void ProcessRequest(HttpContext context) { File.ReadAllBytes("/x/" + context.Request.QueryString["file"]); } }',
      "file",
    ],
    [
      "Web/EchoHandler.cs",
      'public class EchoHandler : IHttpHandler { public void ProcessRequest(HttpContext context) { context.Response.Write("<p>" + context.Request["name"] + "</p>"); } }',
      "html",
    ],
    [
      "Web/Login.aspx.cs",
      'public partial class Login : Page { protected void Page_Load(object sender, EventArgs e) { Response.Redirect(Request.QueryString["next"]); } }',
      "redirect",
    ],
    [
      "Web/Proxy.cs",
      'public class Proxy { public async Task InvokeAsync(HttpContext context) { await _client.GetAsync(context.Request.Query["u"].ToString()); } }',
      "outbound_http",
    ],
    [
      "Web/FileHub.cs",
      'public class FileHub : Hub { public async Task<string> Read(string name) { return await File.ReadAllTextAsync("/data/" + name); } }',
      "file",
    ],
    [
      "Web/Pages/Login.cshtml.cs",
      "public class LoginModel : PageModel { public IActionResult OnPost(string next) { return Redirect(next); } }",
      "redirect",
    ],
    [
      "Web/UploadController.cs",
      'public class UploadController : ApiController { public void Post() { var file = HttpContext.Current.Request.Files[0]; file.SaveAs("/www/" + file.FileName); } }',
      "file,stored_upload",
    ],
  ])("takes input in %s", async (path, text, sink) => {
    expect((await reached({ [path]: text })).join(",")).toBe(sink);
  });
});
