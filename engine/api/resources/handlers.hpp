// The operations of the control plane, one file and one table for each resource. To add one: write
// it in its resource's file, name it in that file's table, and nowhere else.
#pragma once

#include <span>
#include <string_view>

#include "engine/api/call.hpp"
#include "engine/api/function_catalog.hpp"
#include "engine/http/message.hpp"
#include "engine/model/error.hpp"

namespace lambent::api::resources {

using reply = model::answer<http::response>;

struct handler {
  std::string_view operation;  // "CreateFunction"
  reply (*answer)(function_catalog& functions, const call& request);
};
using table = std::span<const handler>;

[[nodiscard]] table aliases();
[[nodiscard]] table concurrency();
[[nodiscard]] table event_invoke_configs();
[[nodiscard]] table function_reads();
[[nodiscard]] table function_urls();
[[nodiscard]] table function_writes();
[[nodiscard]] table layer_permissions();
[[nodiscard]] table layers();
[[nodiscard]] table permissions();
[[nodiscard]] table tags();
[[nodiscard]] table versions();

[[nodiscard]] std::span<const table> tables();  // All of them.

}  // namespace lambent::api::resources
