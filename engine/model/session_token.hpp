// The session token of temporary credentials: it says itself whom it stands for, so that nobody
// need remember the credentials that were given out. Signatures are not verified here, and so
// neither is this: it is a name, not a proof.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lambent::model {

struct session {
  std::string account;
  std::string arn;      // "arn:aws:sts::<account>:assumed-role/<role>/<session>"
  std::string user_id;  // "AROA…:<session>"
};

// Printable, and without white space. The parts have no line breaks.
[[nodiscard]] std::string make_session_token(const session& of);
// Nothing when the token is not of ours.
[[nodiscard]] std::optional<session> read_session_token(std::string_view token);

// A session of a role, whose path is not in its name.
struct assumed_role {
  std::string_view account;
  std::string_view role_arn;
  std::string_view role_id;
  std::string_view session_name;
};
[[nodiscard]] session session_of(const assumed_role& what);

}  // namespace lambent::model
