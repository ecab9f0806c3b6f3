import { describe, expect, it } from "vitest";
import { linkedScopes } from "../read-code.ts";

/** The dangerous places that something a caller chose reaches, over all scopes of the files. */
async function reached(files: Readonly<Record<string, string>>): Promise<string[]> {
  const facts = (await linkedScopes(files)).flatMap((scope) => scope.facts);
  const sinks = facts.filter(({ kind, attributes }) => kind === "sink" && attributes["tainted"] === true);
  return [...new Set(sinks.map(({ name }) => name))].toSorted();
}

function script(code: string): Record<string, string> {
  return { "public/page.php": `<?php\n${code}\n` };
}

function laravel(body: string, parameters = "Request $request"): Record<string, string> {
  const text = `<?php\nnamespace App\\Http\\Controllers;\nuse Illuminate\\Http\\Request;\nuse Illuminate\\Support\\Facades\\File;\nclass FilesController extends Controller {\n  public function run(${parameters}) {\n${body}\n  }\n}\n`;
  return { "app/Http/Controllers/FilesController.php": text };
}

describe("a script in PHP", () => {
  it.each([
    ["curl_setopt_array($ch, [CURLOPT_URL => $_GET['url'], CURLOPT_TIMEOUT => 3]);", "outbound_http"],
    ["$data = file_get_contents($_POST['feed_url']);", "outbound_http"],
    ["$data = file_get_contents('data/' . $_POST['url']);", "file"],
    [
      "$parts[] = \"name = '\" . $_GET['n'] . \"'\"; $db->query('select * from t where ' . implode(' and ', $parts));",
      "sql",
    ],
    ["$d['name'] = $_GET['n']; $db->query(\"select * from t where n = '\" . $d['name'] . \"'\");", "sql"],
    ["$f = $_GET['f']; $f($_GET['x']);", "member"],
    ["function field($n) { return '<input value=\"' . $_POST[$n] . '\"> '; }", "html"],
    ["$c = $_GET['c']; $o = new $c();", "member"],
    [
      "function param($n) { return isset($_REQUEST[$n]) ? $_REQUEST[$n] : ''; }\n$order = param('order'); $db->query(\"select * from t order by $order\");",
      "sql",
    ],
  ])("passes a value on: %s", async (code, sink) => {
    expect(await reached(script(code))).toEqual([sink]);
  });

  it.each([
    [
      "$f = realpath($root . '/' . $_GET['f']); if ($f === false || strpos($f, $root) !== 0) { die('no'); } readfile($f);",
    ],
    ["$f = realpath($_GET['f']); if (!str_starts_with($f, $root)) { exit; } readfile($f);"],
    ["$f = realpath($_GET['f']); if (substr($f, 0, strlen($root)) !== $root) { exit; } readfile($f);"],
    ["$f = realpath($_GET['f']); if (strpos($f, $root) === 0) { readfile($f); }"],
  ])("knows where a path may lead: %s", async (code) => {
    expect(await reached(script(code))).toEqual([]);
  });
});

describe("a controller whose routes are not in view", () => {
  it.each([
    ["return response()->download(storage_path('app/' . $file));", "$file", ["file"]],
    ["return File::get(storage_path('logs/' . $request->file));", "Request $request", ["file"]],
    ["return $this->show($request->input('url'));", "Request $request", ["outbound_http"]],
    ["return Fetcher::fetch($request->input('url'));", "Request $request", ["outbound_http"]],
  ])("is followed: %s", async (body, parameters, sinks) => {
    const files = laravel(`${body}\n}\nprivate function show($address) {\n$ch = curl_init($address);`, parameters);
    const fetcher =
      "<?php\nnamespace App\\Services;\nclass Fetcher {\n  public static function fetch(string $from) { return curl_init($from); }\n}\n";
    expect(await reached({ ...files, "app/Services/Fetcher.php": fetcher })).toEqual(sinks);
  });

  it("reaches what implements an interface that is out of view", async () => {
    const files = laravel(
      "return $this->loader->load($request->input('url'));\n}\npublic function __construct(private Loader $loader) {",
    );
    const loader =
      "<?php\nclass CurlLoader implements Loader {\n  public function load(string $from) { return curl_init($from); }\n}\n";
    expect(await reached({ ...files, "app/Services/CurlLoader.php": loader })).toEqual(["outbound_http"]);
  });
});

describe("a function that takes a request of the common interfaces", () => {
  it.each([
    ["$q = $request->getQueryParams()['q'] ?? ''; $this->pdo->query(\"select * from t where n = '$q'\");", "sql"],
    ["$q = $request->getQueryParams()['q']; $response->getBody()->write(\"<p>$q</p>\");", "html"],
  ])("is a handler: %s", async (body, sink) => {
    const text = `<?php\nuse Psr\\Http\\Message\\ServerRequestInterface;\nclass Find {\n  public function __invoke(ServerRequestInterface $request, $response) { ${body} }\n}\n`;
    expect(await reached({ "src/Find.php": text })).toEqual([sink]);
  });
});
