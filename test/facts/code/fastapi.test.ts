import { describe, expect, it } from "vitest";
import { attributesOf, effectiveControls, factsOf, scopesOf, select } from "../read-code.ts";

const HEAD = `from typing import Annotated
from fastapi import FastAPI, APIRouter, Depends, Security, Request, UploadFile, HTTPException
from .auth import get_current_user, require_role, User
import httpx
app = FastAPI()
`;

function endpoint(parameters: string, body = "return {}", decorator = '@app.post("/things/{thing_id}")') {
  const indented = body.replaceAll(/^/gmu, "    ");
  const text = `${HEAD}${decorator}\nasync def thing(${parameters}):\n${indented}\n`;
  return factsOf(text, "app/api.py", "POST /things/{thing_id}");
}

describe("FastAPI", () => {
  it("names routes with the prefix of their router", () => {
    const text = `${HEAD}router = APIRouter(prefix="/invoices")
@router.get("/{invoice_id}")
async def read(invoice_id: int):
    return {}
app.include_router(router, prefix="/api")
`;
    expect(scopesOf(text, "app/api.py")[0]).toMatchObject({ name: "GET /api/invoices/{invoice_id}", blindSpot: null });
  });

  it.each([
    ["url: str", "httpx.get(url)", { tainted: true, source: "url" }],
    ["number: int", 'httpx.get(f"https://x.test/{number}")', { tainted: false, host: "x.test" }],
    [
      "request: Request",
      "httpx.get(request.query_params['url'])",
      { tainted: true, source: "request.query_params.url" },
    ],
    [
      "request: Request",
      "body = await request.json()\nhttpx.get(body['url'])",
      { tainted: true, source: "request.json.url" },
    ],
    ["item: Item", "httpx.get(item.url)", { tainted: true, source: "item.url" }],
    ["client: Client = Depends(get_client)", "httpx.get(client.url)", { tainted: false }],
  ])("follows the parameter %s", (parameters, body, attributes) => {
    expect(attributesOf(endpoint(parameters, body), "sink/outbound_http")).toMatchObject(attributes);
  });

  it.each([
    ["user: User = Depends(get_current_user)", ["authn"]],
    ["user: Annotated[User, Depends(get_current_user)]", ["authn"]],
    ["user: CurrentUser", ["authn"]],
    ["admin: User = Depends(require_role('admin'))", ["authn", "authz"]],
    ["key: str = Security(api_key_header)", ["authn"]],
    ["db: Session = Depends(get_db)", []],
    ["item: Item", ["validation"]],
    ["name: str", []],
  ])("reads the controls of %s", (parameters, controls) => {
    expect(effectiveControls(endpoint(parameters))).toEqual(controls);
  });

  it("reads dependencies of the route and of the router", () => {
    const byRoute = endpoint("", "return {}", '@app.post("/things/{thing_id}", dependencies=[Depends(verify_token)])');
    expect(effectiveControls(byRoute)).toEqual(["authn"]);
    const text = `${HEAD}router = APIRouter(dependencies=[Depends(get_current_user)])
@router.get("/a")
async def read():
    return {}
`;
    const facts = factsOf(text, "app/api.py", "GET /a");
    expect(attributesOf(facts, "control/authn")).toMatchObject({ effective: true, via: "global" });
  });

  it("takes a filter by the signed-in user for an ownership check", () => {
    const facts = endpoint(
      "thing_id: int, user: User = Depends(get_current_user)",
      "return db.query(Invoice).filter(Invoice.id == thing_id, Invoice.owner_id == user.id).first()",
    );
    expect(attributesOf(facts, "data_store/record")).toMatchObject({
      operation: "read",
      keyed_by: "request",
      scoped_to_user: true,
    });
    expect(effectiveControls(facts)).toContain("ownership");
  });

  it("takes no validated model for a whole body", () => {
    expect(select(endpoint("item: Item", "row = Row(**item.model_dump())"), "sink/mass_assignment")).toEqual([]);
    expect(select(endpoint("item: dict", "row = Row(**item)"), "sink/mass_assignment")).toHaveLength(1);
  });

  it("knows that an uploaded file's name is chosen by the sender", () => {
    const facts = endpoint("file: UploadFile", 'open(f"/data/{file.filename}", "wb")');
    expect(attributesOf(facts, "sink/file")).toMatchObject({
      tainted: true,
      source: "file.filename",
      operation: "write",
    });
    expect(select(facts, "data_store/upload")).toHaveLength(1);
  });
});
