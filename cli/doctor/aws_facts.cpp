#include "cli/doctor/aws_facts.hpp"

#include <cstdlib>

namespace lambent::cli::doctor {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

void collect_aws(const std::string&, facts& into) {
  into.region = variable("AWS_REGION");
  if (into.region.empty()) into.region = variable("AWS_DEFAULT_REGION");
  if (!variable("AWS_ACCESS_KEY_ID").empty()) into.credentials = "the environment";
}

}  // namespace lambent::cli::doctor
