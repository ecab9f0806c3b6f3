import type { Fact } from "../../domain/fact.ts";
import type { LineRange } from "../settings/line-range.ts";
import { entriesNamed, everyEntry, itemsOf, type Setting, settingAt, textAt, textsOf } from "../settings/setting.ts";
import { parseYamlSettings } from "../settings/yaml-settings.ts";
import { decodeBase64 } from "./base64.ts";
import type { Said, Say } from "./say.ts";

const HEADER = /^\s*#cloud-config\b/u;
/** `#cloud-config` in base64, whichever characters follow. */
const ENCODED_HEADER = /^\s*I2Nsb3VkLWNvbmZp[Zg]/u;
/** A password that is stored as its hash, and what is filled in when the file is used. */
const HASHED = /^\$\d\w?\$|^\$y\$/u;
const FILLED_IN = /\$\{|\{\{|^\s*$|^(?:R|RANDOM)$/u;

/** What a text tells a new machine to do, where it is meant for cloud-init, plain or in base64. */
export function cloudInitOf(text: string): Setting | null {
  const plain = ENCODED_HEADER.test(text) ? decodeBase64(text) : text;
  if (plain === null || !HEADER.test(plain)) return null;
  return parseYamlSettings(plain).roots[0] ?? null;
}

/** Facts about cloud-init among all values below a setting; their lines are those of the value that holds it. */
export function cloudInitFacts(setting: Setting, say: Say): Fact[] {
  return everyEntry(setting).flatMap(({ value, lines }) => {
    const inner = value.text === null ? null : cloudInitOf(value.text);
    return inner ? machineFacts(inner, (_, said) => say(lines, said)) : [];
  });
}

type SayAt = (lines: LineRange, said: Said) => Fact;

/** Who can sign in to a machine that is started like this, and with which rights. */
export function machineFacts(root: Setting, say: SayAt): Fact[] {
  const nested = settingAt(root, "autoinstall", "user-data");
  const config = nested ?? root;
  const passwords = knownPasswords(config);
  const signIn = entriesNamed(config, "ssh_pwauth").find(({ value }) => /^(?:true|yes|1)$/iu.test(value.text ?? ""));
  return [
    ...passwords.map(({ lines, account }) => say(lines, knownPassword(account))),
    ...(signIn ? [say(signIn.lines, login("password sign-in over the network", "user"))] : []),
    ...usersOf(config).flatMap((user) => {
      const sudo = entriesNamed(user, "sudo").find(({ value }) => textsOf(value).some(withoutPassword));
      return sudo ? [say(sudo.lines, login(textAt(user, "name") ?? "an account", "root"))] : [];
    }),
  ];
}

function usersOf(config: Setting): Setting[] {
  return itemsOf(settingAt(config, "users")).filter(({ entries }) => entries.length > 0);
}

function withoutPassword(rule: string): boolean {
  return /NOPASSWD:\s*ALL/iu.test(rule);
}

function knownPassword(account: string): Said {
  return {
    kind: "secret_use",
    name: "default_password",
    attributes: { variable: `the password of ${account}`, type: "account" },
  };
}

function login(target: string, level: "root" | "user"): Said {
  return { kind: "privilege", name: "login", attributes: { target, level } };
}

interface Account {
  readonly account: string;
  readonly lines: LineRange;
}

/** Accounts whose password stands in the text, in any of the ways in which it can be written. */
function knownPasswords(config: Setting): Account[] {
  const own = entriesNamed(config, "password").filter(({ value }) => isPassword(value.text));
  const ofUsers = usersOf(config).flatMap((user) =>
    entriesNamed(user, "plain_text_passwd")
      .filter(({ value }) => isPassword(value.text))
      .map(({ lines }) => ({ account: textAt(user, "name") ?? "an account", lines })),
  );
  return [...own.map(({ lines }) => ({ account: "the default account", lines })), ...ofUsers, ...changed(config)];
}

/** The lines `account:password` of `chpasswd`, and its newer list of accounts. */
function changed(config: Setting): Account[] {
  const list = settingAt(config, "chpasswd", "list");
  const pairs = (list?.items.length ? list.items : list ? [list] : []).flatMap(({ text, lines }) =>
    (text ?? "").split("\n").map((line) => ({ line, lines })),
  );
  const listed = pairs.flatMap(({ line, lines }) => {
    const [, account, password] = /^\s*([\w.-]+):(.+?)\s*$/u.exec(line) ?? [];
    return account !== undefined && isPassword(password ?? null) ? [{ account, lines }] : [];
  });
  const users = itemsOf(settingAt(config, "chpasswd", "users")).flatMap((user) =>
    isPassword(textAt(user, "password")) ? [{ account: textAt(user, "name") ?? "an account", lines: user.lines }] : [],
  );
  return [...listed, ...users];
}

function isPassword(value: string | null): boolean {
  return value !== null && !HASHED.test(value) && !FILLED_IN.test(value);
}
