// Header fields, query parameters and the like: names and values in the order they came.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambent::http {

namespace detail {

[[nodiscard]] inline bool same_letters(std::string_view a, std::string_view b) noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

struct exactly {
  static bool same(std::string_view a, std::string_view b) noexcept { return a == b; }
};
struct whatever_case {
  static bool same(std::string_view a, std::string_view b) noexcept { return same_letters(a, b); }
};

}  // namespace detail

/// A list of names and values in which a name may be repeated. Looking one up takes time in
/// proportion to their number. `Text` is std::string, or std::string_view where another object
/// keeps the characters; `Names` says how names compare.
template <class Text, class Names>
class basic_fields {
public:
  struct field {
    Text name;
    Text value;
  };

  /// The first value of that name; empty when there is none.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept {
    for (const field& f : fields_) {
      if (Names::same(f.name, name)) return std::string_view(f.value);
    }
    return std::nullopt;
  }
  /// The same with a value for when there is none.
  [[nodiscard]] std::string_view get(std::string_view name,
                                     std::string_view otherwise = {}) const noexcept {
    return find(name).value_or(otherwise);
  }
  [[nodiscard]] bool contains(std::string_view name) const noexcept {
    return find(name).has_value();
  }
  /// All values of that name, in order.
  [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const field& f : fields_) {
      if (Names::same(f.name, name)) values.emplace_back(f.value);
    }
    return values;
  }

  /// Adds at the end; what has the same name stays.
  void add(Text name, Text value) { fields_.push_back({std::move(name), std::move(value)}); }
  /// Replaces every field of that name, or adds one.
  void set(Text name, Text value) {
    remove(name);
    add(std::move(name), std::move(value));
  }
  void remove(std::string_view name) {
    std::erase_if(fields_, [&](const field& f) { return Names::same(f.name, name); });
  }

  [[nodiscard]] bool empty() const noexcept { return fields_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return fields_.size(); }
  [[nodiscard]] auto begin() const noexcept { return fields_.begin(); }
  [[nodiscard]] auto end() const noexcept { return fields_.end(); }

private:
  std::vector<field> fields_;
};

/// Of a response. Names compare whatever their case (RFC 9110 §5.1).
using headers = basic_fields<std::string, detail::whatever_case>;
/// Of a request: views that live as long as it does.
using header_views = basic_fields<std::string_view, detail::whatever_case>;
/// Query, path and form parameters, stage variables, cookies: their names' case counts.
using parameter_views = basic_fields<std::string_view, detail::exactly>;

}  // namespace lambent::http
