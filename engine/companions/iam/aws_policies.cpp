// The documents are AWS's, as IAM answered them in 2026:
// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
#include "engine/companions/iam/aws_policies.hpp"

#include <algorithm>
#include <array>

namespace lambent::companions::iam {
namespace {

// In the order of the names.
constexpr std::array table{
    aws_policy{"AWSLambdaBasicDurableExecutionRolePolicy", "/service-role/", "v3",
               "2025-12-02T15:04:12Z", "2026-02-12T18:01:44Z",
               R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[)"
               R"("logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents",)"
               R"("lambda:CheckpointDurableExecution","lambda:GetDurableExecutionState"],)"
               R"("Resource":"*"}]})"},
    aws_policy{
        "AWSLambdaBasicExecutionRole", "/service-role/", "v1", "2015-04-09T15:03:43Z",
        "2015-04-09T15:03:43Z",
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[)"
        R"("logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"}]})"},
    aws_policy{"AWSLambdaDynamoDBExecutionRole", "/service-role/", "v1", "2015-04-09T15:09:29Z",
               "2015-04-09T15:09:29Z",
               R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[)"
               R"("dynamodb:DescribeStream","dynamodb:GetRecords","dynamodb:GetShardIterator",)"
               R"("dynamodb:ListStreams","logs:CreateLogGroup","logs:CreateLogStream",)"
               R"("logs:PutLogEvents"],"Resource":"*"}]})"},
    aws_policy{"AWSLambdaENIManagementAccess", "/service-role/", "v2", "2016-12-06T00:37:27Z",
               "2020-10-01T20:07:26Z",
               R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[)"
               R"("ec2:CreateNetworkInterface","ec2:DescribeNetworkInterfaces",)"
               R"("ec2:DeleteNetworkInterface","ec2:AssignPrivateIpAddresses",)"
               R"("ec2:UnassignPrivateIpAddresses"],"Resource":"*"}]})"},
    aws_policy{"AWSLambdaExecute", "/", "v1", "2015-02-06T18:40:46Z", "2015-02-06T18:40:46Z",
               R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:*"],)"
               R"("Resource":"arn:aws:logs:*:*:*"},{"Effect":"Allow","Action":["s3:GetObject",)"
               R"("s3:PutObject"],"Resource":"arn:aws:s3:::*"}]})"},
    aws_policy{"AWSLambdaInvocation-DynamoDB", "/", "v1", "2015-02-06T18:40:47Z",
               "2015-02-06T18:40:47Z",
               R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[)"
               R"("lambda:InvokeFunction"],"Resource":"*"},{"Effect":"Allow","Action":[)"
               R"("dynamodb:DescribeStream","dynamodb:GetRecords","dynamodb:GetShardIterator",)"
               R"("dynamodb:ListStreams"],"Resource":"*"}]})"},
    aws_policy{"AWSLambdaKinesisExecutionRole", "/service-role/", "v2", "2015-04-09T15:14:16Z",
               "2018-11-19T20:09:24Z",
               R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[)"
               R"("kinesis:DescribeStream","kinesis:DescribeStreamSummary","kinesis:GetRecords",)"
               R"("kinesis:GetShardIterator","kinesis:ListShards","kinesis:ListStreams",)"
               R"("kinesis:SubscribeToShard","logs:CreateLogGroup","logs:CreateLogStream",)"
               R"("logs:PutLogEvents"],"Resource":"*"}]})"},
    aws_policy{
        "AWSLambdaMSKExecutionRole", "/service-role/", "v2", "2020-08-11T17:35:05Z",
        "2022-08-02T20:08:02Z",
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[)"
        R"("kafka:DescribeCluster","kafka:DescribeClusterV2","kafka:GetBootstrapBrokers",)"
        R"("ec2:CreateNetworkInterface","ec2:DescribeNetworkInterfaces","ec2:DescribeVpcs",)"
        R"("ec2:DeleteNetworkInterface","ec2:DescribeSubnets","ec2:DescribeSecurityGroups",)"
        R"("logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"}]})"},
    aws_policy{"AWSLambdaRole", "/service-role/", "v1", "2015-02-06T18:41:28Z",
               "2015-02-06T18:41:28Z",
               R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[)"
               R"("lambda:InvokeFunction"],"Resource":["*"]}]})"},
    aws_policy{
        "AWSLambdaSQSQueueExecutionRole", "/service-role/", "v1", "2018-06-14T21:50:45Z",
        "2018-06-14T21:50:45Z",
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[)"
        R"("sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes",)"
        R"("logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"}]})"},
    aws_policy{
        "AWSLambdaVPCAccessExecutionRole", "/service-role/", "v3", "2016-02-11T23:15:26Z",
        "2024-01-05T22:38:26Z",
        R"({"Version":"2012-10-17","Statement":[{)"
        R"("Sid":"AWSLambdaVPCAccessExecutionPermissions","Effect":"Allow","Action":[)"
        R"("logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents",)"
        R"("ec2:CreateNetworkInterface","ec2:DescribeNetworkInterfaces","ec2:DescribeSubnets",)"
        R"("ec2:DeleteNetworkInterface","ec2:AssignPrivateIpAddresses",)"
        R"("ec2:UnassignPrivateIpAddresses"],"Resource":"*"}]})"},
    aws_policy{"AWSXRayDaemonWriteAccess", "/", "v2", "2018-08-28T23:00:33Z",
               "2024-02-13T21:58:30Z",
               R"({"Version":"2012-10-17","Statement":[{"Sid":"AWSXRayDaemonWriteAccess",)"
               R"("Effect":"Allow","Action":["xray:PutTraceSegments","xray:PutTelemetryRecords",)"
               R"("xray:GetSamplingRules","xray:GetSamplingTargets",)"
               R"("xray:GetSamplingStatisticSummaries"],"Resource":["*"]}]})"},
    aws_policy{
        "AWSXrayWriteOnlyAccess", "/", "v2", "2016-12-01T18:19:53Z", "2018-08-28T23:03:04Z",
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[)"
        R"("xray:PutTraceSegments","xray:PutTelemetryRecords","xray:GetSamplingRules",)"
        R"("xray:GetSamplingTargets","xray:GetSamplingStatisticSummaries"],"Resource":["*"]}]})"},
    aws_policy{"AdministratorAccess", "/", "v1", "2015-02-06T18:39:46Z", "2015-02-06T18:39:46Z",
               R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*",)"
               R"("Resource":"*"}]})"},
    aws_policy{"AmazonAPIGatewayInvokeFullAccess", "/", "v2", "2015-07-09T17:36:12Z",
               "2018-12-18T18:25:10Z",
               R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[)"
               R"("execute-api:Invoke","execute-api:ManageConnections"],)"
               R"("Resource":"arn:aws:execute-api:*:*:*"}]})"},
    aws_policy{
        "AmazonEC2ContainerRegistryReadOnly", "/", "v3", "2015-12-21T17:04:15Z",
        "2019-12-10T20:56:32Z",
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[)"
        R"("ecr:GetAuthorizationToken","ecr:BatchCheckLayerAvailability",)"
        R"("ecr:GetDownloadUrlForLayer","ecr:GetRepositoryPolicy","ecr:DescribeRepositories",)"
        R"("ecr:ListImages","ecr:DescribeImages","ecr:BatchGetImage","ecr:GetLifecyclePolicy",)"
        R"("ecr:GetLifecyclePolicyPreview","ecr:ListTagsForResource",)"
        R"("ecr:DescribeImageScanFindings"],"Resource":"*"}]})"},
    aws_policy{"AmazonKinesisFullAccess", "/", "v1", "2015-02-06T18:40:29Z", "2015-02-06T18:40:29Z",
               R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kinesis:*",)"
               R"("Resource":"*"}]})"},
    aws_policy{"AmazonS3FullAccess", "/", "v2", "2015-02-06T18:40:58Z", "2021-09-27T20:16:37Z",
               R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*",)"
               R"("s3-object-lambda:*"],"Resource":"*"}]})"},
    aws_policy{"AmazonS3ReadOnlyAccess", "/", "v3", "2015-02-06T18:40:59Z", "2023-08-10T21:31:39Z",
               R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*",)"
               R"("s3:List*","s3:Describe*","s3-object-lambda:Get*","s3-object-lambda:List*"],)"
               R"("Resource":"*"}]})"},
    aws_policy{"AmazonSQSFullAccess", "/", "v1", "2015-02-06T18:41:07Z", "2015-02-06T18:41:07Z",
               R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:*"],)"
               R"("Resource":"*"}]})"},
    aws_policy{
        "AmazonSSMReadOnlyAccess", "/", "v1", "2015-05-29T17:44:19Z", "2015-05-29T17:44:19Z",
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ssm:Describe*",)"
        R"("ssm:Get*","ssm:List*"],"Resource":"*"}]})"},
    aws_policy{"CloudWatchLambdaInsightsExecutionRolePolicy", "/", "v1", "2020-10-07T19:27:06Z",
               "2020-10-07T19:27:06Z",
               R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
               R"("Action":"logs:CreateLogGroup","Resource":"*"},{"Effect":"Allow","Action":[)"
               R"("logs:CreateLogStream","logs:PutLogEvents"],)"
               R"("Resource":"arn:aws:logs:*:*:log-group:/aws/lambda-insights:*"}]})"},
    aws_policy{
        "CloudWatchLogsFullAccess", "/", "v8", "2015-02-06T18:40:02Z", "2026-02-12T18:00:33Z",
        R"({"Version":"2012-10-17","Statement":[{"Sid":"CloudWatchLogsFullAccess",)"
        R"("Effect":"Allow","Action":["logs:*","cloudwatch:GenerateQuery",)"
        R"("cloudwatch:GenerateQueryResultsSummary","observabilityadmin:GetS3TableIntegration",)"
        R"("observabilityadmin:ListS3TableIntegrations",)"
        R"("observabilityadmin:ListTelemetryPipelines"],"Resource":"*"}]})"},
};
static_assert(std::ranges::is_sorted(table, {}, &aws_policy::name));

}  // namespace

std::span<const aws_policy> aws_policies() { return table; }

const aws_policy* find_aws_policy(std::string_view arn) {
  for (const auto& one : table)
    if (arn_of(one) == arn) return &one;
  return nullptr;
}

std::string arn_of(const aws_policy& policy) {
  return "arn:aws:iam::aws:policy" + std::string(policy.path) + std::string(policy.name);
}

}  // namespace lambent::companions::iam
