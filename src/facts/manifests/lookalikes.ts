/** Shorter words are one letter apart by chance, as `react` and `preact` are. */
const SHORTEST = 6;

/** Letters that are read for one another. */
const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/[1il|]/gu, "l"],
  [/[0o]/gu, "o"],
  [/rn/gu, "m"],
  [/vv/gu, "w"],
];

/** Pairs of names of which one is easily typed or read as the other; names that only end differently are no such pair. */
export function lookalikesIn(names: readonly string[]): (readonly [string, string])[] {
  const shaped = [...new Set(names)].flatMap((name) => shapesOf(name).map((shape) => ({ shape, name })));
  const byShape = Map.groupBy(shaped, ({ shape }) => shape);
  const pairs = [...byShape.values()].flatMap((group) => pairsOf(group.map(({ name }) => name).toSorted()));
  return [...new Map(pairs.map((pair) => [pair.join(" "), pair])).values()];
}

function pairsOf(group: readonly string[]): (readonly [string, string])[] {
  return group
    .slice(0, 10)
    .flatMap((one, index) =>
      group.slice(index + 1, 10).flatMap((other) => (isSlip(one, other) ? [[one, other] as const] : [])),
    );
}

/** Two names with a slip between them share a shape: the same letters sorted, or the same look, or one letter left out. */
function shapesOf(name: string): string[] {
  if (name.length < SHORTEST || name.length > 60) return [];
  const looks = ALIKE.reduce((text, [letters, letter]) => text.replaceAll(letters, letter), name);
  return [
    `sorted ${name.split("").toSorted().join("")}`,
    `looks ${looks}`,
    `single ${name.replaceAll(/(.)\1/gu, "$1")}`,
  ];
}

/** Two neighbours swapped, one letter doubled, or, before the last, one read for another; all inside one long word. */
function isSlip(one: string, other: string): boolean {
  const start = sharedPrefix(one, other);
  const end = Math.min(sharedPrefix(reversed(one), reversed(other)), Math.min(one.length, other.length) - start);
  const [left, right] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  if (start < 2 || wordAround(one, start).length < SHORTEST || /[2-9]/u.test(left + right)) return false;
  if (left.length === 2 && left === reversed(right)) return true;
  if (left + right === one[start - 1]) return true;
  return end > 0 && left !== "" && right !== "" && left.length + right.length < 4;
}

function reversed(text: string): string {
  return text.split("").toReversed().join("");
}

function sharedPrefix(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

function wordAround(name: string, offset: number): string {
  const before = /[a-z0-9]*$/iu.exec(name.slice(0, offset))?.[0] ?? "";
  return before + (/^[a-z0-9]*/iu.exec(name.slice(offset))?.[0] ?? "");
}
