import { describe, expect, it } from "vitest";
import { effectiveControls, factsOf } from "../read-code.ts";

const routes = (guard: string) => `import { unless, ifAuthNeeded, requireLogin, compress } from "./guards";
const app = express();
app.post("/orders", ${guard}, (req, res) => res.json(save(req.body)));`;

describe("a middleware that is given another one", () => {
  it.each([
    ["unless(isOpen, requireLogin)", ["authn"]],
    ["ifAuthNeeded(this.auth.requireLogin.bind(this.auth))", ["authn"]],
    ["ifAuthNeeded(compress)", []],
    ["unless(isOpen, compress)", []],
  ])("promises what that one promises: %s", (guard, controls) => {
    expect(effectiveControls(factsOf(routes(guard), "src/app.ts", "POST /orders"))).toEqual(controls);
  });
});
