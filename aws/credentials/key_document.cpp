#include "aws/credentials/key_document.hpp"

#include <boost/json.hpp>

#include "base/text_member.hpp"

namespace lambent::aws {

result<credentials> read_key_document(std::string_view text) {
  boost::json::error_code bad;
  boost::json::value parsed = boost::json::parse({text.data(), text.size()}, bad);
  if (bad) return fail("it is not JSON: " + bad.message());
  if (!parsed.is_object()) return fail("it is not a JSON object");
  const boost::json::object& object = parsed.as_object();
  if (const auto* version = object.if_contains("Version");
      version != nullptr && *version != boost::json::value(1))
    return fail("its Version is " + boost::json::serialize(*version) + ", not 1");
  credentials keys{.access_key_id = text_member(object, "AccessKeyId"),
                   .secret_access_key = text_member(object, "SecretAccessKey"),
                   .session_token = text_member(object, "Token")};
  if (keys.session_token.empty()) keys.session_token = text_member(object, "SessionToken");
  if (keys.access_key_id.empty() || keys.secret_access_key.empty()) {
    std::string code = text_member(object, "Code");
    std::string message = text_member(object, "Message");
    if (!code.empty() && code != "Success") return fail(code + ": " + message);
    return fail("it has no AccessKeyId and SecretAccessKey");
  }
  std::string expires = text_member(object, "Expiration");
  keys.expires = parse_rfc3339(expires);
  if (!expires.empty() && !keys.expires) return fail("its Expiration '" + expires + "' is no time");
  return keys;
}

}  // namespace lambent::aws
