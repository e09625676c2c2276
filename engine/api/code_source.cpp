#include "engine/api/code_source.hpp"

#include "base/base64.hpp"
#include "base/error.hpp"
#include "engine/api/function_catalog.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api {
namespace {

namespace limits = model::limits;
using model::answer;
using model::error_code;
using model::refuse;

std::unexpected<model::api_error> zip_too_large() {
  return refuse(
      error_code::request_entity_too_large,
      "Zipped size must be smaller than " + std::to_string(limits::zip_max_bytes) + " bytes");
}

std::unexpected<model::api_error> unzipped_too_large() {
  return refuse(error_code::invalid_parameter_value,
                "Unzipped size must be smaller than " + std::to_string(limits::unzipped_max_bytes) +
                    " bytes");
}

answer<zip_bytes> read_object(const json_object& in, const call& request, neighbours& around) {
  object_reference which{request.account, request.region,
                         std::string(text_of(in, "S3Bucket").value_or("")),
                         std::string(text_of(in, "S3Key").value_or("")), std::nullopt};
  if (auto version = text_of(in, "S3ObjectVersion")) which.version = *version;
  auto opened = around.open_object(which);
  if (!opened)
    return refuse(error_code::invalid_parameter_value,
                  "Error occurred while GetObject. S3 Error Code: " + opened.error().code +
                      ". S3 Error Message: " + opened.error().message);
  auto mapped = mapped_file::map(*opened);
  if (!mapped) return could_not_keep(mapped.error());
  // From S3 the zip may be as large as what it unpacks to.
  if (mapped->bytes().size() > limits::unzipped_max_bytes) return unzipped_too_large();
  return zip_bytes(std::move(*mapped));
}

}  // namespace

answer<std::optional<zip_bytes>> read_zip(const json_object& in, const call& request,
                                          neighbours& around) {
  if (value_of(in, "S3Bucket") != nullptr || value_of(in, "S3Key") != nullptr)
    return TRY(read_object(in, request, around));
  auto encoded = text_of(in, "ZipFile");
  if (!encoded) return std::nullopt;
  if (encoded->size() / 4 * 3 > limits::zip_max_bytes + 3) return zip_too_large();
  auto zip = base64_decode(*encoded);
  if (!zip) return refuse(error_code::serialization, "ZipFile is not valid base64.");
  if (zip->size() > limits::zip_max_bytes) return zip_too_large();
  return zip_bytes(std::move(*zip));
}

answer<store::stored_code> keep_code(store::code_store& code, std::string_view zip, bool dry_run) {
  auto stored = dry_run ? code.check_zip(zip) : code.store_zip(zip);
  if (stored) return std::move(*stored);
  switch (stored.error().kind) {
    case store::unpack_failure::corrupt: {
      model::api_error corrupt{
          error_code::invalid_parameter_value,
          "Could not unzip uploaded file. Please check your file, then try to upload again."};
      corrupt.detail = std::move(stored.error().why.what);
      return std::unexpected(std::move(corrupt));
    }
    case store::unpack_failure::too_big:
      return unzipped_too_large();
    case store::unpack_failure::system:
      break;
  }
  return could_not_keep(stored.error().why);
}

std::string location_of(std::string_view hash_hex, const call& request) {
  std::string_view host = request.request.headers.get("Host");
  return "http://" + std::string(host.empty() ? "127.0.0.1:4566" : host) + "/_lambent/code/" +
         std::string(hash_hex) + ".zip";
}

}  // namespace lambent::api
