// JSON's grammar, as much of it as an event needs: recognises a text and finds one member of its
// outermost object. Builds no tree, converts no numbers, and takes bytes beyond ASCII as they are.
// Driven by event.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pi {

enum class kind { object, array, string, number, boolean, null };

/// A value as it stands in the text, a string with its quotes.
struct json_value {
  kind what;
  std::string_view text;
};

/// The characters of a string that the reader has accepted, quotes and escapes resolved. A code
/// beyond ASCII becomes DEL: none of the words and numbers looked for has one.
[[nodiscard]] std::string unescaped(std::string_view string_text);

/// Reads one JSON text. Each read_… answers whether it went well; if not, problem() says what is
/// wrong at the place where reading stopped.
class json_reader {
public:
  static constexpr unsigned nesting_max = 256;  // arrays and objects within each other

  /// `wanted` names the member to look for. Both views must outlive the reader.
  explicit json_reader(std::string_view text, std::string_view wanted = {})
      : text_(text), wanted_(wanted) {}

  [[nodiscard]] std::optional<json_value> document();

  /// The outermost object's last member of the wanted name.
  [[nodiscard]] const std::optional<json_value>& member() const { return member_; }
  [[nodiscard]] std::string problem() const;

private:
  [[nodiscard]] char peek() const;
  void skip_space();
  bool fail(const char* problem);
  bool accept(char c, const char* problem);
  /// Leading space is skipped and not part of the value.
  std::optional<json_value> read_value(unsigned depth);
  std::optional<kind> read_bare_value(unsigned depth);
  bool read_object(unsigned depth);
  bool read_array(unsigned depth);
  bool read_string();
  bool read_escape();
  bool read_number();
  bool read_digits();

  std::string_view text_;
  std::string_view wanted_;
  std::size_t at_ = 0;
  const char* problem_ = "";
  std::optional<json_value> member_;
};

}  // namespace pi
