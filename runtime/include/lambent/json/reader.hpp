// JSON read from front to back (RFC 8259): no tree, no copy where none is needed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lambent::json {

/// How deep arrays and objects may lie in each other; deeper text is refused.
inline constexpr int depth_max = 128;

enum class kind : std::uint8_t { null, boolean, number, string, array, object };

/// Reads one JSON text, value by value. Each `read…` and `begin…` takes the next value and returns
/// whether it was there and of that kind; after the first false everything is false, and problem()
/// says what was wrong and where. The text must outlive the reader. It throws nothing of its own.
///
///     reader in(R"({"id":7,"tags":["a"]})");
///     std::string_view name;
///     in.begin_object();
///     while (in.next_member(name)) name == "id" ? in.read(id) : in.skip();
///     if (!in.finish()) complain(in.problem());
class reader {
public:
  explicit reader(std::string_view text) noexcept : text_(text) {}
  reader(const reader&) = delete;
  reader& operator=(const reader&) = delete;

  /// The kind of the next value, by its first byte; `null` when there is none to be seen.
  [[nodiscard]] kind peek() noexcept;
  /// Takes a null if the next value is one. False without a problem otherwise.
  [[nodiscard]] bool take_null() noexcept;

  bool read(bool& out);
  bool read(std::int64_t& out);
  bool read(std::uint64_t& out);
  bool read(double& out);
  bool read(std::string& out);
  /// Without escapes a view into the text, otherwise one that the next call to read_text() or
  /// next_member() ends.
  bool read_text(std::string_view& out);
  /// The text of the whole next value, checked, without the blanks around it: a view into the text.
  bool read_raw(std::string_view& out);
  /// Takes the next value, whatever it is.
  bool skip();

  bool begin_object();
  /// The next member's name, for which the same holds as for read_text(); its value is next. False
  /// at the object's end, which is taken.
  [[nodiscard]] bool next_member(std::string_view& name);
  bool begin_array();
  /// Whether another element is next. False at the array's end, which is taken.
  [[nodiscard]] bool next_element();

  /// Whether everything went well and nothing but blanks is left.
  [[nodiscard]] bool finish();

  /// Makes this reader fail for a reason of the caller's. Without a place it is the value that was
  /// taken last, or is being taken. Returns false.
  bool fail(std::string_view why);
  bool fail_at(std::size_t place, std::string_view why);

  [[nodiscard]] bool failed() const noexcept { return !problem_.empty(); }
  /// `$.orders[2].id: expected an integer, found a string`; empty while all is well.
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
  /// Offset of the next value, in bytes; for fail_at().
  [[nodiscard]] std::size_t place() noexcept;

private:
  void skip_blanks() noexcept;
  [[nodiscard]] bool at_end() const noexcept { return at_ >= text_.size(); }
  bool expect(char c, std::string_view what);
  bool wrong_kind(std::string_view wanted);
  bool syntax(std::string_view what);
  bool take_word(std::string_view word);
  bool scan_string(std::string_view& content, bool& escaped);
  static void unescape(std::string_view content, std::string& out);
  static void unescape_unicode(std::string_view content, std::size_t& i, std::string& out);
  bool scan_number(std::string_view& out, bool& integral);
  template <class Integer>
  bool read_integer(Integer& out);
  bool enter(char opening, std::string_view what);
  bool more(char closing);

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t value_ = 0;  // Where the value began that was taken last.
  int depth_ = 0;
  bool first_ = false;  // Of the innermost array or object: nothing was taken yet.
  std::string scratch_;
  std::string problem_;
};

/// Where in `text` the value at byte `offset` lies: "$", "$.orders[2].id", "$['a b']". For text
/// that is correct up to there.
[[nodiscard]] std::string path_at(std::string_view text, std::size_t offset);

}  // namespace lambent::json
