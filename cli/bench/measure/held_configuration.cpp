#include "cli/bench/measure/held_configuration.hpp"

#include <boost/json.hpp>
#include <charconv>

#include "aws/services/lambda.hpp"
#include "base/random.hpp"

namespace lambent::cli::bench {
namespace {

namespace json = boost::json;
using aws::call_error;
using aws::json_object;
using outcome = std::expected<void, call_error>;

constexpr std::string_view memory_word = "memory=";
constexpr const char* hint = "`lambent list NAME` shows the function's state";

unsigned memory_of(const json_object& configuration) {
  constexpr std::int64_t usual_mb = 128;
  return static_cast<unsigned>(aws::number_at(configuration, "MemorySize").value_or(usual_mb));
}

std::string request(json_object variables, std::optional<unsigned> memory_mb) {
  json_object out;
  out["Environment"] = json_object{{"Variables", std::move(variables)}};
  if (memory_mb) out["MemorySize"] = *memory_mb;
  return json::serialize(out);
}

std::expected<json_object, call_error> variables_there(const json_object& configuration) {
  auto out = variables_of(configuration);
  if (out) return *std::move(out);
  return std::unexpected(
      call_error{.kind = aws::call_failure::refused, .error = std::move(out).error()});
}

}  // namespace

std::string cold_value(std::optional<unsigned> memory_mb, std::string_view unique) {
  std::string out(unique);
  if (memory_mb) out.insert(0, std::string(memory_word) + std::to_string(*memory_mb) + " ");
  return out;
}

std::optional<unsigned> memory_in_cold_value(std::string_view value) {
  if (!value.starts_with(memory_word)) return {};
  value.remove_prefix(memory_word.size());
  unsigned out = 0;
  auto [end, wrong] = std::from_chars(value.data(), value.data() + value.size(), out);
  if (wrong != std::errc{} || end == value.data() + value.size() || *end != ' ') return {};
  return out;
}

result<json_object> variables_of(const json_object& configuration) {
  const json::value* environment = configuration.if_contains("Environment");
  if (environment == nullptr || !environment->is_object()) return json_object();
  const json_object& in = environment->get_object();
  if (const std::string code = aws::text_at(in, "Error/ErrorCode"); !code.empty())
    return fail("AWS cannot read the function's environment variables: " + code + ": " +
                    aws::text_at(in, "Error/Message"),
                "they would be lost by a change; who runs this needs kms:Decrypt for their key");
  const json::value* variables = in.if_contains("Variables");
  return variables != nullptr && variables->is_object() ? variables->get_object() : json_object();
}

std::expected<held_configuration, call_error> held_configuration::open(aws::client& with,
                                                                       std::string name,
                                                                       aws::lambda::sleeper sleep) {
  held_configuration out(with, std::move(name), std::move(sleep));
  out.original_ = TRY(aws::lambda::await_changeable(with, out.name_, out.sleep_, hint));
  const json_object variables = TRY(variables_there(out.original_));
  out.memory_mb_ = memory_of(out.original_);
  const std::string left = aws::text_at(variables, cold_variable);
  out.left_over_ = out.changed_ = !left.empty();
  if (auto memory_mb = memory_in_cold_value(left)) {
    out.memory_mb_ = *memory_mb;
    out.memory_changed_ = true;
  }
  return out;
}

outcome held_configuration::mark(std::optional<unsigned> memory_mb) {
  // Before the call: one that is cut off may have been carried out.
  changed_ = true;
  memory_changed_ |= memory_mb.has_value();
  auto done = aws::lambda::change_when_ready(
      *with_, name_, sleep_, hint, [&](const json_object& there) -> aws::json_answer {
        json_object variables = TRY(variables_there(there));
        constexpr std::size_t unique_digits = 12;
        variables[cold_variable] = cold_value(
            memory_changed_ ? std::optional(memory_mb_) : std::nullopt, random_hex(unique_digits));
        return aws::lambda::update_function_configuration(*with_, name_,
                                                          request(std::move(variables), memory_mb));
      });
  if (!done) return std::unexpected(std::move(done).error());
  return {};
}

outcome held_configuration::force_cold_start() { return mark(std::nullopt); }

outcome held_configuration::set_memory(unsigned memory_mb) { return mark(memory_mb); }

outcome held_configuration::restore() {
  if (!changed_) return {};
  auto done = aws::lambda::change_when_ready(
      *with_, name_, sleep_, hint, [&](const json_object& there) -> aws::json_answer {
        json_object variables = TRY(variables_there(there));
        variables.erase(cold_variable);
        return aws::lambda::update_function_configuration(
            *with_, name_,
            request(std::move(variables),
                    memory_changed_ ? std::optional(memory_mb_) : std::nullopt));
      });
  if (!done) return std::unexpected(std::move(done).error());
  changed_ = memory_changed_ = false;
  return {};
}

}  // namespace lambent::cli::bench
