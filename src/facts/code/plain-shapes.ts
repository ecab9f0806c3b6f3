import type { ClassNode } from "../syntax/syntax-node.ts";
import { descendants, lastName } from "../syntax/walk.ts";
import type { ModuleModel } from "./module-model.ts";

const SHAPES =
  /^(?:BaseModel|RootModel|GenericModel|BaseSettings|TypedDict|NamedTuple|Struct|Schema|Serializer|Form|Enum)$/u;
const SHAPING = /^(?:dataclass|define|frozen|attrs|pydantic_dataclass)$/u;
const SHAPE_MODULES =
  /(?:^|[./_-])(?:schemas?|dtos?|types?|params|validators?|validation|pydantic|forms?|requests?)(?:$|[./])/iu;

const MAX_BASES = 3;

/** True for classes that give input a form and store nothing: pydantic models, data classes, typed dictionaries. */
export function isPlainShape(name: string, module: ModuleModel, bases = MAX_BASES): boolean {
  const imported = module.imports.get(name);
  if (imported) return SHAPE_MODULES.test(imported.module);
  const node = classNamed(name, module);
  if (!node) return false;
  if (node.decorators.some((decorator) => SHAPING.test(lastName(decorator) ?? ""))) return true;
  const names = node.bases.flatMap((base) => lastName(base) ?? []);
  return names.some((base) => SHAPES.test(base) || (bases > 0 && isPlainShape(base, module, bases - 1)));
}

function classNamed(name: string, module: ModuleModel): ClassNode | null {
  for (const node of descendants(module.root)) if (node.type === "class" && node.name === name) return node;
  return null;
}
