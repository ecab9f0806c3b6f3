import { describe, expect, it } from "vitest";
import { readConfig, wordsOf } from "./read-config.ts";

async function template(resources: string, path = "infra/template.yaml") {
  return readConfig({ [path]: `AWSTemplateFormatVersion: "2010-09-09"\nResources:\n${resources}` });
}

describe("a CloudFormation template", () => {
  it("says which stores are public and what protects them", async () => {
    const scopes = await template(`  Files:
    Type: AWS::S3::Bucket
    Properties:
      AccessControl: PublicRead
      VersioningConfiguration: { Status: Enabled }
      PublicAccessBlockConfiguration: { BlockPublicAcls: false }
  Data:
    Type: AWS::RDS::DBInstance
    Properties:
      StorageEncrypted: false
      PubliclyAccessible: true
      MasterUserPassword: !Ref Password
`);
    const bucket = scopes.get("AWS::S3::Bucket Files");
    expect(wordsOf(bucket, "data_store", "public")).toEqual(["bucket true"]);
    expect(wordsOf(bucket, "control", "effective").toSorted()).toEqual(["isolation false", "recovery true"]);
    const database = scopes.get("AWS::RDS::DBInstance Data");
    expect(wordsOf(database, "control", "effective", "protects")).toEqual(["encryption false at rest"]);
    expect(wordsOf(database, "listener", "serves")).toEqual(["port database"]);
    expect(wordsOf(database, "secret_use")).toEqual([]);
  });

  it("says which ports are open to the internet", async () => {
    const scopes = await template(`  Open:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupIngress:
        - { IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0 }
        - { IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8 }
`);
    expect(wordsOf(scopes.get("AWS::EC2::SecurityGroup Open"), "listener", "port")).toEqual(["port 22"]);
  });

  it.each([
    ["AWS::Lambda::Url", "AuthType: NONE", ["grant everyone"]],
    ["AWS::Lambda::Url", "AuthType: AWS_IAM", []],
    ["AWS::Serverless::Function", "FunctionUrlConfig: { AuthType: NONE }", ["grant everyone"]],
    ["AWS::ApiGateway::Method", "{ AuthorizationType: NONE, HttpMethod: POST }", ["grant everyone"]],
    ["AWS::ApiGateway::Method", "{ AuthorizationType: NONE, HttpMethod: OPTIONS }", []],
    [
      "AWS::IAM::Policy",
      'PolicyDocument: { Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] }',
      ["grant named"],
    ],
    [
      "AWS::SQS::QueuePolicy",
      'PolicyDocument: { Statement: { Effect: Allow, Principal: "*", Action: "sqs:SendMessage", Resource: "*" } }',
      ["grant everyone"],
    ],
  ])("says who may use a %s with %s", async (type, properties, expected) => {
    const scopes = await template(`  One:\n    Type: ${type}\n    Properties:\n      ${properties}\n`);
    expect(wordsOf(scopes.get(`${type} One`), "privilege", "granted_to")).toEqual(expected);
  });

  it("may be JSON, and is known by its resources", async () => {
    const text = JSON.stringify({
      Resources: { Q: { Type: "AWS::KMS::Key", Properties: { EnableKeyRotation: false } } },
    });
    const scopes = await readConfig({ "stack.json": text });
    expect(wordsOf(scopes.get("AWS::KMS::Key Q"), "control", "effective")).toEqual(["key_rotation false"]);
  });
});
