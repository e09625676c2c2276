#include "aws/client.hpp"

#include "aws/config/configuration.hpp"
#include "aws/config/endpoint.hpp"
#include "aws/credentials/chain.hpp"
#include "aws/transport/caller.hpp"

namespace lambent::aws {
namespace {

transport_options transport_for(const configuration& config, const client_options& asked) {
  return {.ca_bundle = config.setting("AWS_CA_BUNDLE", "ca_bundle"),
          .user_agent = "lambent/" LAMBENT_VERSION,
          .log = asked.said_on_wire,
          .give_up = asked.give_up};
}

// A bucket of AWS's own S3 is a host; everywhere else, and where its name cannot be part of a
// host's, it is the path's first part.
request bucket_as_host(const request& what, endpoint& at) {
  constexpr std::string_view scheme = "https://";
  request out = what;
  at.url.insert(scheme.size(), out.path.front() + ".");
  out.path.erase(out.path.begin());
  return out;
}

}  // namespace

// Members refer to those before them; the whole never moves.
struct client::state {
  surroundings around;
  configuration config;
  client_options asked;
  caller with{around, transport_for(config, asked), config.attempts_max()};
  credential_chain chain{config, with, around};
};

client::client(std::unique_ptr<state> opened) : state_(std::move(opened)) {}
client::client(client&&) noexcept = default;
client& client::operator=(client&&) noexcept = default;
client::~client() = default;

std::expected<client, call_error> client::open(const client_options& options) {
  return open(options, surroundings::real());
}

std::expected<client, call_error> client::open(const client_options& options, surroundings around) {
  configuration config = TRY(configuration::resolve(options, around.variables));
  return client(std::unique_ptr<state>(new state{std::move(around), std::move(config), options}));
}

std::expected<response, call_error> client::call(const request& what) { return call(what, {}); }

std::expected<response, call_error> client::call(const request& what, const body_sink& sink) {
  aws::endpoint at = TRY(state_->config.endpoint_of(what.service));
  if (what.service == "s3" && at.named_by.empty() && !what.path.empty() &&
      is_host_label(what.path.front()))
    return call_at(bucket_as_host(what, at), at, sink);
  return call_at(what, at, sink);
}

std::expected<response, call_error> client::call_at(const request& what, const aws::endpoint& at,
                                                    const body_sink& sink) {
  for (bool renewed = false;; renewed = true) {
    call_target target{.url = at.url, .signing_region = at.signing_region, .is_local = at.is_local};
    if (what.sign) target.keys = TRY(at.is_local ? state_->chain.get_local() : state_->chain.get());
    auto answer = state_->with.call(what, target, sink);
    bool expired = !answer && answer.error().code.starts_with("ExpiredToken");
    if (!expired || renewed || !what.sign || !state_->chain.forget()) return answer;
  }
}

const std::string& client::region() const { return state_->config.region(); }

std::string client::endpoint(std::string_view service) const {
  auto at = state_->config.endpoint_of(service);
  return at ? at->url : std::string();
}

bool client::is_local(std::string_view service) const {
  auto at = state_->config.endpoint_of(service);
  return at && at->is_local;
}

}  // namespace lambent::aws
