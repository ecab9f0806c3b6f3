import type { Framework } from "../frameworks/framework.ts";
import type { ModuleModel } from "./module-model.ts";

/** The fields of a record of this file that are numbers or fixed choices once input was read into it; `null` for none. */
export function convertedFields(
  types: readonly string[],
  framework: Framework,
  { fieldTypes, hierarchy }: ModuleModel,
): ReadonlySet<string> | null {
  const [, record] = types;
  const isSafe = (type: string) =>
    framework.types?.harmless.test(type) === true || hierarchy.get(type)?.includes("Enum") === true;
  const fields = [...fieldTypes].flatMap(([path, type]) => {
    const [owner, field] = path.split(".");
    return owner === record && field !== undefined && isSafe(type) ? [field] : [];
  });
  return fields.length === 0 ? null : new Set(fields);
}
