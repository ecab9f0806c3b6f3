/** Weaknesses that people name differently for one flaw; a threat of the same family is the expected one. */
const FAMILIES: readonly (readonly number[])[] = [
  [284, 285, 287, 288, 289, 290, 302, 305, 306, 384, 425, 552, 566, 613, 639, 640, 648, 862, 863, 1220, 1390],
  [250, 266, 269, 272, 276, 280, 732, 829, 913, 915, 1188],
  [77, 78, 88, 94, 95, 96, 1336],
  [89, 564, 943],
  [90, 643, 917],
  [22, 23, 36, 59, 73, 98, 409, 434],
  [79, 80, 83, 87, 116, 1021],
  [918, 441, 601],
  [502, 1321],
  [256, 257, 259, 321, 522, 521, 798, 1391, 1392, 1393],
  [200, 201, 209, 212, 214, 359, 497, 532, 598],
  [319, 295, 297, 311, 614, 1004],
  [326, 327, 328, 330, 331, 338, 347, 916],
  [345, 346, 1385, 353, 494, 829, 1104, 1357, 426, 427],
  [20, 183, 184, 185, 179, 693, 697, 1426, 1427],
  [307, 799, 400, 409, 674, 770, 776, 834, 1333],
  [352, 1275],
  [362, 367, 377],
  [117, 223, 778],
  [476, 703, 754, 755],
  [459, 404, 772],
];

/** True when two weaknesses are the same or of one family. */
export function isSameFamily(one: number, other: number): boolean {
  return one === other || FAMILIES.some((family) => family.includes(one) && family.includes(other));
}
