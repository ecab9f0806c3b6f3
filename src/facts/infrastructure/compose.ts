import type { Fact } from "../../domain/fact.ts";
import { type Entry, entryAt, type Setting, settingAt, textsOf } from "../settings/setting.ts";
import { addedCapability, hostAccess } from "./capabilities.ts";
import { publishedPort } from "./compose-ports.ts";
import { mountReach } from "./compose-mounts.ts";
import { credentialIn } from "./credentials.ts";
import { imageAttributes } from "./image-reference.ts";
import { type ConfigDocument, type ConfigScope, configScope, type Platform } from "./platform.ts";
import { headOf, type Said, type Say, settingControl } from "./say.ts";

const COMPOSE_FILE = /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/u;

/** Compose files; one scope for each service. */
export const compose: Platform = {
  id: "compose",
  recognises: ({ file, root }) => {
    const services = settingAt(root, "services")?.entries ?? [];
    if (COMPOSE_FILE.test(file.path)) return services.length > 0;
    return services.length > 0 && services.every(({ value }) => runsContainer(value));
  },
  scopes: (document) =>
    (settingAt(document.root, "services")?.entries ?? []).map((service) => serviceScope(document, service)),
};

function runsContainer(service: Setting): boolean {
  return ["image", "build", "extends"].some((key) => entryAt(service, key) !== null);
}

function serviceScope(document: ConfigDocument, service: Entry): ConfigScope {
  const place = { say: document.say, service: service.value };
  const facts = service.value.entries.flatMap((entry) => READ[entry.key]?.(entry, place) ?? []);
  return configScope(document, { name: `service ${service.key}`, lines: service.lines, facts });
}

interface ServicePlace {
  readonly say: Say;
  readonly service: Setting;
}

type Read = (entry: Entry, place: ServicePlace) => Fact[];

const READ: Readonly<Record<string, Read>> = {
  image: ({ value, lines }, { say }) =>
    value.text === null || value.text.includes("$")
      ? []
      : [say(lines, { kind: "dependency", name: "image", attributes: imageAttributes(value.text) })],
  privileged: when("true", () => hostAccess("privileged mode", "write_all")),
  network_mode: when("host", () => hostAccess("the machine's network", "write")),
  pid: when("host", () => hostAccess("the machine's processes", "write")),
  ipc: when("host", () => hostAccess("the machine's shared memory", "write")),
  user: when(/^(?:root|0)(?::|$)/u, () => ({
    kind: "privilege",
    name: "container_user",
    attributes: { level: "root", declared: true },
  })),
  read_only: when("true", () => settingControl("sandbox", true, { callee: "read_only" })),
  cap_drop: eachText((text) => (text === "ALL" ? settingControl("sandbox", true, { callee: "cap_drop" }) : null)),
  cap_add: eachText((text) => addedCapability(text, false)),
  security_opt: eachText(securityOption),
  volumes: readVolumes,
  ports: readPorts,
  environment: readEnvironment,
};

function when(wanted: string | RegExp, said: () => Said): Read {
  return ({ value, lines }, { say }) => {
    const text = value.text ?? "";
    return (typeof wanted === "string" ? text === wanted : wanted.test(text)) ? [say(lines, said())] : [];
  };
}

function eachText(saidOf: (text: string) => Said | null): Read {
  return ({ value }, { say }) =>
    value.items.flatMap(({ text, lines }) => {
      const said = text === null ? null : saidOf(text);
      return said ? [say(lines, said)] : [];
    });
}

function securityOption(text: string): Said | null {
  if (/^no-new-privileges[:=]?(?:true)?$/u.test(text)) {
    return settingControl("sandbox", true, { callee: "no-new-privileges" });
  }
  const off = /^(?:seccomp|apparmor)[:=]unconfined$/u.test(text);
  return off ? settingControl("sandbox", false, { callee: "security_opt", reason: "nothing is confined" }) : null;
}

function readVolumes({ value }: Entry, { say }: ServicePlace): Fact[] {
  return value.items.flatMap((item) => {
    const reach = mountReach(item);
    return reach ? [say(headOf(item.lines), hostAccess(reach.path, reach.level))] : [];
  });
}

function readPorts({ value }: Entry, { say, service }: ServicePlace): Fact[] {
  const image = settingAt(service, "image")?.text ?? "";
  return value.items.flatMap((item) => {
    const port = publishedPort(item, image);
    if (!port) return [];
    const attributes = { ...port, enabled: true, exposure: "unknown" };
    return [say(headOf(item.lines), { kind: "listener", name: "port", attributes })];
  });
}

function readEnvironment({ value }: Entry, { say }: ServicePlace): Fact[] {
  const pairs = value.items.flatMap(({ text, lines }) => {
    const [, variable, given] = /^(\w+)=(.*)$/su.exec(text ?? "") ?? [];
    return variable === undefined || given === undefined ? [] : [{ variable, value: given, lines }];
  });
  const named = value.entries.map(({ key, value: given, lines }) => ({
    variable: key,
    value: textsOf(given)[0],
    lines,
  }));
  return [...pairs, ...named].flatMap(({ variable, value: given, lines }) => {
    const plain = (given ?? "").replace(/^\$\{\w+:?-([^}]*)\}$/u, "$1");
    const said = credentialIn({ variable, value: plain });
    return said ? [say(headOf(lines), said)] : [];
  });
}
