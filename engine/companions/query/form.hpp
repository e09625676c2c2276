// The parameters of a query protocol request: names and values, with lists and structures spelled
// in the names ("Tags.member.1.Key"). Source:
// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambent::companions::query {

class form {
public:
  // Decoded pairs, as http::parse_query gives them. Of a name given twice the first counts.
  explicit form(std::vector<std::pair<std::string, std::string>> pairs)
      : pairs_(std::move(pairs)) {}

  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  [[nodiscard]] std::string_view get(std::string_view name) const;  // Empty when absent.

  // The members of a list of texts, in order: "TagKeys.member.1", "TagKeys.member.2", … up to the
  // first that is missing.
  [[nodiscard]] std::vector<std::string> texts(std::string_view list) const;
  // The same for a list of pairs, by the names of their two members; an absent value is empty.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> pairs(
      std::string_view list, std::string_view key, std::string_view value) const;

private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

}  // namespace lambent::companions::query
