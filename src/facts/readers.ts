import { agentReader } from "./agents/agent-reader.ts";
import { codeReader } from "./code-reader.ts";
import { graphqlReader } from "./data/graphql-reader.ts";
import { openapiReader } from "./data/openapi-reader.ts";
import { prismaReader } from "./data/prisma-reader.ts";
import { sqlReader } from "./data/sql-reader.ts";
import type { FactReader } from "./fact-reader.ts";
import { configReader } from "./infrastructure/config-reader.ts";
import { dockerfileReader } from "./infrastructure/dockerfile.ts";
import { nginxReader } from "./infrastructure/nginx/nginx.ts";
import { hclReader } from "./infrastructure/terraform/terraform.ts";
import { lockReader, manifestReader } from "./manifests/manifest-reader.ts";
import { templateReader } from "./templates/template-reader.ts";
import { workflowReader } from "./workflows/workflow-reader.ts";

/** Every fact reader, most specific first: the first one that reads a path gets it. */
export const READERS: readonly FactReader[] = [
  agentReader,
  openapiReader,
  workflowReader,
  dockerfileReader,
  manifestReader,
  lockReader,
  nginxReader,
  configReader,
  hclReader,
  templateReader,
  graphqlReader,
  sqlReader,
  prismaReader,
  codeReader,
];
