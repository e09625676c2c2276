// The documents that describe a bucket: policy, lifecycle, encryption and the like. They are kept
// and shown, and change nothing here; so a program that sets a bucket up finds what it has set.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/companions/s3/call.hpp"

namespace lambent::companions::s3 {

struct document_rule {
  std::string_view parameter;  // "lifecycle"
  std::string_view root;       // Of the XML; empty: JSON.
  // What a bucket without one shows: a document, or an error with this code and text.
  std::string_view standard;
  std::string_view missing_code;
  std::string_view missing_text;
  bool can_delete = false;
  int put_status = 200;
  bool can_put = true;
};

// The rule of the request's parameter; nullptr when it has none.
[[nodiscard]] const document_rule* document_of(const call& request);

// What a new bucket has of its own, and loses by a deletion: parameter and document.
[[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> documents_of_new_bucket();

}  // namespace lambent::companions::s3
