import type { CallNode, EntryNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, lastName } from "../syntax/walk.ts";
import { BESIDE } from "./filter-arguments.ts";
import type { Flow } from "./flow.ts";
import { type Draft, inline } from "./draft.ts";
import { wordsOf } from "./words.ts";

/** Columns that say what a record is part of, and so who may touch it. */
const PARENT =
  /^ (?:project|team|organi[sz]ation|org|workspace|tenant|account|company|group|repository|repo|board|shop|store|site|customer|user|owner|member|author|space|vault|collection|installation)(?: (?:id|uuid|key|slug|pk))? $/u;
const COLUMN = /([a-z_][\w.]{0,60})["'`]?\s{0,3}(?:={1,2}|\bin\b)\s{0,3}(?:\?|:|\$|@|%|\()/giu;

/** What names a record; the key of another record says what this one is part of. */
const KEY = /^ (?:id|uuid|pk|key|slug) $| (?:id|uuid) $/u;
/** Keys of what a record is not part of. */
const OTHER_KEYS =
  / (?:type|status|state|kind|category|language|locale|version|external|remote|parent|previous|next|request|trace|correlation|session|device|primary) (?:id|uuid) $/u;

/** A look-up of one record that is also held to what the record is part of: `id = ? AND project_id = ?`. */
export function scopedLookUp(node: CallNode, collection: string | null, flow: Flow): Draft[] {
  const parent = parentAmong(new Set(columnsIn(node, flow)));
  return held(node, parent, collection);
}

/** The same of a statement that is a text: what it joins has keys as well, so that only known parents count. */
export function scopedStatement(node: CallNode, collection: string | null, flow: Flow): Draft[] {
  return held(node, knownParent(new Set(columnsIn(node, flow))), collection);
}

function held(node: CallNode, parent: string | null, collection: string | null): Draft[] {
  return parent === null ? [] : [inline("query_scope", node, { callee: parent, protects: collection ?? "record" })];
}

function knownParent(columns: ReadonlySet<string>): string | null {
  return columns.size === 1 ? null : ([...columns].find((column) => PARENT.test(wordsOf(column))) ?? null);
}

/** The column among those that a look-up asks which says what the record is part of, or `null`. */
export function parentAmong(columns: ReadonlySet<string>): string | null {
  const known = knownParent(columns);
  if (known !== null) return known;
  const keys = [...columns].filter((column) => KEY.test(wordsOf(column)));
  const parents = keys.filter((column) => !/^ \w+ $/u.test(wordsOf(column)) && !OTHER_KEYS.test(wordsOf(column)));
  return keys.length > 1 ? (parents.at(-1) ?? null) : null;
}

/** The columns that a call and what it is chained to filter by. */
function columnsIn(node: SyntaxNode, flow: Flow): string[] {
  if (node.type === "member") return columnsIn(node.object, flow);
  if (node.type !== "call") return [];
  if (BESIDE.test(lastName(node.callee) ?? "")) return columnsIn(node.callee, flow);
  const given = node.arguments.flatMap(({ name, value }) => [
    ...(name === null ? [] : [name]),
    ...named(flow.definitionOf(value), flow),
  ]);
  const asked = MAGIC.exec(lastName(node.callee) ?? "")?.[1];
  const own = comparedColumn(node);
  return [...columnsIn(node.callee, flow), ...(asked === undefined ? [] : [asked]), ...own, ...given.map(lastPart)];
}

/** `whereTeamId($id)` asks by `team_id`; other such names say how to compare. */
const MAGIC =
  /^where(?!(?:In|Integer|Pivot|ILike|Strict|Not|Null|Between|Has|Doesnt|Date|Day|Month|Year|Time|Raw|Column|Exists|Json|Key|Relation|Morph|Belongs|Full|Any|All|None|Like|Past|Future|Today)(?:[A-Z]|$))([A-Z]\w*)$/u;

function named(value: SyntaxNode, flow: Flow): string[] {
  return askedIn(value).flatMap((one) => {
    if (one.type === "entry") return one.key === null ? [] : [one.key, ...elsewhere(one, flow)];
    if (one.type === "text") return textColumns(one.value);
    if (one.type === "call") return comparedColumn(one);
    return one.type === "binary" && /^={2,3}$/u.test(one.operator) ? [lastName(one.left) ?? ""] : [];
  });
}

/** `eq(notes.teamId, team)` and `.andWhere(Note.teamId, team)` name a column by what declares it. */
function comparedColumn({ callee, arguments: given }: CallNode): string[] {
  const [column, value] = given;
  const isCompared = value !== undefined && COMPARES.test(lastName(callee) ?? "");
  return isCompared && column?.value.type === "member" ? [column.value.property] : [];
}

const COMPARES = /^(?:eq|equals?|Eq|Equal|where|andWhere|and_where|Where|And|whereEq)$/u;

function askedIn(node: SyntaxNode): SyntaxNode[] {
  const children = childrenOf(node).filter((child) => child.type !== "entry" || !BESIDE.test(child.key ?? ""));
  return [node, ...children.flatMap(askedIn)];
}

/** The columns of a condition that is put together before: `findAll({ where })`. */
function elsewhere({ value }: EntryNode, flow: Flow): string[] {
  const condition = value.type === "name" ? flow.definitionOf(value) : value;
  return condition.type === "object" && condition !== value ? named(condition, flow) : [];
}

/** A column's name by itself, or those that a condition compares. */
function textColumns(text: string): string[] {
  if (/^[\w.]{1,60}$/u.test(text)) return [text];
  return [...text.matchAll(COLUMN)].map(([, column = ""]) => column);
}

function lastPart(column: string): string {
  return column.slice(column.lastIndexOf(".") + 1);
}
