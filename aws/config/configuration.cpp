#include "aws/config/configuration.hpp"

#include <charconv>

#include "aws/config/endpoint.hpp"
#include "aws/transport/transport.hpp"
#include "base/ascii.hpp"
#include "base/this_machine.hpp"

namespace lambent::aws {
namespace {

constexpr int attempts_default = 3;
constexpr int attempts_limit = 100;

std::unexpected<call_error> wrong(error&& e, std::string_view said_by = {}) {
  bool option = said_by.starts_with("--");
  return std::unexpected(call_error{
      .kind = option ? call_failure::usage : call_failure::configuration, .error = std::move(e)});
}

}  // namespace

std::expected<configuration, call_error> configuration::resolve(const client_options& options,
                                                                environment from) {
  configuration out;
  out.environment_ = std::move(from);
  out.endpoint_url_ = options.endpoint_url;
  out.local_endpoint_url_ = options.local_endpoint_url;
  out.choice_ = choose_profile(options.profile, out.environment_);
  auto files = profiles::load(out.environment_);
  if (!files) return wrong(std::move(files).error());
  out.profiles_ = *std::move(files);
  // Only whether it is here counts; its signing region is set below.
  auto lambda = out.given_url("lambda");
  if (!lambda) return wrong(std::move(lambda).error());
  bool is_local = TRY(out.locate(*lambda, "lambda", "us-east-1")).is_local;
  const std::string& by = out.choice_.chosen_by;
  if (out.chosen() == nullptr && !by.empty() && (by == "--profile" || !is_local))
    return wrong({"there is no profile '" + out.choice_.name + "', which " + by + " names", 0,
                  "profiles in AWS's config files: " + out.profiles_.names()});
  TRY(out.set_region(options, is_local));
  if (auto set = out.set_attempts(options.attempts_max); !set) return wrong(std::move(set).error());
  return out;
}

const std::string& configuration::setting(std::string_view variable, std::string_view key) const {
  const std::string& value = environment_.get(variable);
  if (!value.empty() || chosen() == nullptr) return value;
  return chosen()->get(key);
}

std::expected<void, call_error> configuration::set_region(const client_options& options,
                                                          bool is_local) {
  std::string_view by = "--region";
  region_ = options.region;
  for (const char* variable : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    if (!region_.empty()) break;
    by = variable;
    region_ = environment_.get(variable);
  }
  if (region_.empty() && chosen() != nullptr) {
    by = "the profile";
    region_ = chosen()->get("region");
  }
  if (region_.empty()) {
    if (!is_local)
      return wrong(
          {"no AWS region is set", 0,
           "give --region, set AWS_REGION, or write `region = …` into profile " + choice_.name});
    region_ = "us-east-1";
  }
  if (!is_region(region_))
    return wrong(
        {"'" + first_line(region_) + "' is not an AWS region", 0, std::string(by) + " says so"},
        by);
  return {};
}

result<> configuration::set_attempts(int given) {
  attempts_max_ = given;
  if (given > 0) return {};
  const std::string& text = setting("AWS_MAX_ATTEMPTS", "max_attempts");
  attempts_max_ = attempts_default;
  if (text.empty()) return {};
  auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), attempts_max_);
  if (bad != std::errc{} || end != text.data() + text.size() || attempts_max_ < 1 ||
      attempts_max_ > attempts_limit)
    return fail("the number of attempts is '" + first_line(text) + "'",
                "AWS_MAX_ATTEMPTS and max_attempts take a number from 1 to " +
                    std::to_string(attempts_limit));
  return {};
}

result<configuration::named_url> configuration::configured_url(std::string_view service) const {
  if (aws::is_true(
          setting("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")))
    return named_url{};
  std::string key = service_key(service);
  for (const std::string& variable :
       {"AWS_ENDPOINT_URL_" + upper_case(key), std::string("AWS_ENDPOINT_URL")})
    if (const std::string& url = environment_.get(variable); !url.empty())
      return named_url{url, variable};
  if (chosen() == nullptr) return named_url{};
  std::string url = TRY(profiles_.service_endpoint(*chosen(), key));
  if (url.empty()) url = chosen()->get("endpoint_url");
  return named_url{url, "profile " + choice_.name};
}

result<configuration::named_url> configuration::given_url(std::string_view service) const {
  if (!endpoint_url_.empty()) return named_url{endpoint_url_, "--endpoint-url"};
  const std::string& ours = environment_.get("LAMBENT_ENDPOINT_URL");
  if (!local_endpoint_url_.empty() && !ours.empty()) return named_url{ours, "LAMBENT_ENDPOINT_URL"};
  named_url found = TRY(configured_url(service));
  if (found.url.empty()) return named_url{local_endpoint_url_, "the default"};
  return found;
}

std::expected<endpoint, call_error> configuration::locate(const named_url& found,
                                                          std::string_view service,
                                                          std::string_view region) const {
  if (found.url.empty()) {
    for (const auto& [variable, key] :
         {std::pair("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"),
          std::pair("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")})
      if (aws::is_true(setting(variable, key)))
        return wrong(
            {std::string(variable) + " is set, and lambent does not know those endpoints", 0,
             "name the one you want by AWS_ENDPOINT_URL_" + upper_case(service_key(service))});
    service_location at = default_location(service, region);
    return endpoint{.url = std::move(at.url), .signing_region = std::move(at.signing_region)};
  }
  auto url = parse_url(found.url);
  if (!url) {
    error e = std::move(url).error();
    e.what.insert(0, "the endpoint ");
    e.hint = found.named_by + " says so; an example: http://127.0.0.1:4566";
    return wrong(std::move(e), found.named_by);
  }
  endpoint out{.url = found.url,
               .signing_region = std::string(region),
               .named_by = found.named_by,
               .is_local = is_this_machine(url->host)};
  // A proxy or a private name of AWS's IAM wants IAM's own region, and nobody else minds it.
  if (!out.is_local) out.signing_region = default_location(service, region).signing_region;
  while (out.url.ends_with('/')) out.url.pop_back();
  return out;
}

std::expected<endpoint, call_error> configuration::endpoint_of(std::string_view service) const {
  auto url = given_url(service);
  if (!url) return wrong(std::move(url).error());
  return locate(*url, service, region_);
}

std::expected<endpoint, call_error> configuration::own_endpoint_of(std::string_view service,
                                                                   std::string_view region) const {
  auto url = configured_url(service);
  if (!url) return wrong(std::move(url).error());
  return locate(*url, service, region);
}

}  // namespace lambent::aws
