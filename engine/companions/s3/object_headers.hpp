// The headers of objects: those that come with one and go out again, and those of an answer.
#pragma once

#include <optional>
#include <string_view>

#include "engine/companions/s3/call.hpp"
#include "engine/http/byte_range.hpp"

namespace lambent::companions::s3 {

// Content-Type and the like, metadata and storage class of a request.
[[nodiscard]] answer<field_list> read_fields_of(const call& request);
// x-amz-tagging, checked.
[[nodiscard]] answer<std::string> read_tagging(const call& request);

struct shown_object {
  const object& what;
  bool versioned = false;
  bool with_checksums = false;
};
void add_object_headers(http::response& to, const shown_object& shown);
void add_version(http::response& to, const object& made, bool versioned);
void add_checksums(http::response& to, const field_list& fields);

// If-Match, If-None-Match, If-Modified-Since and If-Unmodified-Since of a read, in the order of
// RFC 9110 section 13.2.2.
[[nodiscard]] answer<> check_conditions(const call& request, const object& found);

using http::byte_range;
// One range of bytes (RFC 9110 section 14.1.2); nothing when there is none, or one that S3 does not
// understand and so gives the whole object for.
[[nodiscard]] answer<std::optional<byte_range>> read_range(std::string_view header,
                                                           std::uint64_t size);

}  // namespace lambent::companions::s3
