import { FRAMEWORKS } from "../frameworks/frameworks.ts";
import { frameworksUsed } from "./frameworks-used.ts";
import type { ModuleModel } from "./module-model.ts";
import { inputFrom, requestObject, SESSION, type Value } from "./value.ts";

/** Values of the names that frameworks provide to a file without an import. */
export function globalsOf(module: ModuleModel): Map<string, Value> {
  const { file, language } = module;
  const imported = frameworksUsed(module);
  const frameworks = FRAMEWORKS.filter(
    (framework) =>
      framework.language === language.id &&
      (framework.globalsIn?.test(file.path) ?? true) &&
      (framework.globalsImported !== true || imported.includes(framework)),
  );
  const isWhole = language.calls.wholeWith === undefined;
  return new Map(
    frameworks.flatMap((framework): [string, Value][] => [
      ...framework.globalRequests.map((name): [string, Value] => [
        name,
        requestObject(framework.request, name.split(".").at(-1) ?? name),
      ]),
      ...Object.entries(framework.globalInputs ?? {}).map(([name, shown]): [string, Value] => [
        name,
        inputFrom(shown, isWhole),
      ]),
      ...framework.globalSessions.map((name): [string, Value] => [name, SESSION]),
    ]),
  );
}
