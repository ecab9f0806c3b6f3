import { describe, expect, it } from "vitest";
import { closeness } from "../../../src/pipeline/model/test-style.ts";

const SOURCE = "app/controllers/shop/invoices_controller.rb";

describe("closeness", () => {
  it("rates the tests of the file itself highest, then those that share its folders", () => {
    const own = closeness("spec/controllers/shop/invoices_controller_spec.rb", SOURCE);
    const near = closeness("spec/controllers/shop/orders_spec.rb", SOURCE);
    const far = closeness("spec/models/order_spec.rb", SOURCE);
    expect(own).toBeGreaterThan(near);
    expect(near).toBeGreaterThan(far);
    expect(far).toBeGreaterThan(0);
  });

  it.each([
    "lib/shop/test_helpers.rb",
    "spec/spec_helper.rb",
    "spec/fixtures/controllers/shop/invoices_spec.rb",
    "test/test-setup.rb",
    "test/controllers/shop/invoices.test.ts",
    "app/controllers/shop/invoices_controller.rb",
  ])("is nothing for %s, which shows no test in this language", (path) => {
    expect(closeness(path, SOURCE)).toBe(0);
  });

  it("rates a test of helpers as a test", () => {
    expect(closeness("spec/helpers/invoices_helper_spec.rb", SOURCE)).toBeGreaterThan(0);
  });
});
