// Where credentials and region come from, and how far this clock is from the endpoint's.
#pragma once

#include "aws/options.hpp"
#include "aws/surroundings.hpp"
#include "cli/doctor/facts.hpp"

namespace lambent::cli::doctor {

// Looks for credentials as a call would. Sends one request without them, for the endpoint's date,
// where there are credentials or the endpoint is named.
void collect_aws(const aws::client_options& options, const aws::surroundings& around, facts& into);

// Asks AWS STS whose the credentials are: one signed request.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
void collect_identity(const aws::client_options& options, const aws::surroundings& around,
                      facts& into);

}  // namespace lambent::cli::doctor
