import { expect, it } from "vitest";
import { dataClassOf } from "../../../src/facts/code/words.ts";

it.each([
  ["shippingAddress", "personal"],
  ["home_address", "personal"],
  ["ipAddress", null],
  ["remote_address", null],
  ["urlAddress", null],
  ["email", "personal"],
  ["emailTemplate", null],
  ["passwordHash", "credential"],
  ["cardNumber", "payment"],
])("%s promises data that is %s", (name, expected) => {
  expect(dataClassOf(name)).toBe(expected);
});
