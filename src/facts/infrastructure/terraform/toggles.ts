import { switchOf, type Toggle } from "../toggle.ts";

const REST = "at rest";
const TRANSIT = "in transit";
const DATABASES = "aws_db_instance aws_rds_cluster aws_docdb_cluster aws_neptune_cluster";
const AZURE_SERVERS = "azurerm_postgresql_server azurerm_mysql_server azurerm_mariadb_server";
const AZURE_APPS = "azurerm_app_service azurerm_function_app azurerm_linux_web_app azurerm_windows_web_app";

const ENCRYPTION: readonly Toggle[] = [
  switchOf("encryption", "storage_encrypted", DATABASES, REST),
  switchOf("encryption", "encrypted", "aws_ebs_volume aws_efs_file_system aws_redshift_cluster", REST),
  switchOf("encryption", "root_block_device.encrypted", "aws_instance aws_launch_configuration", REST),
  switchOf("encryption", "ebs_block_device.encrypted", "aws_instance aws_launch_configuration", REST),
  switchOf("encryption", "at_rest_encryption_enabled", "aws_elasticache_replication_group", REST),
  switchOf("encryption", "encrypt_at_rest.enabled", "aws_elasticsearch_domain aws_opensearch_domain", REST),
  switchOf("encryption", "server_side_encryption.enabled", "aws_dynamodb_table aws_dax_cluster", REST),
  {
    types: ["aws_s3_bucket", "aws_s3_bucket_server_side_encryption_configuration"],
    path: ["rule"],
    control: "encryption",
    protects: REST,
    on: /present/u,
  },
  {
    types: [
      "aws_sqs_queue",
      "aws_sns_topic",
      "aws_eks_cluster",
      "aws_cloudwatch_log_group",
      "aws_secretsmanager_secret",
    ],
    path: ["kms_key_id"],
    control: "encryption",
    protects: REST,
    on: /\S/u,
  },
  switchOf("encryption", "transit_encryption_enabled", "aws_elasticache_replication_group", TRANSIT),
  switchOf("encryption", "node_to_node_encryption.enabled", "aws_elasticsearch_domain aws_opensearch_domain", TRANSIT),
  switchOf(
    "encryption",
    "domain_endpoint_options.enforce_https",
    "aws_elasticsearch_domain aws_opensearch_domain",
    TRANSIT,
  ),
  switchOf("encryption", "enable_https_traffic_only", "azurerm_storage_account", TRANSIT),
  switchOf("encryption", "https_traffic_only_enabled", "azurerm_storage_account", TRANSIT),
  switchOf("encryption", "ssl_enforcement_enabled", AZURE_SERVERS, TRANSIT),
  switchOf("encryption", "https_only", AZURE_APPS, TRANSIT),
  switchOf("encryption", "settings.ip_configuration.require_ssl", "google_sql_database_instance", TRANSIT),
  {
    types: ["azurerm_redis_cache"],
    path: ["enable_non_ssl_port"],
    control: "encryption",
    protects: TRANSIT,
    on: /^false$/u,
    off: /^true$/u,
  },
];

const ISOLATION: readonly Toggle[] = [
  ...["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"].map((path) =>
    switchOf("isolation", path, "aws_s3_bucket_public_access_block aws_s3_account_public_access_block"),
  ),
  {
    types: ["google_storage_bucket"],
    path: ["public_access_prevention"],
    control: "isolation",
    on: /^enforced$/u,
    off: /^inherited$/u,
  },
  ...[
    ["azurerm_storage_account", "public_network_access_enabled"],
    ["azurerm_storage_account", "allow_nested_items_to_be_public"],
    ["azurerm_storage_account", "allow_blob_public_access"],
    ["azurerm_key_vault", "public_network_access_enabled"],
    ["azurerm_cosmosdb_account", "public_network_access_enabled"],
    [`azurerm_mssql_server ${AZURE_SERVERS}`, "public_network_access_enabled"],
    ["aws_dms_replication_instance aws_redshift_cluster", "publicly_accessible"],
  ].map(([types = "", path = ""]): Toggle => ({
    types: types.split(" "),
    path: [path],
    control: "isolation",
    on: /^false$/u,
    off: /^true$/u,
  })),
  {
    types: ["aws_instance", "aws_launch_template"],
    path: ["metadata_options", "http_tokens"],
    control: "isolation",
    on: /^required$/u,
    off: /^optional$/u,
  },
  switchOf("isolation", "private_cluster_config.enable_private_nodes", "google_container_cluster"),
  switchOf("isolation", "network_policy.enabled", "google_container_cluster"),
];

