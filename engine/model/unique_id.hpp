// Ids as IAM gives them: four letters that say of what, and characters of base32.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
#pragma once

#include <string>
#include <string_view>

namespace lambent::model {

// "AROA" and 17 characters.
[[nodiscard]] std::string new_unique_id(std::string_view prefix);
// The same id for the same text, for what others have given an id that is not known here.
[[nodiscard]] std::string unique_id_of(std::string_view prefix, std::string_view text);
// "ASIA" and 16 characters.
[[nodiscard]] std::string new_access_key_id();

}  // namespace lambent::model
