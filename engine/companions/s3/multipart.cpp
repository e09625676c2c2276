// Uploads in parts. https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
#include <algorithm>
#include <charconv>

#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "engine/companions/s3/checksum.hpp"
#include "engine/companions/s3/limits.hpp"
#include "engine/companions/s3/object_headers.hpp"
#include "engine/companions/s3/respond.hpp"
#include "engine/companions/s3/service.hpp"

namespace lambent::companions::s3 {
namespace {

// What an upload was begun with, kept among its fields.
constexpr std::string_view algorithm_field = "x-amz-checksum-algorithm";
constexpr std::string_view type_field = "x-amz-checksum-type";

answer<std::int64_t> read_part_number(const call& request) {
  std::string_view text = request.parameter("partNumber").value_or("");
  std::int64_t number = 0;
  auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (bad != std::errc() || end != text.data() + text.size() || number < 1 ||
      number > limits::parts_max)
    return invalid_argument("Part number must be an integer between 1 and 10000, inclusive",
                            "partNumber", text);
  return number;
}

std::string in_quotes(std::string_view md5) { return "\"" + std::string(md5) + "\""; }

bool same_etag(std::string_view given, std::string_view md5) {
  return given == md5 || given == in_quotes(md5);
}

refusal invalid_part(std::string_view upload, std::int64_t number, std::string_view etag) {
  std::string bare(etag);
  std::erase(bare, '"');
  return std::unexpected(fault(
      "InvalidPart",
      "One or more of the specified parts could not be found.  The part may not have been "
      "uploaded, or the specified entity tag may not match the part's entity tag.",
      400,
      {{"UploadId", std::string(upload)}, {"PartNumber", std::to_string(number)}, {"ETag", bare}}));
}

// The checksum of an upload: which, and of what.
struct upload_checksum {
  std::optional<algorithm> what;
  bool composite = false;  // Of the parts' sums; else of all bytes.
};

upload_checksum checksum_of(const upload& begun) {
  return {algorithm_named(field_of(begun.fields, algorithm_field)),
          field_of(begun.fields, type_field) == "COMPOSITE"};
}

// Algorithm and type of a new upload, checked against each other.
answer<> read_checksum(const call& request, field_list& fields) {
  std::string_view name = request.header("x-amz-checksum-algorithm");
  std::string_view type = request.header("x-amz-checksum-type");
  if (name.empty()) {
    if (!type.empty())
      return invalid_request(
          "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm "
          "header.");
    return {};
  }
  auto what = algorithm_named(name);
  if (!what)
    return invalid_request(
        "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
        "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
  bool sha = *what == algorithm::sha1 || *what == algorithm::sha256;
  if (type.empty()) type = *what == algorithm::crc64nvme ? "FULL_OBJECT" : "COMPOSITE";
  bool full = type == "FULL_OBJECT";
  if ((full && sha) || (!full && *what == algorithm::crc64nvme))
    return invalid_request("The " + std::string(type) + " checksum type cannot be used with the " +
                           lower_case(name) + " checksum algorithm.");
  fields.emplace_back(algorithm_field, names_of(*what).name);
  fields.emplace_back(type_field, type);
  return {};
}

// The parts that a completion names, found among those that were uploaded.
answer<std::vector<part>> choose_parts(const xml_element& wanted, const upload& begun,
                                       std::vector<part>&& uploaded) {
  upload_checksum checksum = checksum_of(begun);
  std::vector<part> chosen;
  std::int64_t before = 0;
  for (const xml_element& one : wanted.children) {
    if (one.name != "Part") continue;
    std::int64_t number = 0;
    std::string_view text = one.at("PartNumber"), etag = one.at("ETag");
    auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (bad != std::errc() || end != text.data() + text.size()) return malformed_xml();
    if (number <= before)
      return std::unexpected(fault("InvalidPartOrder",
                                   "The list of parts was not in ascending order. Parts must be "
                                   "ordered by part number.",
                                   400, {{"UploadId", begun.id}}));
    before = number;
    auto found = std::ranges::find(uploaded, number, &part::number);
    if (found == uploaded.end() || !same_etag(etag, found->blob.md5))
      return invalid_part(begun.id, number, etag);
    if (checksum.what && checksum.composite) {
      const auto& names = names_of(*checksum.what);
      std::string_view given = one.at(names.element);
      if (given.empty())
        return invalid_request("The upload was created using a " + lower_case(names.name) +
                               " checksum. The complete request must include the checksum for each "
                               "part. It was missing for part " +
                               std::to_string(number) + " in the request.");
      if (given != field_of(found->checksums, names.header))
        return std::unexpected(fault("BadDigest",
                                     "The " + lower_case(names.name) + " you specified for part " +
                                         std::to_string(number) +
                                         " did not match what we received.",
                                     400));
    }
    chosen.push_back(*found);
  }
  if (chosen.empty()) return invalid_request("You must specify at least one part");
  for (std::size_t i = 0; i + 1 < chosen.size(); ++i)
    if (chosen[i].blob.size < limits::part_min_bytes)
      return std::unexpected(fault(
          "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400,
          {{"ProposedSize", std::to_string(chosen[i].blob.size)},
           {"MinSizeAllowed", std::to_string(limits::part_min_bytes)},
           {"PartNumber", std::to_string(chosen[i].number)},
           {"ETag", chosen[i].blob.md5}}));
  return chosen;
}

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    unsigned byte = 0;
    (void)std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

// S3's entity tag of an object in parts: the MD5 of the parts' MD5s, and how many they are.
std::string etag_of_parts(const std::vector<part>& parts) {
  running_sum sum(algorithm::md5);
  for (const part& one : parts) sum.add(from_hex(one.blob.md5));
  return in_quotes(to_hex(sum.finish()) + "-" + std::to_string(parts.size()));
}

std::string composite_of(algorithm what, const std::vector<part>& parts) {
  running_sum sum(what);
  for (const part& one : parts)
    sum.add(base64_decode(field_of(one.checksums, names_of(what).header)).value_or(""));
  return base64_encode(sum.finish()) + "-" + std::to_string(parts.size());
}

}  // namespace

std::optional<algorithm> service::checksum_of_upload(const call& request) {
  auto id = request.parameter("uploadId");
  if (!id) return std::nullopt;
  auto begun = catalog_.find_upload(request.bucket, request.key, *id);
  if (!begun || !*begun) return std::nullopt;
  return checksum_of(**begun).what;
}

answer<upload> service::find_upload(const call& request) {
  std::string_view id = request.parameter("uploadId").value_or("");
  auto found = TRY(catalog_.find_upload(request.bucket, request.key, id));
  if (!found) return no_such_upload(id);
  return std::move(*found);
}

service::reply service::create_upload(const call& request) {
  bucket in = TRY(find_bucket(request));
  auto fields = TRY(read_fields_of(request));
  auto tags = TRY(read_tagging(request));
  upload begun{new_upload_id(),    in.name,           request.key,
               request.who.now_ms, std::move(fields), std::move(tags)};
  TRY(read_checksum(request, begun.fields));
  // Ours: on AWS they cost, here they would fill the disk unseen.
  if (TRY(catalog_.upload_count(in.name)) >= static_cast<std::int64_t>(limits::open_uploads_max))
    return std::unexpected(
        fault("TooManyUploads", "The bucket has too many uploads that are not completed", 400));
  TRY(catalog_.put_upload(begun));
  xml_writer document = begin_xml("InitiateMultipartUploadResult");
  document.element("Bucket", in.name).element("Key", request.key).element("UploadId", begun.id);
  http::response made = xml_response(std::move(document));
  made.headers.add("x-amz-server-side-encryption", "AES256");
  for (std::string_view name : {algorithm_field, type_field})
    if (auto value = field_of(begun.fields, name); !value.empty()) made.headers.add(name, value);
  return made;
}

service::reply service::upload_part(const call& request, received&& body) {
  (void)TRY(find_bucket(request));
  upload open = TRY(find_upload(request));
  part made{TRY(read_part_number(request)), std::move(body.blob), request.who.now_ms,
            std::move(body.checksums)};
  if (auto wanted = checksum_of(open).what) {
    const auto& names = names_of(*wanted);
    if (field_of(made.checksums, names.header).empty()) {
      std::string given =
          made.checksums.empty()
              ? "null"
              : made.checksums.front().first.substr(std::string_view("x-amz-checksum-").size());
      return invalid_request("Checksum Type mismatch occurred, expected checksum Type: " +
                             lower_case(names.name) + ", actual checksum Type: " + given);
    }
  }
  auto before = TRY(catalog_.parts(open.id));
  TRY(catalog_.put_part(open.id, made));
  for (const part& one : before)
    if (one.number == made.number) TRY(drop_unused(one.blob));
  http::response answered = empty_response(200);
  answered.headers.add("ETag", in_quotes(made.blob.md5));
  answered.headers.add("x-amz-server-side-encryption", "AES256");
  add_checksums(answered, made.checksums);
  return answered;
}

service::reply service::copy_part(const call& request) {
  (void)TRY(find_bucket(request));
  upload open = TRY(find_upload(request));
  std::int64_t number = TRY(read_part_number(request));
  copy_source from = TRY(read_copy_source(request.header("x-amz-copy-source")));
  object source = TRY(find_source(request, from));
  std::string_view asked = request.header("x-amz-copy-source-range");
  byte_range range{0, source.blob.size};
  if (!asked.empty()) {
    auto read = read_range(asked, source.blob.size);
    if (!read)
      return invalid_request("The specified copy range is invalid for the source object size");
    if (!*read)
      return invalid_argument(
          "The x-amz-copy-source-range value must be of the form bytes=first-last where first and "
          "last are the zero-based offsets of the first and last bytes to copy",
          "x-amz-copy-source-range", asked);
    range = **read;
  }
  http::file_slice slice = TRY(blobs_.read(source.blob));
  slice.offset = range.first;
  slice.size = range.size;
  auto wanted = checksum_of(open).what;
  std::optional<running_sum> sum;
  if (wanted) sum.emplace(*wanted);
  blob_writer writer = TRY(blobs_.begin());
  TRY(writer.copy(slice, [&](std::string_view piece) {
    if (sum) sum->add(piece);
  }));
  received body{TRY(writer.finish()), {}};
  if (wanted) body.checksums.emplace_back(names_of(*wanted).header, base64_encode(sum->finish()));
  part made{number, body.blob, request.who.now_ms, body.checksums};
  TRY(catalog_.put_part(open.id, made));
  xml_writer document = begin_xml("CopyPartResult");
  document.element("LastModified", xml_time(made.modified_ms));
  document.element("ETag", in_quotes(made.blob.md5));
  return xml_response(std::move(document));
}

service::reply service::complete_upload(const call& request) {
  bucket in = TRY(find_bucket(request));
  upload open = TRY(find_upload(request));
  upload_checksum checksum = checksum_of(open);
  std::string_view type = request.header("x-amz-checksum-type");
  if (std::string_view begun = field_of(open.fields, type_field); !type.empty() && type != begun)
    return invalid_request("The upload was created using the " +
                           (begun.empty() ? "null" : std::string(begun)) +
                           " checksum mode. The complete request must use the same checksum mode.");
  xml_element wanted = TRY(read_document(request, "CompleteMultipartUpload"));
  auto uploaded = TRY(catalog_.parts(open.id));
  auto parts = TRY(choose_parts(wanted, open, std::vector<part>(uploaded)));

  object made;
  made.key = open.key;
  made.modified_ms = request.who.now_ms;
  made.tags = open.tags;
  made.etag = etag_of_parts(parts);
  for (const auto& field : open.fields)
    if (field.first != algorithm_field && field.first != type_field) made.fields.push_back(field);
  algorithm what = checksum.what.value_or(algorithm::crc64nvme);
  running_sum whole(what);
  blob_writer writer = TRY(blobs_.begin());
  for (const part& one : parts) {
    http::file_slice bytes = TRY(blobs_.read(one.blob));
    TRY(writer.copy(bytes, [&](std::string_view piece) { whole.add(piece); }));
    made.part_sizes.push_back(one.blob.size);
  }
  std::string sum = checksum.composite ? composite_of(what, parts) : base64_encode(whole.finish());
  std::string_view given = request.header(names_of(what).header);
  if (!given.empty() && given != sum && given != sum.substr(0, sum.rfind('-')))
    return bad_digest(lower_case(names_of(what).name));
  made.fields.emplace_back(names_of(what).header, sum);
  made.fields.emplace_back(type_field, checksum.composite ? "COMPOSITE" : "FULL_OBJECT");
  made.blob = TRY(writer.finish());
  TRY(store_object(in, made));
  TRY(catalog_.remove_upload(open.id));
  for (const part& one : uploaded) TRY(drop_unused(one.blob));

  xml_writer document = begin_xml("CompleteMultipartUploadResult");
  document.element(
      "Location", "http://" + std::string(request.header("Host")) + "/" + in.name + "/" + made.key);
  document.element("Bucket", in.name).element("Key", made.key).element("ETag", made.etag);
  document.element(names_of(what).element, sum);
  document.element("ChecksumType", checksum.composite ? "COMPOSITE" : "FULL_OBJECT");
  http::response answered = xml_response(std::move(document));
  answered.headers.add("x-amz-server-side-encryption", "AES256");
  add_version(answered, made, in.versioning != versioning::never);
  return answered;
}

service::reply service::abort_upload(const call& request) {
  (void)TRY(find_bucket(request));
  upload open = TRY(find_upload(request));
  auto parts = TRY(catalog_.parts(open.id));
  TRY(catalog_.remove_upload(open.id));
  for (const part& one : parts) TRY(drop_unused(one.blob));
  return empty_response(204);
}

}  // namespace lambent::companions::s3
