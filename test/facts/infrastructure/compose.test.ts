import { describe, expect, it } from "vitest";
import { readConfig, wordsOf } from "./read-config.ts";

async function service(body: string, path = "compose.yml") {
  return (await readConfig({ [path]: `services:\n  db:\n    image: postgres:16\n    ${body}\n` })).get("service db");
}

describe("compose files", () => {
  it.each([
    ['"5432:5432"', "all 5432 database"],
    ['"127.0.0.1:5432:5432"', "loopback 5432 database"],
    ['"0.0.0.0:15432:5432/tcp"', "all 5432 database"],
    ["{target: 5432, published: 5432, host_ip: 127.0.0.1}", "loopback 5432 database"],
  ])("says where the port %s can be reached", async (port, found) => {
    expect(wordsOf(await service(`ports: [${port}]`), "listener", "bind", "port", "serves")).toEqual([`port ${found}`]);
  });

  it("does not count a port that only other services see", async () => {
    expect(wordsOf(await service('ports: ["5432"]\n    expose: ["5432"]'), "listener")).toEqual([]);
  });

  it.each([
    ["privileged: true", ["host_access privileged mode"]],
    ["volumes: [/var/run/docker.sock:/var/run/docker.sock:ro]", ["host_access /var/run/docker.sock"]],
    ["volumes: [./data:/data, db:/var/lib/postgresql, /etc/localtime:/etc/localtime:ro]", []],
    ["cap_add: [SYS_ADMIN, CHOWN]", ["host_access the capability SYS_ADMIN"]],
    ["cap_add: [NET_ADMIN]", ["container_capability NET_ADMIN"]],
    ['user: "0:0"', ["container_user undefined"]],
    ['user: "1000:1000"', []],
  ])("weighs %s", async (body, found) => {
    expect(wordsOf(await service(body), "privilege", "target")).toEqual(found);
  });

  it.each([
    ["environment: {POSTGRES_PASSWORD: postgres}", ["default_password"]],
    ["environment: [POSTGRES_PASSWORD=q8Zr-42x-Lm0p]", ["hardcoded"]],
    ['environment: {POSTGRES_PASSWORD: "${DB_PASSWORD:-changeme}"}', ["default_password"]],
    ['environment: {POSTGRES_PASSWORD: "${DB_PASSWORD:?}"}', []],
    ["environment: {POSTGRES_PASSWORD_FILE: /run/secrets/db}", []],
  ])("judges %s", async (body, found) => {
    expect(wordsOf(await service(body), "secret_use")).toEqual(found);
  });

  it("knows from the place what only runs on a developer's machine", async () => {
    const found = await service("environment: {POSTGRES_PASSWORD: postgres}", "docker-compose.dev.yml");
    expect(wordsOf(found, "secret_use", "local")).toEqual(["default_password true"]);
  });
});
