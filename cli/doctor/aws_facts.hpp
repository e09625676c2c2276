// Where credentials and region come from, and how far this clock is from the endpoint's.
#pragma once

#include <string>

#include "cli/doctor/facts.hpp"

namespace lambent::cli::doctor {

// Sends one request without credentials, and only when there is an endpoint.
void collect_aws(const std::string& endpoint_url, facts& into);

}  // namespace lambent::cli::doctor
