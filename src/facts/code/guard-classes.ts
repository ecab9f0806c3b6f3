import { FRAMEWORKS } from "../frameworks/frameworks.ts";
import type { ModuleModel, NamedFunction } from "./module-model.ts";

/** Classes that are guards, under their own names: what their method does is what they do. */
export function guardClasses({ functions, language }: ModuleModel): NamedFunction[] {
  const frameworks = FRAMEWORKS.filter((framework) => framework.language === language.id);
  const methods = new Set(frameworks.flatMap(({ annotations }) => annotations?.guardMethods ?? []));
  return functions.flatMap((named) => {
    const { className, node } = named;
    return className !== null && methods.has(node.name ?? "") ? [{ ...named, symbol: className }] : [];
  });
}
