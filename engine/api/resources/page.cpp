#include "engine/api/resources/page.hpp"

#include <algorithm>
#include <charconv>

#include "base/base64.hpp"
#include "base/json_string.hpp"
#include "engine/api/constraints.hpp"
#include "engine/api/unsourced.hpp"

namespace lambent::api::resources {

model::answer<page> page::read(const call& request, model::violations& found, std::int64_t most) {
  page wanted;
  std::int64_t count = model::limits::list_page_default;
  if (auto text = request.query_value("MaxItems")) {
    const char* end = text->data() + text->size();
    auto [stop, bad] = std::from_chars(text->data(), end, count);
    if (bad != std::errc() || stop != end)
      return model::refuse(model::error_code::serialization,
                           "STRING_VALUE can not be converted to an Integer");
    check_number({.name = "MaxItems", .min = 1, .max = most}, count, found);
  }
  wanted.room_ = static_cast<std::size_t>(
      std::clamp<std::int64_t>(count, 0, model::limits::list_page_default));
  if (auto marker = request.query_value("Marker"); marker && !marker->empty()) {
    auto after = base64_decode(*marker);
    if (!after || after->empty())
      return model::refuse(model::error_code::invalid_parameter_value,
                           std::string(unsourced::invalid_marker));
    wanted.after_ = std::move(*after);
  }
  return wanted;
}

bool page::takes(std::string_view key) {
  if (more_ || (!after_.empty() && key <= after_)) return false;
  if (room_ == 0) {
    more_ = true;
    return false;
  }
  --room_;
  last_ = key;
  return true;
}

std::string page::next_marker() const { return more_ ? base64_encode(last_) : std::string(); }

std::string page::around(std::string_view member, std::string_view items) const {
  std::string body = "{" + json_string(member) + ":[";
  body.append(items) += ']';
  if (more_) body += ",\"NextMarker\":" + json_string(next_marker());
  return body + '}';
}

}  // namespace lambent::api::resources
