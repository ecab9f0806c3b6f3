import type { ClassNode, SyntaxNode } from "../syntax/syntax-node.ts";
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

/** The classes of a file are looked for once, as every call of one asks. */
const CLASSES = new WeakMap<SyntaxNode, ReadonlyMap<string | null, ClassNode>>();

function classNamed(name: string, { root }: ModuleModel): ClassNode | null {
  const known = CLASSES.get(root) ?? classesIn(root);
  CLASSES.set(root, known);
  return known.get(name) ?? null;
}

function classesIn(root: SyntaxNode): Map<string | null, ClassNode> {
  const classes = [...descendants(root)].flatMap((node) => (node.type === "class" ? [node] : []));
  return new Map(classes.toReversed().map((node) => [node.name, node]));
}
