#include "aws/protocol/json.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "aws/protocol/answers.hpp"

namespace lambent::aws {
namespace {

namespace json = boost::json;

const json::value* follow(const json::object& in, std::string_view path) {
  const json::object* from = &in;
  while (true) {
    std::string_view name = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(name.size() + 1, path.size()));
    const json::value* found = from->if_contains({name.data(), name.size()});
    if (found == nullptr || path.empty()) return found;
    from = found->if_object();
    if (from == nullptr) return nullptr;
  }
}

const json::array* array_at(const json::object& in, std::string_view path) {
  const json::value* found = follow(in, path);
  return found == nullptr ? nullptr : found->if_array();
}

std::string text_of(const json::string& text) { return {text.data(), text.size()}; }

}  // namespace

request json_request(std::string_view service, std::string_view target, const json_object& input,
                     repeat how) {
  return {.service = std::string(service),
          .method = "POST",
          .headers = {{"Content-Type", "application/x-amz-json-1.1"},
                      {"X-Amz-Target", std::string(target)}},
          .body = json::serialize(input),
          .repeat = how};
}

json_answer read_json_answer(const response& answer) {
  if (answer.body.empty()) return json_object();
  json::error_code bad;
  json::value parsed = json::parse(answer.body, bad);
  if (bad) return unreadable(answer, "it is not JSON: " + bad.message());
  if (!parsed.is_object()) return unreadable(answer, "it is not a JSON object");
  return std::move(parsed.as_object());
}

std::string text_at(const json_object& in, std::string_view path) {
  const json::value* found = follow(in, path);
  return found != nullptr && found->is_string() ? text_of(found->get_string()) : std::string();
}

std::optional<std::int64_t> number_at(const json_object& in, std::string_view path) {
  const json::value* found = follow(in, path);
  if (found == nullptr || !found->is_number()) return {};
  json::error_code bad;
  auto number = found->to_number<std::int64_t>(bad);
  return bad ? std::nullopt : std::optional(number);
}

bool true_at(const json_object& in, std::string_view path) {
  const json::value* found = follow(in, path);
  return found != nullptr && found->is_bool() && found->get_bool();
}

std::vector<json_object> objects_at(const json_object& in, std::string_view path) {
  std::vector<json_object> out;
  if (const json::array* found = array_at(in, path))
    for (const json::value& each : *found)
      if (each.is_object()) out.push_back(each.get_object());
  return out;
}

std::vector<std::string> texts_at(const json_object& in, std::string_view path) {
  std::vector<std::string> out;
  if (const json::array* found = array_at(in, path))
    for (const json::value& each : *found)
      if (each.is_string()) out.push_back(text_of(each.get_string()));
  return out;
}

}  // namespace lambent::aws
