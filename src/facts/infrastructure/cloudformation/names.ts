/** Resources by the name that Terraform has for them; a part of a resource may be one of its own there. */
export const RESOURCES: Readonly<Record<string, readonly { readonly type: string; readonly at?: string }[]>> = {
  "AWS::S3::Bucket": [
    { type: "aws_s3_bucket" },
    { type: "aws_s3_bucket_versioning" },
    { type: "aws_s3_bucket_public_access_block", at: "public_access_block_configuration" },
    { type: "aws_s3_bucket_server_side_encryption_configuration", at: "bucket_encryption" },
  ],
  "AWS::RDS::DBInstance": [{ type: "aws_db_instance" }],
  "AWS::RDS::DBCluster": [{ type: "aws_rds_cluster" }],
  "AWS::DocDB::DBCluster": [{ type: "aws_docdb_cluster" }],
  "AWS::Neptune::DBCluster": [{ type: "aws_neptune_cluster" }],
  "AWS::Redshift::Cluster": [{ type: "aws_redshift_cluster" }],
  "AWS::DynamoDB::Table": [{ type: "aws_dynamodb_table" }],
  "AWS::ElastiCache::ReplicationGroup": [{ type: "aws_elasticache_replication_group" }],
  "AWS::OpenSearchService::Domain": [{ type: "aws_opensearch_domain" }],
  "AWS::Elasticsearch::Domain": [{ type: "aws_elasticsearch_domain" }],
  "AWS::EC2::SecurityGroup": [{ type: "aws_security_group" }],
  "AWS::EC2::SecurityGroupIngress": [{ type: "aws_vpc_security_group_ingress_rule" }],
  "AWS::EC2::Instance": [{ type: "aws_instance" }],
  "AWS::EC2::LaunchTemplate": [{ type: "aws_launch_template", at: "launch_template_data" }],
  "AWS::EC2::Volume": [{ type: "aws_ebs_volume" }],
  "AWS::EFS::FileSystem": [{ type: "aws_efs_file_system" }],
  "AWS::SQS::Queue": [{ type: "aws_sqs_queue" }],
  "AWS::SNS::Topic": [{ type: "aws_sns_topic" }],
  "AWS::CloudTrail::Trail": [{ type: "aws_cloudtrail" }],
  "AWS::KMS::Key": [{ type: "aws_kms_key" }],
  "AWS::Logs::LogGroup": [{ type: "aws_cloudwatch_log_group" }],
  "AWS::Lambda::Url": [{ type: "aws_lambda_function_url" }],
  "AWS::Serverless::Function": [{ type: "aws_lambda_function_url", at: "function_url_config" }],
  "AWS::ApiGateway::Method": [{ type: "aws_api_gateway_method" }],
};

/** Properties whose Terraform name is another one than theirs in lower case with underscores. */
const PROPERTIES: Readonly<Record<string, string>> = {
  CidrIp: "cidr_blocks",
  CidrIpv6: "ipv6_cidr_blocks",
  IpProtocol: "protocol",
  SecurityGroupIngress: "ingress",
  AccessControl: "acl",
  AuthType: "authorization_type",
  AuthorizationType: "authorization",
  KmsMasterKeyId: "kms_key_id",
  SSESpecification: "server_side_encryption",
  SSEEnabled: "enabled",
  PointInTimeRecoverySpecification: "point_in_time_recovery",
  PointInTimeRecoveryEnabled: "enabled",
  EncryptionAtRestOptions: "encrypt_at_rest",
  NodeToNodeEncryptionOptions: "node_to_node_encryption",
  EnforceHTTPS: "enforce_https",
  IsLogging: "enable_logging",
  LoggingConfiguration: "logging",
  ServerSideEncryptionConfiguration: "rule",
};

/** `StorageEncrypted` is `storage_encrypted` there. */
export function propertyName(name: string): string {
  return PROPERTIES[name] ?? name.replaceAll(/([a-z\d])([A-Z])/gu, "$1_$2").toLowerCase();
}

/** `PublicReadWrite` is `public-read-write` there. */
export function accessName(text: string): string {
  return text.replaceAll(/([a-z])([A-Z])/gu, "$1-$2").toLowerCase();
}
