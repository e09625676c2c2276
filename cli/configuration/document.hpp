// A TOML file as a tree of values that know where they stand. Knows no key's meaning.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lambent::cli::configuration {

// lambent.toml is written by people; these bound the work that a wrong file can make.
constexpr std::size_t document_bytes_max = 1024UL * 1024;
constexpr std::size_t document_depth_max = 16;

// Both count from 1, in characters.
struct place {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

enum class node_kind : std::uint8_t { string, integer, number, boolean, date, list, table };

struct member;

struct node {
  node_kind kind = node_kind::table;
  place at;
  std::string text{};           // Of a scalar: as a flag's value would be typed.
  std::vector<node> items{};    // Of a list.
  std::vector<member> members;  // Of a table, by name; names are unique.

  // The member's value, or null; null too when this is no table.
  [[nodiscard]] const node* find(std::string_view name) const;
};

struct member {
  std::string name;
  place at;
  node value;
};

struct document {
  std::string path{};  // As it is to be shown.
  node root{};
};

// `path` is for messages alone: "lambent.toml:3:8: ...".
[[nodiscard]] result<document> parse_document(std::string_view text, std::string path);

// One value as it may stand behind a '=' in a file.
[[nodiscard]] result<node> parse_value(std::string_view text);

// "lambent.toml:3:8"
[[nodiscard]] std::string shown(const document& in, place at);

// An error about a place in a file.
[[nodiscard]] std::unexpected<error> fail_at(const document& in, place at, const std::string& what,
                                             std::string hint = {});

// What a value is, with its article: "a string", "an integer".
[[nodiscard]] std::string_view a_kind(node_kind kind);

}  // namespace lambent::cli::configuration
