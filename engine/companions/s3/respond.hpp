// S3's answers: XML, errors, and the headers that all of them have.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/xml_reader.hpp"
#include "base/xml_writer.hpp"
#include "engine/companions/s3/call.hpp"
#include "engine/companions/s3/fault.hpp"

namespace lambent::companions::s3 {

inline constexpr std::string_view xmlns = R"(xmlns="http://s3.amazonaws.com/doc/2006-03-01/")";

[[nodiscard]] http::response empty_response(int status);
// Begins a document with its root open.
[[nodiscard]] xml_writer begin_xml(std::string_view root);
[[nodiscard]] http::response xml_response(xml_writer&& document);
[[nodiscard]] http::response to_response(const fault& why, const call& request);
// Request ids, on every answer.
void sign(http::response& answer);

// The request's body as a document whose root has that name.
[[nodiscard]] answer<xml_element> read_document(const call& request, std::string_view root);

// "2026-01-12T10:20:30.000Z", and "Mon, 12 Jan 2026 10:20:30 GMT".
[[nodiscard]] std::string xml_time(std::int64_t unix_ms);
[[nodiscard]] std::string http_time(std::int64_t unix_ms);
[[nodiscard]] std::optional<std::int64_t> read_http_time(std::string_view text);  // Unix seconds.

// S3's canonical id of an account: 64 hexadecimal digits.
[[nodiscard]] std::string owner_id(std::string_view account);
void write_owner(xml_writer& document, std::string_view element, std::string_view account);

}  // namespace lambent::companions::s3
