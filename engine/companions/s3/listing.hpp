// How a page of keys is cut at a delimiter: entries and common prefixes in one order. Pure.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html
#pragma once

#include <string>
#include <string_view>

namespace lambent::companions::s3 {

struct listing_request {
  std::string prefix;
  std::string delimiter;  // Empty: no common prefixes.
  std::string after;      // The page begins behind this key or common prefix.
  std::size_t most = 0;   // Entries and common prefixes together.
};

// The smallest text greater than all that begin with `prefix`; empty when there is none.
[[nodiscard]] std::string behind_prefix(std::string_view prefix);

// The common prefix that rolls `key` up; empty when it stands for itself.
[[nodiscard]] std::string common_prefix(std::string_view key, const listing_request& wanted);

// The first key that may be on the page.
[[nodiscard]] std::string first_key(const listing_request& wanted);

}  // namespace lambent::companions::s3
