#include "engine/companions/s3/bucket_documents.hpp"

#include <array>
#include <boost/json.hpp>

#include "engine/companions/s3/respond.hpp"
#include "engine/companions/s3/service.hpp"

namespace lambent::companions::s3 {
namespace {

constexpr std::string_view public_access_block =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<PublicAccessBlockConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">)"
    "<BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>"
    "<BlockPublicPolicy>true</BlockPublicPolicy>"
    "<RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>";
constexpr std::string_view ownership_controls =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<OwnershipControls xmlns="http://s3.amazonaws.com/doc/2006-03-01/">)"
    "<Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>";
constexpr std::string_view encryption =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<ServerSideEncryptionConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">)"
    "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
    "</ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule>"
    "</ServerSideEncryptionConfiguration>";
constexpr std::string_view logging =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<BucketLoggingStatus xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>)";
constexpr std::string_view notification =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<NotificationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>)";
constexpr std::string_view accelerate =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<AccelerateConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>)";
constexpr std::string_view request_payment =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<RequestPaymentConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">)"
    "<Payer>BucketOwner</Payer></RequestPaymentConfiguration>";

// The texts are recorded, but for CORS, which is seen in answers that users have published.
constexpr std::array table{
    document_rule{.parameter = "policy",
                  .missing_code = "NoSuchBucketPolicy",
                  .missing_text = "The bucket policy does not exist",
                  .can_delete = true,
                  .put_status = 204},
    document_rule{.parameter = "tagging",
                  .root = "Tagging",
                  .missing_code = "NoSuchTagSet",
                  .missing_text = "The TagSet does not exist",
                  .can_delete = true,
                  .put_status = 204},
    document_rule{.parameter = "lifecycle",
                  .root = "LifecycleConfiguration",
                  .missing_code = "NoSuchLifecycleConfiguration",
                  .missing_text = "The lifecycle configuration does not exist",
                  .can_delete = true},
    document_rule{.parameter = "cors",
                  .root = "CORSConfiguration",
                  .missing_code = "NoSuchCORSConfiguration",
                  .missing_text = "The CORS configuration does not exist",
                  .can_delete = true},
    document_rule{.parameter = "website",
                  .root = "WebsiteConfiguration",
                  .missing_code = "NoSuchWebsiteConfiguration",
                  .missing_text = "The specified bucket does not have a website configuration",
                  .can_delete = true},
    document_rule{.parameter = "replication",
                  .root = "ReplicationConfiguration",
                  .missing_code = "ReplicationConfigurationNotFoundError",
                  .missing_text = "The replication configuration was not found",
                  .can_delete = true},
    document_rule{.parameter = "publicAccessBlock",
                  .root = "PublicAccessBlockConfiguration",
                  .missing_code = "NoSuchPublicAccessBlockConfiguration",
                  .missing_text = "The public access block configuration was not found",
                  .can_delete = true},
    document_rule{.parameter = "ownershipControls",
                  .root = "OwnershipControls",
                  .missing_code = "OwnershipControlsNotFoundError",
                  .missing_text = "The bucket ownership controls were not found",
                  .can_delete = true},
    document_rule{.parameter = "object-lock",
                  .root = "ObjectLockConfiguration",
                  .missing_code = "ObjectLockConfigurationNotFoundError",
                  .missing_text = "Object Lock configuration does not exist for this bucket",
                  .can_put = false},
    document_rule{.parameter = "encryption",
                  .root = "ServerSideEncryptionConfiguration",
                  .standard = encryption,
                  .can_delete = true},
    document_rule{.parameter = "logging", .root = "BucketLoggingStatus", .standard = logging},
    document_rule{
        .parameter = "notification", .root = "NotificationConfiguration", .standard = notification},
    document_rule{
        .parameter = "accelerate", .root = "AccelerateConfiguration", .standard = accelerate},
    document_rule{.parameter = "requestPayment",
                  .root = "RequestPaymentConfiguration",
                  .standard = request_payment}};

http::response show(const document_rule& rule, std::string_view document) {
  http::response made;
  made.headers.add("Content-Type", rule.root.empty() ? "application/json" : "application/xml");
  made.body = document;
  return made;
}

answer<> check_document(const call& request, const document_rule& rule) {
  if (!rule.root.empty()) {
    (void)TRY(read_document(request, rule.root));
    return {};
  }
  boost::json::error_code failed;
  auto parsed = boost::json::parse(request.request.body, failed);
  auto malformed = [](std::string text) {
    return std::unexpected(fault("MalformedPolicy", std::move(text), 400));
  };
  if (failed || !parsed.is_object())
    return malformed("Policies must be valid JSON and the first byte must be '{'");
  if (!parsed.get_object().contains("Statement"))
    return malformed("Missing required field Statement");
  return {};
}

}  // namespace

const document_rule* document_of(const call& request) {
  for (const auto& rule : table)
    if (request.parameter(rule.parameter)) return &rule;
  return nullptr;
}

std::vector<std::pair<std::string_view, std::string_view>> documents_of_new_bucket() {
  return {{"publicAccessBlock", public_access_block}, {"ownershipControls", ownership_controls}};
}

service::reply service::get_document(const call& request) {
  bucket in = TRY(find_bucket(request));
  const document_rule& rule = *document_of(request);
  auto kept = TRY(catalog_.setting(in.name, rule.parameter));
  if (kept) return show(rule, *kept);
  if (!rule.standard.empty()) return show(rule, rule.standard);
  return std::unexpected(fault(std::string(rule.missing_code), std::string(rule.missing_text), 404,
                               {{"BucketName", in.name}}));
}

service::reply service::put_document(const call& request) {
  bucket in = TRY(find_bucket(request));
  const document_rule& rule = *document_of(request);
  if (!rule.can_put) return not_implemented("PUT ?" + std::string(rule.parameter));
  TRY(check_document(request, rule));
  TRY(catalog_.put_setting(in.name, rule.parameter, request.request.body));
  return empty_response(rule.put_status);
}

service::reply service::delete_document(const call& request) {
  bucket in = TRY(find_bucket(request));
  const document_rule& rule = *document_of(request);
  if (!rule.can_delete) return method_not_allowed("DELETE", "BUCKET");
  TRY(catalog_.remove_setting(in.name, rule.parameter));
  return empty_response(204);
}

// Buckets enforce their owner's ownership, as AWS's do unless asked otherwise: there is one
// grantee.
service::reply service::get_acl(const call& request) {
  bucket in = TRY(find_bucket(request));
  if (!request.key.empty()) (void)TRY(find_object(request));
  xml_writer document = begin_xml("AccessControlPolicy");
  write_owner(document, "Owner", in.account);
  document.open("AccessControlList").open("Grant");
  document.open(
      "Grantee",
      R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser")");
  document.element("ID", owner_id(in.account)).element("DisplayName", in.account).close();
  document.element("Permission", "FULL_CONTROL");
  return xml_response(std::move(document));
}

service::reply service::put_acl(const call& request) {
  (void)TRY(find_bucket(request));
  if (!request.key.empty()) (void)TRY(find_object(request));
  std::string_view canned = request.header("x-amz-acl");
  if (canned == "private" || canned == "bucket-owner-full-control") return empty_response(200);
  // Seen in answers that users have published.
  return std::unexpected(
      fault("AccessControlListNotSupported", "The bucket does not allow ACLs", 400));
}

}  // namespace lambent::companions::s3
