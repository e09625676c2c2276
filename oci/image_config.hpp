// An image's configuration: how its program is run and what its layers are unpacked.
// https://github.com/opencontainers/image-spec/blob/main/config.md
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "oci/descriptor.hpp"

namespace lambent::oci {

struct history_entry {
  std::string created, created_by, comment;  // `created` is RFC 3339, or empty.
  bool empty_layer = false;
};

struct image_config {
  std::string created;  // RFC 3339, or empty.
  oci::platform platform;
  std::vector<std::string> entrypoint, command;
  std::vector<std::string> environment;  // "NAME=value", in order.
  std::string working_directory, user;
  std::map<std::string, std::string> labels;
  std::vector<digest> diff_ids;  // Of the layers' tars, not packed; lowest first.
  std::vector<history_entry> history;
};

[[nodiscard]] result<image_config> parse_image_config(std::string_view bytes);
// The same value gives the same bytes, always.
[[nodiscard]] std::string write(const image_config&);

}  // namespace lambent::oci
