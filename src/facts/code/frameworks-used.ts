import { frameworksImported } from "../frameworks/frameworks.ts";
import type { Framework } from "../frameworks/framework.ts";
import type { ModuleModel } from "./module-model.ts";

/** The frameworks that a file imports; where files find what they need by itself, those whose classes it extends too. */
export function frameworksUsed({ language, imports, hierarchy }: ModuleModel): Framework[] {
  const modules = [...imports.values()].map(({ module }) => module);
  const extended = language.id === "ruby" ? [...hierarchy.values()].flat().map((name) => name.toLowerCase()) : [];
  return frameworksImported(language.id, [...modules, ...extended]);
}
