#include "aws/message.hpp"

namespace lambent::aws {

std::string_view response::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers)
    if (name == lower_case_name) return value;
  return {};
}

}  // namespace lambent::aws
