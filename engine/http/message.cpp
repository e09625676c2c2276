#include "engine/http/message.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace lambent::http {
namespace {

// In a query a plus stands for a space (as HTML forms and the AWS SDKs write it).
std::string query_decode(std::string_view text) {
  std::string spaced(text);
  for (char& c : spaced)
    if (c == '+') c = ' ';
  return percent_decode(spaced);
}

}  // namespace

void headers::add(std::string_view name, std::string_view value) {
  places_.push_back({text_.size(), name.size(), value.size()});
  text_.append(name).append(value);
}

void headers::reserve(std::size_t fields, std::size_t bytes) {
  places_.reserve(places_.size() + fields);
  text_.reserve(text_.size() + bytes);
}

headers::field headers::operator[](std::size_t index) const {
  const place& p = places_[index];
  std::string_view text = text_;
  return {text.substr(p.at, p.name_size), text.substr(p.at + p.name_size, p.value_size)};
}

const headers::place* headers::find(std::string_view name) const {
  for (const place& p : places_) {
    if (same_letters({text_.data() + p.at, p.name_size}, name)) return &p;
  }
  return nullptr;
}

std::string_view headers::get(std::string_view name) const {
  const place* p = find(name);
  return p == nullptr ? std::string_view()
                      : std::string_view(text_).substr(p->at + p->name_size, p->value_size);
}

bool headers::has(std::string_view name) const { return find(name) != nullptr; }

std::string_view target::get(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name) return value;
  return {};
}

bool target::has(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name) return true;
  return false;
}

target parse_target(std::string_view text) {
  auto question = text.find('?');
  target parsed{.path = text.substr(0, question), .query = {}};
  if (question != std::string_view::npos) parsed.query = parse_query(text.substr(question + 1));
  return parsed;
}

query_pairs parse_query(std::string_view rest) {
  query_pairs parsed;
  while (!rest.empty()) {
    std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    if (pair.empty()) continue;
    auto equals = pair.find('=');
    std::string_view value =
        equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
    parsed.emplace_back(query_decode(pair.substr(0, equals)), query_decode(value));
  }
  return parsed;
}

}  // namespace lambent::http
