import { type Setting, textAt } from "../settings/setting.ts";
import { reachOf } from "./host-paths.ts";

/** What a service can do with a folder or socket of the machine; `null` where that is nothing of note. */
export function mountReach(item: Setting) {
  const mount = item.text === null ? longForm(item) : shortForm(item.text);
  const level = mount === null ? null : reachOf(mount.path, mount.readOnly);
  return mount === null || level === null ? null : { path: mount.path, level };
}

function shortForm(text: string) {
  const [path = "", target, options = ""] = text.split(":");
  return target === undefined ? null : { path, readOnly: options.split(",").includes("ro") };
}

function longForm(item: Setting) {
  const path = textAt(item, "source");
  return path === null || textAt(item, "type") !== "bind"
    ? null
    : { path, readOnly: textAt(item, "read_only") === "true" };
}
