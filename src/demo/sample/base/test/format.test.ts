import { strict as assert } from "node:assert";
import { test } from "node:test";
import { formatPrice } from "../src/format.ts";

test("prints cents as euros", () => {
  assert.equal(formatPrice(1234), "12.34 €");
});
