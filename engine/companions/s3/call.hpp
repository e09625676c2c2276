// One request to S3 after its address has been read.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/companions/s3/fault.hpp"
#include "engine/companions/s3/model.hpp"
#include "engine/http/message.hpp"
#include "engine/model/caller.hpp"

namespace lambent::companions::s3 {

struct call {
  const http::request& request;
  const model::caller& who;
  std::string bucket;  // From the path or the host; empty: the service itself.
  std::string key;     // Decoded; empty: the bucket itself.
  http::query_pairs query;

  [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
  [[nodiscard]] std::string_view header(std::string_view name) const {
    return request.headers.get(name);
  }
};

[[nodiscard]] call read_call(const http::request& request, const model::caller& who);

// Whether this is a request whose body becomes an object or a part.
[[nodiscard]] bool carries_object(const http::request& head);

// "bucket/key?versionId=…", percent-encoded, as x-amz-copy-source has it.
struct copy_source {
  std::string bucket;
  std::string key;
  std::optional<std::string> version;
};
[[nodiscard]] answer<copy_source> read_copy_source(std::string_view text);

}  // namespace lambent::companions::s3
