// Pages of a list: Marker and MaxItems of the request, NextMarker of the answer. The items have
// keys in ascending order; a marker is the base64 of the last key of its page.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/api/call.hpp"
#include "engine/model/error.hpp"
#include "engine/model/limits.hpp"
#include "engine/model/violations.hpp"

namespace lambent::api::resources {

class page {
public:
  // AWS gives at most 50 items, however many are asked for. What breaks a constraint joins `found`;
  // `most` is the highest MaxItems that the operation takes.
  [[nodiscard]] static model::answer<page> read(const call& request, model::violations& found,
                                                std::int64_t most = model::limits::list_page_max);

  // Whether the item of this key is on the page. To be asked of every item until full().
  [[nodiscard]] bool takes(std::string_view key);
  // Nothing more fits, and something more is there.
  [[nodiscard]] bool full() const { return more_; }
  [[nodiscard]] std::string next_marker() const;  // Empty on the last page.
  // The answer's body: {"<member>":[<items>],"NextMarker":…}; the items are JSON, joined by commas.
  [[nodiscard]] std::string around(std::string_view member, std::string_view items) const;

private:
  std::string after_;  // The last key of the page before.
  std::string last_;
  std::size_t room_ = 0;
  bool more_ = false;
};

}  // namespace lambent::api::resources
