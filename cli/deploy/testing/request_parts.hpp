// For tests: a request that was heard, taken apart. What is not there is empty.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/percent.hpp"

namespace lambent::cli::testing {

inline std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> out(1);
  for (char c : text) {
    if (c == at)
      out.emplace_back();
    else
      out.back() += c;
  }
  return out;
}

// Decoded, in order: a query may name one parameter several times.
inline std::vector<std::pair<std::string, std::string>> pairs_of(std::string_view form) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const std::string& pair : split(form, '&')) {
    const std::size_t equals = pair.find('=');
    std::string value = equals == std::string::npos ? std::string() : pair.substr(equals + 1);
    for (char& c : value)
      if (c == '+') c = ' ';
    out.emplace_back(percent_decode(pair.substr(0, equals)), percent_decode(value));
  }
  return out;
}

inline std::map<std::string, std::string> form_of(std::string_view body) {
  std::map<std::string, std::string> out;
  for (auto& [name, value] : pairs_of(body)) out[name] = std::move(value);
  return out;
}

// "a=1" of "/path?a=1".
inline std::string query_of(const std::string& target) {
  const std::size_t mark = target.find('?');
  return mark == std::string::npos ? std::string() : target.substr(mark + 1);
}

// The path's parts, decoded.
inline std::vector<std::string> path_of(const std::string& target) {
  std::vector<std::string> out;
  for (const std::string& part : split(target.substr(0, target.find('?')), '/'))
    if (!part.empty()) out.push_back(percent_decode(part));
  return out;
}

inline std::string text(const boost::json::object& in, std::string_view name) {
  const boost::json::value* found = in.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

inline boost::json::object parse(const std::string& body) {
  boost::system::error_code wrong;
  boost::json::value read = boost::json::parse(body, wrong);
  return !wrong && read.is_object() ? read.as_object() : boost::json::object();
}

}  // namespace lambent::cli::testing
