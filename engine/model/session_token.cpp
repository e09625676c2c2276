#include "engine/model/session_token.hpp"

#include <array>

#include "base/base64.hpp"

namespace lambent::model {
namespace {

constexpr std::string_view prefix = "LambentSession/";

}  // namespace

std::string make_session_token(const session& of) {
  return std::string(prefix) + base64_encode(of.account + "\n" + of.arn + "\n" + of.user_id);
}

std::optional<session> read_session_token(std::string_view token) {
  if (!token.starts_with(prefix)) return std::nullopt;
  auto text = base64_decode(token.substr(prefix.size()));
  if (!text) return std::nullopt;
  auto first = text->find('\n');
  auto second = first == std::string::npos ? first : text->find('\n', first + 1);
  if (second == std::string::npos) return std::nullopt;
  return session{text->substr(0, first), text->substr(first + 1, second - first - 1),
                 text->substr(second + 1)};
}

session session_of(const assumed_role& what) {
  std::string_view role = what.role_arn.substr(what.role_arn.rfind('/') + 1);
  session made;
  made.account = what.account;
  made.arn = "arn:aws:sts::" + made.account + ":assumed-role/";
  made.arn.append(role).append("/").append(what.session_name);
  made.user_id.append(what.role_id).append(":").append(what.session_name);
  return made;
}

}  // namespace lambent::model
