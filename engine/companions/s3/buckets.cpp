// Buckets: made, listed, deleted, and their versioning.
#include <algorithm>
#include <array>

#include "engine/companions/s3/bucket_documents.hpp"
#include "engine/companions/s3/limits.hpp"
#include "engine/companions/s3/respond.hpp"
#include "engine/companions/s3/service.hpp"

namespace lambent::companions::s3 {
namespace {

constexpr std::string_view first_region = "us-east-1";

bool digit(char c) { return c >= '0' && c <= '9'; }
bool lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || digit(c); }

// 192.168.5.4
bool looks_like_address(std::string_view name) {
  return std::ranges::count(name, '.') == 3 &&
         std::ranges::all_of(name, [](char c) { return digit(c) || c == '.'; });
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
bool valid_bucket_name(std::string_view name) {
  return name.size() >= limits::bucket_name_min_chars &&
         name.size() <= limits::bucket_name_max_chars && lower_or_digit(name.front()) &&
         lower_or_digit(name.back()) && !name.contains("..") && !looks_like_address(name) &&
         std::ranges::all_of(name,
                             [](char c) { return lower_or_digit(c) || c == '.' || c == '-'; });
}

// The region that the request's document asks for, checked against the one that it went to.
answer<std::string> read_region(const call& request) {
  const std::string& here = request.who.region;
  std::string wanted;
  if (!request.request.body.empty())
    wanted = TRY(read_document(request, "CreateBucketConfiguration")).at("LocationConstraint");
  if (here == first_region) {
    if (wanted == first_region)
      return std::unexpected(fault("InvalidLocationConstraint",
                                   "The specified location-constraint is not valid", 400,
                                   {{"LocationConstraint", wanted}}));
    return wanted.empty() ? here : wanted;
  }
  if (wanted != here)
    return std::unexpected(fault("IllegalLocationConstraintException",
                                 "The " + (wanted.empty() ? std::string("unspecified") : wanted) +
                                     " location constraint is incompatible for the region specific "
                                     "endpoint this request was sent to.",
                                 400));
  return wanted;
}

}  // namespace

service::reply service::list_buckets(const call& request) {
  auto all = TRY(catalog_.buckets(request.who.account));
  xml_writer document = begin_xml("ListAllMyBucketsResult");
  write_owner(document, "Owner", request.who.account);
  document.open("Buckets");
  for (const bucket& one : all)
    document.open("Bucket")
        .element("Name", one.name)
        .element("CreationDate", xml_time(one.created_ms))
        .element("BucketRegion", one.region)
        .close();
  return xml_response(std::move(document));
}

service::reply service::create_bucket(const call& request) {
  if (!valid_bucket_name(request.bucket)) return invalid_bucket_name(request.bucket);
  std::string region = TRY(read_region(request));
  bucket made{request.bucket, request.who.account, std::move(region), request.who.now_ms,
              versioning::never};
  auto answered = [&] {
    http::response response = empty_response(200);
    response.headers.add("Location", "/" + made.name);
    return response;
  };
  if (auto there = TRY(catalog_.find_bucket(made.name))) {
    if (there->account != made.account) return bucket_exists_elsewhere(made.name);
    // In the first region, and there alone, making it again is no error.
    if (there->region == first_region && made.region == first_region) return answered();
    return bucket_exists(made.name);
  }
  if (TRY(catalog_.buckets(made.account)).size() >= limits::buckets_max)
    return std::unexpected(
        fault("TooManyBuckets", "You have attempted to create more buckets than allowed", 400));
  for (const auto& [name, document] : documents_of_new_bucket())
    TRY(catalog_.put_setting(made.name, name, document));
  TRY(catalog_.put_bucket(made));
  return answered();
}

service::reply service::head_bucket(const call& request) {
  bucket in = TRY(find_bucket(request));
  http::response made = empty_response(200);
  made.headers.add("x-amz-bucket-region", in.region);
  made.headers.add("Content-Type", "application/xml");
  return made;
}

service::reply service::delete_bucket(const call& request) {
  bucket gone = TRY(find_bucket(request));
  if (TRY(catalog_.has_objects(gone.name)))
    return bucket_not_empty(gone.name, gone.versioning != versioning::never);
  std::vector<part> parts;
  for (const upload& open : TRY(catalog_.uploads(gone.name, "")))
    for (part& one : TRY(catalog_.parts(open.id))) parts.push_back(std::move(one));
  TRY(catalog_.remove_bucket(gone.name));
  for (const part& one : parts) TRY(drop_unused(one.blob));
  return empty_response(204);
}

service::reply service::get_location(const call& request) {
  bucket in = TRY(find_bucket(request));
  xml_writer document = begin_xml("LocationConstraint");
  if (in.region != first_region) document.text(in.region);
  return xml_response(std::move(document));
}

service::reply service::get_versioning(const call& request) {
  bucket in = TRY(find_bucket(request));
  xml_writer document = begin_xml("VersioningConfiguration");
  if (in.versioning != versioning::never)
    document.element("Status", in.versioning == versioning::enabled ? "Enabled" : "Suspended");
  return xml_response(std::move(document));
}

service::reply service::put_versioning(const call& request) {
  bucket in = TRY(find_bucket(request));
  std::string status(TRY(read_document(request, "VersioningConfiguration")).at("Status"));
  if (status.empty())
    return std::unexpected(fault("IllegalVersioningConfigurationException",
                                 "The Versioning element must be specified", 400));
  if (status != "Enabled" && status != "Suspended") return malformed_xml();
  in.versioning = status == "Enabled" ? versioning::enabled : versioning::suspended;
  TRY(catalog_.put_bucket(in));
  return empty_response(200);
}

}  // namespace lambent::companions::s3
