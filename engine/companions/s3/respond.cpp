#include "engine/companions/s3/respond.hpp"

#include <array>
#include <ctime>

#include "base/random.hpp"
#include "engine/companions/s3/checksum.hpp"

namespace lambent::companions::s3 {
namespace {

std::string formatted(std::int64_t unix_ms, const char* format) {
  std::array<char, 40> text{};
  auto seconds = static_cast<std::time_t>(unix_ms / 1000);
  std::tm parts{};
  if (::gmtime_r(&seconds, &parts) == nullptr) return {};
  return {text.data(), std::strftime(text.data(), text.size(), format, &parts)};
}

}  // namespace

http::response empty_response(int status) {
  http::response made;
  made.status = status;
  return made;
}

xml_writer begin_xml(std::string_view root) {
  xml_writer document("\n");
  document.open(root, xmlns);
  return document;
}

http::response xml_response(xml_writer&& document) {
  http::response made;
  made.headers.add("Content-Type", "application/xml");
  made.body = document.take();
  return made;
}

void sign(http::response& answer) {
  constexpr std::string_view id_letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  constexpr std::string_view base64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  answer.headers.add("x-amz-request-id", random_text(16, id_letters));
  answer.headers.add("x-amz-id-2", random_text(75, base64) + "=");
}

http::response to_response(const fault& why, const call& request) {
  http::response made;
  made.status = why.status;
  sign(made);
  // A status without a body says all there is to say.
  if (why.status == 304) return made;
  xml_writer document("\n");
  document.open("Error").element("Code", why.code).element("Message", why.message);
  for (const auto& [name, value] : why.details) document.element(name, value);
  document.element("RequestId", made.headers.get("x-amz-request-id"));
  document.element("HostId", made.headers.get("x-amz-id-2"));
  made.headers.add("Content-Type", "application/xml");
  if (request.request.method != "HEAD") made.body = document.take();
  return made;
}

answer<xml_element> read_document(const call& request, std::string_view root) {
  auto read = parse_xml(request.request.body);
  if (!read || read->name != root) return malformed_xml();
  return std::move(*read);
}

std::string xml_time(std::int64_t unix_ms) { return formatted(unix_ms, "%Y-%m-%dT%H:%M:%S.000Z"); }

std::string http_time(std::int64_t unix_ms) {
  return formatted(unix_ms, "%a, %d %b %Y %H:%M:%S GMT");
}

std::optional<std::int64_t> read_http_time(std::string_view text) {
  std::tm parts{};
  std::string copy(text);
  const char* end = ::strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return ::timegm(&parts);
}

std::string owner_id(std::string_view account) {
  return to_hex(sum_of(algorithm::sha256, account));
}

void write_owner(xml_writer& document, std::string_view element, std::string_view account) {
  document.open(element).element("ID", owner_id(account));
  document.element("DisplayName", account).close();
}

}  // namespace lambent::companions::s3
