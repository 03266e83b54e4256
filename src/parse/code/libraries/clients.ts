/**
 * Client libraries by what they talk to: first parts of the dotted names under which languages know them, with
 * `@scope` for a whole scope of npm.
 */
const table: Readonly<Record<string, string>> = {
  aws: 'boto3 botocore aiobotocore aioboto3 aws-sdk @aws-sdk Aws AWS s3fs awswrangler sagemaker paws aws_sdk_s3 aws_sdk_ec2 ExAws',
  gcp: 'google googleapiclient @google-cloud googleapis Google gcsfs pydrive pydrive2 gspread vertexai',
  azure: 'azure @azure msgraph @microsoft adlfs O365',
  stripe: 'stripe Stripe',
  kubernetes: 'kubernetes kubernetes_asyncio pykube lightkube kr8s @kubernetes kubernetes-client openshift',
  github: 'github PyGithub ghapi @octokit octokit Octokit gitlab @gitbeaker atlassian bitbucket',
  mongodb: 'pymongo motor mongoengine beanie mongoose mongodb Mongo Mongoid MongoDB',
  redis: 'redis aioredis ioredis Redis valkey predis @upstash upstash_redis pymemcache memjs memcached coredis glide',
  elasticsearch:
    'elasticsearch elasticsearch_dsl opensearchpy @elastic @opensearch-project Elasticsearch pysolr meilisearch typesense algoliasearch',
  firebase: 'firebase_admin firebase-admin firebase pyrebase appwrite node-appwrite pocketbase',
  supabase: 'supabase @supabase',
  docker: 'docker dockerode podman aiodocker',
  cloud:
    'digitalocean pydo do-wrapper dots-wrapper hcloud linode_api4 @linode vultr scaleway @scaleway ovh civo openstack novaclient shade libcloud proxmoxer pyVmomi pyVim ibm_cloud ibm_vpc ibm_boto3 ibm_platform_services oci oci-sdk alibabacloud aliyunsdkcore aliyunsdkecs @alicloud ali-oss oss2 tencentcloud tencentcloud-sdk-nodejs qcloud_cos huaweicloudsdkcore volcengine yandexcloud maas equinix_metal packet',
  hosting:
    'cloudflare CloudFlare heroku3 heroku-client @vercel vercel netlify @netlify fly PlatformAPI @render railway route53 dnsimple godaddypy namecheap @fastly fastly',
  'vector-store':
    'qdrant_client @qdrant pinecone @pinecone-database weaviate weaviate-client chromadb pymilvus @zilliz lancedb @lancedb',
  state:
    'hvac node-vault vault consul etcd3 clientv3 kazoo keycloak @keycloak pulumi @pulumi python_terraform terraform cdktf ldap3 ldapjs',
  files:
    'minio paramiko ftplib pysftp webdav3 webdav ssh2-sftp-client basic-ftp dropbox boxsdk box-node-sdk smbclient b2sdk backblaze-b2 cloudinary fsspec @uploadthing uploadthing',
  database:
    'neo4j neo4j-driver py2neo neomodel cassandra cassandra-driver influxdb_client influxdb @influxdata clickhouse_driver clickhouse_connect @clickhouse couchdb nano arango arangojs rethinkdb rethinkdbdash faunadb fauna couchbase surrealdb aerospike edgedb pydgraph pynamodb dynamoose snowflake databricks trino @planetscale @neondatabase',
  orm: 'DB prisma PrismaClient @prisma sequelize Sequelize typeorm knex sqlalchemy sqlmodel peewee tortoise pony mikro-orm @mikro-orm objection drizzle-orm django ActiveRecord Sequel Doctrine',
  'model-hub': 'huggingface_hub @huggingface wandb mlflow comet_ml clearml roboflow kaggle neptune labelbox dvc zenml',
  queue:
    'kafka kafkajs confluent_kafka pika amqplib pulsar kombu celery bullmq bull bee-queue rq nats @nats-io stomp temporalio @temporalio aio_pika aiokafka agenda',
  service:
    'openai anthropic twilio slack_sdk slack_bolt @slack notion_client @notionhq sendgrid @sendgrid shopify @shopify pyairtable airtable imaplib exchangelib imap_tools simple_salesforce jsforce tweepy twitter-api-v2 praw telethon pyrogram discord discord.js jira trello asana todoist hubspot @hubspot intercom intercom-client zenpy zendesk mailchimp_marketing @mailchimp mailgun.js postmark resend contentful-management @contentful @sanity @clerk auth0 @auth0 @workos-inc okta @okta plaid square @paypal braintree chargebee recurly @paddle pagerduty pdpyras datadog datadog_api_client @datadog grafana_client @linear linear_sdk pyzoom wordpress_xmlrpc @tryghost jenkins jenkinsapi circleci nylas storyblok-js-client woocommerce @woocommerce mux @mux-node vimeo spotipy googlemaps launchdarkly_api posthog confluence pynetbox netmiko',
};

const clients = new Map(
  Object.entries(table).flatMap(([provider, names]) => names.split(' ').map((name) => [name, provider] as const)),
);

/** Clients that keep everything in their own memory, or that stand in for the real ones in tests. */
const fakes =
  /^(?:fakeredis|mongomock|mongomock_motor|moto|pyfakefs|fake_?\w*|ioredis-mock|redis-mock|redis-memory-server|mongodb-memory-server|aws-sdk-client-mock|aws-sdk-mock|mock-\w+|mock_\w+|pg-mem|memfs|unionfs|nock|msw|undici-mock|fetch-mock|axios-mock-adapter|sinon|jest|vi|vitest|unittest|responses|respx|requests_mock|httpretty|aioresponses|pytest_httpx|WebMock|VCR|testcontainers|@testcontainers|Testcontainers|testing|FakeFS|StripeMock|MemFs)(?:[.[(]|$)/i;

/** What a client library's dotted name talks to, by the library it begins with; null where no such library is known. */
export function clientOf(path: string): string | null {
  const scope = /^@[\w.-]+/.exec(path)?.[0];
  if (scope !== undefined) return clients.get(scope) ?? null;
  const root = /^[\w-]+/.exec(path)?.[0] ?? '';
  return (
    clients.get(root) ??
    clients.get(/^[A-Za-z]\w*/.exec(root)?.[0] ?? '') ??
    (/^(?:ibm_|ibm-)/.test(root) ? 'cloud' : null)
  );
}

/** Whether a dotted name belongs to a stand-in that nothing real hears of: `fakeredis.FakeRedis().flushall`. */
export function isFake(path: string): boolean {
  return fakes.test(path);
}
