import { expect, it } from "vitest";
import { dataClassOf, wordsOf } from "../../../src/facts/code/words.ts";

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

it.each([
  ["ValidatePublicHTTPURL", " validate public http url "],
  ["userJSONAPI", " user json api "],
  ["HTTPServer", " http server "],
  ["APIKey", " api key "],
  ["HTMLElement", " html element "],
])("%s is made of the words %j", (name, words) => {
  expect(wordsOf(name)).toBe(words);
});
