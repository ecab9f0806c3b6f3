import { describe, expect, it } from "vitest";
import { readConfig, wordsOf } from "./read-config.ts";

async function resource(type: string, body: string, rest = "") {
  return (await readConfig({ "infra/main.tf": `resource "${type}" "x" {\n${body}\n}\n${rest}` })).get(`${type}.x`);
}

function rule(from: number, to: number, source: string) {
  return `ingress {\n from_port = ${from}\n to_port = ${to}\n protocol = "tcp"\n cidr_blocks = [${source}]\n}`;
}

describe("Terraform files", () => {
  it.each([
    [rule(22, 22, '"0.0.0.0/0"'), ["port 22 administration"]],
    [rule(0, 65535, '"0.0.0.0/0"'), ["port 0-65535 administration"]],
    [rule(5432, 5432, '"0.0.0.0/0"'), ["port 5432 database"]],
    [rule(443, 443, '"0.0.0.0/0"'), ["port 443 web"]],
    [rule(22, 22, '"10.0.0.0/8"'), []],
    [rule(22, 22, "var.office"), []],
  ])("sees which ports %s opens to the internet", async (body, found) => {
    expect(wordsOf(await resource("aws_security_group", body), "listener", "port", "serves")).toEqual(found);
  });

  it("fills in what variables and locals of the file say", async () => {
    const variable = 'variable "all" {\n default = ["0.0.0.0/0"]\n}\nlocals {\n everyone = var.all\n}\n';
    const body = 'type = "ingress"\nfrom_port = 22\nto_port = 22\nprotocol = "tcp"\ncidr_blocks = local.everyone';
    expect(wordsOf(await resource("aws_security_group_rule", body, variable), "listener", "port")).toEqual(["port 22"]);
  });

  it.each([
    ['Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*"', ["grant read everyone"]],
    ['Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*"', []],
    [
      'Effect = "Allow", Principal = { AWS = "*" }, Action = "s3:*", Resource = "*", Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-1" } }',
      [],
    ],
    [
      'Effect = "Allow", Principal = { AWS = "*" }, Action = "sts:AssumeRole", Condition = { "ForAnyValue:StringLike" = { "aws:PrincipalOrgPaths" = ["o-1/*/ou-2/*"] } }',
      [],
    ],
    ['Effect = "Allow", Principal = { AWS = var.account }, Action = "s3:*", Resource = "*"', []],
    ['Effect = "Allow", Action = "*", Resource = "*"', ["grant write_all named"]],
    ['Effect = "Allow", Action = ["iam:PassRole"], Resource = "*"', ["grant write named"]],
    ['Effect = "Allow", Action = ["s3:*"], Resource = aws_s3_bucket.b.arn', []],
  ])("judges the statement %s", async (statement, found) => {
    const policy = `policy = jsonencode({ Statement = [{ ${statement} }] })`;
    expect(wordsOf(await resource("aws_iam_policy", policy), "privilege", "level", "granted_to")).toEqual(found);
  });

  it.each([
    ['StringLike = { "token.actions.githubusercontent.com:sub" = "repo:shop/*:ref:refs/heads/main" }', []],
    ['StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }', ["grant outside_workload"]],
    ['StringLike = { "token.actions.githubusercontent.com:sub" = "repo:*" }', ["grant outside_workload"]],
    ['StringLike = { "token.actions.githubusercontent.com:sub" = var.subject }', []],
  ])("asks which workloads %s means", async (condition, found) => {
    const statement = `Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com" }, Condition = { ${condition} }`;
    const policy = `assume_role_policy = jsonencode({ Statement = [{ ${statement} }] })`;
    expect(wordsOf(await resource("aws_iam_role", policy), "privilege", "granted_to")).toEqual(found);
  });

  it("reads policies that are written as text or as a document", async () => {
    const text = 'policy = <<EOF\n{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}\nEOF';
    expect(wordsOf(await resource("aws_iam_policy", text), "privilege", "level")).toEqual(["grant write_all"]);
    const document =
      'data "aws_iam_policy_document" "d" {\n statement {\n  actions = ["*"]\n  resources = ["*"]\n }\n}\n';
    const scopes = await readConfig({ "a.tf": document });
    expect(wordsOf(scopes.get("data.aws_iam_policy_document.d"), "privilege", "level")).toEqual(["grant write_all"]);
  });

  it("counts what other resources say about a bucket as the bucket's own, also from the file beside it", async () => {
    const bucket = 'resource "aws_s3_bucket" "b" {\n bucket = "b"\n}\n';
    const block =
      'resource "aws_s3_bucket_public_access_block" "b" {\n bucket = aws_s3_bucket.b.id\n block_public_acls = true\n}\n';
    for (const files of [{ "a/main.tf": bucket + block }, { "a/main.tf": bucket, "a/block.tf": block }]) {
      const scopes = await readConfig(files);
      expect(wordsOf(scopes.get("aws_s3_bucket.b"), "control", "effective")).toEqual(["isolation true"]);
    }
  });
});

describe("Packer files in HCL", () => {
  it("finds the fixed password of the build account, also as the default of a variable", async () => {
    const text =
      'variable "ssh_password" {\n default = "builder"\n}\nsource "qemu" "x" {\n ssh_password = var.ssh_password\n}\n';
    const [scope] = (await readConfig({ "packer/x.pkr.hcl": text })).values();
    expect(wordsOf(scope, "secret_use", "variable", "type")).toEqual(["default_password ssh_password build_account"]);
  });
});
