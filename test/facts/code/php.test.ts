import { describe, expect, it } from "vitest";
import { attributesOf, effectiveControls, factsOf, scopesOf, select } from "../read-code.ts";

function script(statements: string) {
  return factsOf(`<?php\n${statements}`, "public/page.php");
}

function sink(statement: string, name: string) {
  return attributesOf(script(`$id = $_GET['id'];\n${statement}`), `sink/${name}`);
}

describe("a PHP script", () => {
  it("is an entry point by its path when its own statements read a request", () => {
    const [scope] = scopesOf("<?php\n$id = $_GET['id'];\n", "public/page.php");
    expect(scope?.entryPoint).toMatchObject({ name: "script public/page.php", startLine: 2 });
    expect(scope?.entryPoint?.attributes).toMatchObject({ route: "/public/page.php", exposure: "internet" });
  });

  it("is none when only its functions do", () => {
    const scopes = scopesOf("<?php\nfunction f() { return exec($_GET['x']); }\n", "src/f.php");
    expect(scopes.map(({ name, entryPoint }) => [name, entryPoint])).toEqual([["f", null]]);
  });

  it("changes state when it reads a form", () => {
    expect(attributesOf(script("$id = $_POST['id'];"), "entry_point")).toMatchObject({ changes_state: true });
    expect(attributesOf(script("$id = $_GET['id'];"), "entry_point")).toMatchObject({ changes_state: false });
  });

  it("is guarded by what it checks before it goes on", () => {
    const guarded = script(
      "if (!isset($_SESSION['user'])) { header('Location: /login.php'); exit; }\necho $_GET['q'];",
    );
    expect(effectiveControls(guarded)).toEqual(["authn"]);
  });

  it("is followed into its own functions", () => {
    const facts = script("function run($name) { exec(\"ls $name\"); }\nrun($_REQUEST['dir']);");
    expect(attributesOf(facts, "sink/command")).toMatchObject({ tainted: true, source: "$_REQUEST.dir" });
  });
});

describe("input in PHP", () => {
  it.each([
    ["exec('ls ' . $id);", "command"],
    ['exec("ls {$id}");', "command"],
    ["`ls $id`;", "command"],
    ["eval($id);", "eval"],
    ["call_user_func($id);", "eval"],
    ['include "pages/$id.php";', "include"],
    ["require_once $id;", "include"],
    ["unserialize($_COOKIE['cart']);", "deserialization"],
    ["readfile('data/' . $id);", "file"],
    ["unlink($_POST['file']);", "file"],
    ["curl_setopt($handle, CURLOPT_URL, $id);", "outbound_http"],
    ["$client = new Client(); $client->request('GET', $id);", "outbound_http"],
    ["header('Location: ' . $id);", "redirect"],
    ['header("Location: https://$id");', "redirect"],
    ['echo "<p>$id</p>";', "html"],
    ["print $id;", "html"],
    ['die("No $id");', "html"],
    ["?><p><?= $id ?></p><?php", "html"],
    ['mysqli_query($db, "SELECT * FROM t WHERE id = $id");', "sql"],
    ["$pdo->query('SELECT * FROM t WHERE id = ' . $id);", "sql"],
    ["$text = <<<SQL\nSELECT * FROM t WHERE id = $id\nSQL;\n$pdo->query($text);", "sql"],
    ["$pdo->query(sprintf(\"SELECT * FROM t WHERE a = '%s' AND b = %d\", $id, 3));", "sql"],
    ["DB::table('t')->whereRaw(\"id = $id\");", "sql"],
    ["simplexml_load_string($id, 'X', LIBXML_NOENT);", "xml"],
    ["$name = trim($id); echo $name;", "html"],
    ["$name = $id ?: 'x'; echo $name;", "html"],
    ["foreach ($_POST['names'] as $key => $name) { echo $name; }", "html"],
    ["extract($_GET);", "mass_assignment"],
  ])("reaches %s", (statement, name) => {
    expect(sink(statement, name)?.tainted).toBe(true);
  });

  it.each([
    ["exec('ls ' . escapeshellarg($id));", "command"],
    ["exec('ls ' . (int) $id);", "command"],
    ["include 'pages/' . basename($id) . '.php';", "include"],
    ["if (!in_array($id, ['a', 'b'])) { exit; } include \"$id.php\";", "include"],
    ["$page = in_array($id, ['a', 'b']) ? $id : 'a'; include \"$page.php\";", "include"],
    ["unserialize($id, ['allowed_classes' => false]);", "deserialization"],
    ["curl_setopt($handle, CURLOPT_POSTFIELDS, $id);", "outbound_http"],
    ["header('Location: /page.php?id=' . $id);", "redirect"],
    ["header('Location: ' . $base . '/page.php?id=' . $id);", "redirect"],
    ["header('X-Id: ' . $id);", "redirect"],
    ["echo htmlspecialchars($id);", "html"],
    ["echo $id ? 'yes' : 'no';", "html"],
    ["echo json_encode($id);", "html"],
    ["echo intval($id);", "html"],
    ["echo filter_var($id, FILTER_VALIDATE_INT);", "html"],
    ["echo filter_input(INPUT_GET, 'n', FILTER_SANITIZE_SPECIAL_CHARS);", "html"],
    ["echo preg_replace('/[^a-z]/', '', $id);", "html"],
    ["echo match ($id) { 'a' => 'A', default => 'B' };", "html"],
    ["$pdo->prepare('SELECT * FROM t WHERE id = ?')->execute([$id]);", "sql"],
    ["$pdo->query(sprintf('SELECT * FROM t WHERE id = %d', $id));", "sql"],
    ["$pdo->query('SELECT * FROM t WHERE id = ' . $pdo->quote($id));", "sql"],
    ["$order = $id === 'up' ? 'ASC' : 'DESC'; $pdo->query(\"SELECT * FROM t ORDER BY a $order\");", "sql"],
    ["simplexml_load_string($id);", "xml"],
  ])("does not reach %s", (statement, name) => {
    expect(sink(statement, name)?.tainted ?? false).toBe(false);
  });
});

