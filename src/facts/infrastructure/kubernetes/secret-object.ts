import type { Fact } from "../../../domain/fact.ts";
import { type Entry, settingAt } from "../../settings/setting.ts";
import { decodeBase64 } from "../base64.ts";
import { credentialIn } from "../credentials.ts";
import { headOf } from "../say.ts";
import type { Manifest } from "./manifest.ts";

/** Secrets that stand in the repository; base64 hides nothing. */
export function secretFacts({ root, document: { say } }: Manifest): Fact[] {
  const plain = settingAt(root, "stringData")?.entries ?? [];
  const encoded = (settingAt(root, "data")?.entries ?? []).map(decoded);
  return [...plain, ...encoded].flatMap(({ key, value, lines }) => {
    const said = value.text === null ? null : credentialIn({ variable: key, value: value.text });
    return said ? [say(headOf(lines), said)] : [];
  });
}

function decoded(entry: Entry): Entry {
  const text = entry.value.text === null ? null : (decodeBase64(entry.value.text) ?? entry.value.text);
  return { ...entry, value: { ...entry.value, text } };
}
