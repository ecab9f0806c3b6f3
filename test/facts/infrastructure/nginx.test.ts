import { describe, expect, it } from "vitest";
import { readConfig, wordsOf } from "./read-config.ts";

async function place(name: string, body: string, outer = "") {
  const text = `server {\n listen 443 ssl;\n server_name shop;\n ${outer}\n ${body}\n}\n`;
  return (await readConfig({ "nginx/site.conf": text })).get(name);
}

describe("nginx configuration", () => {
  it("lets a path inherit the protection of its server, unless it switches it off", async () => {
    const outer = 'auth_basic "x";';
    expect(wordsOf(await place("shop /a", "location /a { }", outer), "control")).toEqual(["authn"]);
    expect(wordsOf(await place("shop /a", "location /a { auth_basic off; }", outer), "control")).toEqual([]);
  });

  it("counts a path that only some addresses or nobody from outside may call as guarded", async () => {
    expect(wordsOf(await place("shop /a", "location /a { allow 10.0.0.0/8; deny all; }"), "control")).toEqual([
      "authz",
    ]);
    expect(wordsOf(await place("shop /a", "location /a { internal; }"), "control")).toEqual(["authz"]);
  });

  it.each([
    ["location /files { alias /srv/files/; }", "shop /files", ["file read"]],
    ["location /files/ { alias /srv/files/; }", "shop /files/", []],
    ["location = /files { alias /srv/files/; }", "shop =/files", []],
    ["location /p { proxy_pass http://$arg_host/; }", "shop /p", ["outbound_http send"]],
    ["location ~ ^/p/(.+)$ { proxy_pass http://$1; }", "shop ~^/p/(.+)$", ["outbound_http send"]],
    ["location /p { proxy_pass http://backend$request_uri; }", "shop /p", []],
    ["location /p { proxy_pass http://backend/$arg_path; }", "shop /p", []],
    ["location /p { set $up backend; proxy_pass http://$up; }", "shop /p", []],
    ["location /p { proxy_pass http://$backend; }", "shop /p", []],
  ])("judges %s", async (body, name, found) => {
    expect(wordsOf(await place(name, body), "sink", "operation")).toEqual(found);
  });

  it("knows that one header of a path ends the inheritance of all others", async () => {
    const outer = "add_header X-Frame-Options DENY;";
    const found = await place("shop /a", "location /a { add_header Cache-Control x; }", outer);
    expect(wordsOf(found, "control", "effective")).toEqual(["security_headers false"]);
  });

  it("joins the servers of one name", async () => {
    const text = "server {\n listen 80;\n server_name a;\n}\nserver {\n listen 443 ssl;\n server_name a;\n}\n";
    const scopes = await readConfig({ "nginx/site.conf": text });
    expect(wordsOf(scopes.get("server a"), "control", "protects")).toEqual(["encryption in transit"]);
  });

  it("says what it did not see behind an include", async () => {
    const found = await place("shop /a", "location /a { include snippets/auth.conf; }");
    expect(found?.blindSpot).toMatch(/includes/u);
  });
});
