#include "oci/distribution/auth/challenge.hpp"

#include <utility>

#include "base/ascii.hpp"
#include "oci/distribution/limits.hpp"
#include "oci/distribution/wire/header_reader.hpp"

namespace lambent::oci::distribution {
namespace {

void skip_commas(header_reader& in) {
  in.skip_spaces();
  while (in.take(',')) in.skip_spaces();
}

}  // namespace

std::vector<challenge> parse_challenges(std::string_view header) {
  std::vector<challenge> out;
  if (header.size() > limits::header_max_bytes) return out;
  header_reader in(header);
  for (skip_commas(in); !in.at_end() && out.size() < limits::challenges_max; skip_commas(in)) {
    challenge one{.scheme = lower_case(in.take_token()), .parameters = {}};
    if (one.scheme.empty()) break;
    in.skip_spaces();
    // A token and '=' is a parameter of this challenge; a token alone begins the next one.
    for (auto parameter = in.take_parameter(); parameter; parameter = in.take_parameter()) {
      if (one.parameters.size() < limits::parameters_max) one.parameters.insert(*parameter);
      skip_commas(in);
    }
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace lambent::oci::distribution
