// Answers that several of the registry's operations give.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/http/message.hpp"
#include "oci/digest.hpp"

namespace lambent::registry {

// What every answer has: "Docker-Distribution-Api-Version: registry/2.0".
[[nodiscard]] http::response sign(http::response&& made);

[[nodiscard]] http::response json_response(std::string body,
                                           std::string_view type = "application/json");
// 201 with the place of what there is now.
[[nodiscard]] http::response created(std::string_view location, const oci::digest& digest);
// Where an upload is and how far; 202 and 204 are such.
[[nodiscard]] http::response upload_state(int status, std::string_view repository,
                                          std::string_view id, std::uint64_t size);
// The same for an error's answer.
void add_upload_state(http::headers& to, std::string_view repository, std::string_view id,
                      std::uint64_t size);

// The headers of a content and, with GET, its bytes to come.
void add_content_headers(http::response& to, const oci::digest& digest,
                         std::string_view media_type);
// Whether the caller has this content already (RFC 9110 section 13.1.2).
[[nodiscard]] bool has_already(const http::request& asks, const oci::digest& digest);

}  // namespace lambent::registry