describe("protections in PHP", () => {
  it("are off when a certificate is not checked", () => {
    const facts = script("curl_setopt($handle, CURLOPT_SSL_VERIFYPEER, false);");
    expect(attributesOf(facts, "control/tls")).toMatchObject({ effective: false });
    const listed = script("curl_setopt_array($handle, [CURLOPT_SSL_VERIFYHOST => 0]);");
    expect(attributesOf(listed, "control/tls")).toMatchObject({ effective: false });
    expect(attributesOf(script("curl_setopt($handle, CURLOPT_SSL_VERIFYPEER, true);"), "control/tls")).toBeNull();
  });

  it("are weak where a password gets a fast hash or a token a guessable one", () => {
    expect(attributesOf(script("$stored = md5($_POST['password']);"), "control/password_hash")?.effective).toBe(false);
    expect(attributesOf(script("$token = md5(uniqid());"), "sink/token")?.callee).toBe("uniqid");
    expect(attributesOf(script("$token = $_GET['x'] . bin2hex(random_bytes(32));"), "sink/token")).toBeNull();
  });
});

describe("PHP code", () => {
  it.each(["<?php class", "<?php $a = [", "<?php function (", "no code at all", "<?php\n" + "(".repeat(2000)])(
    "that is broken does not stop the reader: %#",
    (text) => {
      expect(() => scopesOf(text, "a.php")).not.toThrow();
    },
  );

  it("keeps functions apart from variables of the same name", () => {
    const facts = script("$exec = $_GET['mode'] === 'x'; $unlink = curl_exec($h); unlink($_GET['f']); exec('ls');");
    expect(select(facts, "sink").map(({ name }) => name)).toEqual(["file", "command"]);
  });

  it("is read through namespaces and aliases", () => {
    const facts = script(
      "use Symfony\\Component\\HttpFoundation\\{Response, RedirectResponse as Go};\nnew Go($_GET['to']);",
    );
    expect(attributesOf(facts, "sink/redirect")).toMatchObject({
      callee: "Symfony.Component.HttpFoundation.RedirectResponse",
      tainted: true,
    });
  });
});
