// The zip that a request brings or names: in its body, or in S3.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/mapped_file.hpp"
#include "engine/api/body.hpp"
#include "engine/api/call.hpp"
#include "engine/api/neighbours.hpp"
#include "engine/store/code_store.hpp"

namespace lambent::api {

class zip_bytes {
public:
  explicit zip_bytes(std::string own) : own_(std::move(own)) {}
  explicit zip_bytes(mapped_file file) : file_(std::move(file)) {}
  [[nodiscard]] std::string_view view() const { return file_ ? file_->bytes() : own_; }

private:
  std::string own_;
  std::optional<mapped_file> file_;
};

// ZipFile, or S3Bucket, S3Key and S3ObjectVersion; nothing when neither is there.
[[nodiscard]] model::answer<std::optional<zip_bytes>> read_zip(const json_object& in,
                                                               const call& request,
                                                               neighbours& around);

// Unpacked and kept, or with `dry_run` only looked at; AWS's words for what cannot be.
[[nodiscard]] model::answer<store::stored_code> keep_code(store::code_store& code,
                                                          std::string_view zip, bool dry_run);

// Where GetFunction and GetLayerVersion say that a zip can be had.
[[nodiscard]] std::string location_of(std::string_view hash_hex, const call& request);

}  // namespace lambent::api
