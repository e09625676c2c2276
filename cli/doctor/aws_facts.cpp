#include "cli/doctor/aws_facts.hpp"

#include "aws/client.hpp"
#include "aws/config/configuration.hpp"
#include "aws/config/endpoint.hpp"
#include "aws/credentials/chain.hpp"
#include "aws/services/sts.hpp"
#include "aws/sigv4/dates.hpp"
#include "aws/transport/caller.hpp"
#include "aws/transport/transport.hpp"

namespace lambent::cli::doctor {
namespace {

constexpr std::chrono::seconds clock_answer_max{3};

void compare_clocks(const aws::endpoint& at, aws::caller& with, const aws::surroundings& around,
                    facts& into) {
  into.clock_endpoint = at.url;
  aws::http_request request{.url = at.url + "/"};
  request.connect_timeout = request.read_timeout = request.total_timeout = clock_answer_max;
  auto answer = with.fetch(request);
  if (!answer) return;
  // Any answer has a date: this one is a refusal.
  if (auto there = aws::parse_http_date(answer->header("date"))) {
    auto here = std::chrono::floor<std::chrono::seconds>(around.now());
    into.clock_ahead_s = (here - *there).count();
  }
}

}  // namespace

void collect_aws(const aws::client_options& options, const aws::surroundings& around, facts& into) {
  auto config = aws::configuration::resolve(options, around.variables);
  if (config) {
    into.region = config->region();
  } else {
    // Without a region there may be credentials all the same.
    into.aws_problem = config.error().error.what;
    aws::client_options anywhere = options;
    anywhere.region = "us-east-1";
    config = aws::configuration::resolve(anywhere, around.variables);
    if (!config) return;
  }
  aws::caller with(around, {.ca_bundle = config->setting("AWS_CA_BUNDLE", "ca_bundle")},
                   config->attempts_max());
  aws::credential_chain chain(*config, with, around);
  if (auto keys = chain.get()) {
    into.credentials = (*keys)->from;
  } else {
    into.aws_problem = keys.error().error.what;
  }
  auto at = config->endpoint_of("lambda");
  bool meant = at && (!at->named_by.empty() || (!into.credentials.empty() && !into.region.empty()));
  if (meant) compare_clocks(*at, with, around, into);
}

void collect_identity(const aws::client_options& options, const aws::surroundings& around,
                      facts& into) {
  auto with = aws::client::open(options, around);
  auto who = with ? aws::sts::get_caller_identity(*with) : std::unexpected(with.error());
  if (who) {
    into.identity = who->arn;
  } else {
    into.identity_problem = std::move(who.error().error);
  }
}

}  // namespace lambent::cli::doctor
