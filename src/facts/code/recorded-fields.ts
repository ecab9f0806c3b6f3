import { dataClassesOf } from "../data/data-classes.ts";
import type { ClassNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, descendants, dottedPath, lastName } from "../syntax/walk.ts";
import type { DraftedFact } from "./draft.ts";
import type { ModuleModel } from "./module-model.ts";

/** What the classes of records of the usual object-relational mappers extend. */
const BASES =
  /^(?:models\.Model|db\.Model|SQLModel|DeclarativeBase|Base|ApplicationRecord|ActiveRecord\.Base|Model|BaseEntity)$/u;
/** Annotations that make a class a record. */
const ANNOTATIONS = /^(?:Entity|Table|Document|Schema|MappedSuperclass|ObjectType)$/u;

/** A class whose objects are records, and what kind of data it holds. */
export interface RecordClass {
  readonly name: string;
  readonly node: ClassNode;
  readonly facts: readonly DraftedFact[];
}

/** The records that a file declares for an object-relational mapper. */
export function recordClassesIn({ root }: ModuleModel): RecordClass[] {
  return [...descendants(root)].flatMap((node) => {
    if (node.type !== "class" || node.name === null || !isRecord(node)) return [];
    const fields = fieldsOf(node);
    const facts = dataClassesOf([...fields.keys()]).flatMap((saying): DraftedFact[] => {
      const at = fields.get(String(saying.attributes["field"]));
      return at ? [{ ...saying, at, symbol: node.name }] : [];
    });
    return facts.length === 0 ? [] : [{ name: node.name, node, facts }];
  });
}

function isRecord({ bases, decorators }: ClassNode): boolean {
  const annotations = decorators.map((one) => lastName(one.type === "call" ? one.callee : one) ?? "");
  return bases.some((base) => BASES.test(dottedPath(base) ?? "")) || annotations.some((one) => ANNOTATIONS.test(one));
}

/** Fields by name, with where they are declared; what methods do with them is none of this. */
function fieldsOf({ body }: ClassNode): Map<string, SyntaxNode> {
  const fields = new Map<string, SyntaxNode>();
  for (const part of ownParts(body)) {
    const name = part.type === "assign" ? lastName(part.target) : null;
    if (name !== null && !fields.has(name)) fields.set(name, part);
  }
  return fields;
}

function ownParts(node: SyntaxNode): SyntaxNode[] {
  return node.type === "function" ? [] : [node, ...childrenOf(node).flatMap(ownParts)];
}