const RECORDS: readonly Toggle[] = [
  switchOf("audit_log", "enable_logging", "aws_cloudtrail"),
  switchOf("audit_log", "access_logs.enabled", "aws_lb aws_alb aws_elb"),
  switchOf("audit_log", "logging.enable", "aws_redshift_cluster"),
  { types: ["aws_eks_cluster"], path: ["enabled_cluster_log_types"], control: "audit_log", on: /\S/u },
  { types: ["aws_s3_bucket", "aws_s3_bucket_logging"], path: ["target_bucket"], control: "audit_log", on: /\S/u },
  { types: ["aws_s3_bucket", "google_storage_bucket"], path: ["logging"], control: "audit_log", on: /present/u },
  {
    types: ["google_container_cluster"],
    path: ["logging_service"],
    control: "audit_log",
    on: /googleapis/u,
    off: /^none$/u,
  },
  { types: ["google_compute_subnetwork"], path: ["log_config"], control: "audit_log", on: /present/u },
];

const RECOVERY: readonly Toggle[] = [
  switchOf(
    "recovery",
    "deletion_protection",
    `${DATABASES} aws_lb google_sql_database_instance google_container_cluster`,
  ),
  switchOf("recovery", "deletion_protection_enabled", "aws_dynamodb_table"),
  switchOf("recovery", "point_in_time_recovery.enabled", "aws_dynamodb_table"),
  switchOf("recovery", "versioning.enabled", "aws_s3_bucket google_storage_bucket"),
  {
    types: ["aws_s3_bucket_versioning"],
    path: ["versioning_configuration", "status"],
    control: "recovery",
    on: /^Enabled$/u,
    off: /^(?:Suspended|Disabled)$/u,
  },
  { types: DATABASES.split(" "), path: ["backup_retention_period"], control: "recovery", on: /^[1-9]/u, off: /^0$/u },
  switchOf("recovery", "settings.backup_configuration.enabled", "google_sql_database_instance"),
  switchOf("recovery", "purge_protection_enabled", "azurerm_key_vault"),
  switchOf("key_rotation", "enable_key_rotation", "aws_kms_key"),
];

/** The settings of cloud resources that switch a protection on or off, as Terraform names them. */
export const TERRAFORM_TOGGLES: readonly Toggle[] = [...ENCRYPTION, ...ISOLATION, ...RECORDS, ...RECOVERY];

/** What kind of store a resource is. */
export const TERRAFORM_STORES: readonly (readonly [type: RegExp, store: "bucket" | "database" | "disk" | "queue"])[] = [
  [
    /^(?:aws_s3_bucket|google_storage_bucket|azurerm_storage_(?:account|container)|digitalocean_spaces_bucket)$/u,
    "bucket",
  ],
  [
    /^(?:aws_(?:db_instance|rds_cluster|docdb_cluster|neptune_cluster|redshift_cluster|dynamodb_table|elasticache_\w+|opensearch_domain|elasticsearch_domain)|google_(?:sql_database_instance|bigquery_dataset|redis_instance)|azurerm_(?:\w+_server|cosmosdb_account|redis_cache))$/u,
    "database",
  ],
  [/^(?:aws_ebs_volume|aws_efs_file_system|azurerm_managed_disk|google_compute_disk|aws_instance)$/u, "disk"],
  [/^(?:aws_sqs_queue|aws_sns_topic|google_pubsub_topic)$/u, "queue"],
];
