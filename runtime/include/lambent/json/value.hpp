// JSON that is kept rather than taken apart: values of any shape, and objects of any members.
#pragma once

#include <lambent/json/reader.hpp>
#include <lambent/json/writer.hpp>
#include <lambent/result.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambent::json {

/// One JSON value as its text, for what has no shape of its own: an event's free part, a member
/// that came after this library. `as<T>()` (lambent/json.hpp) takes it apart.
class raw {
public:
  raw() = default;
  /// `text` must be valid JSON; checked() is for text that may not be.
  explicit raw(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] static result<raw> checked(std::string_view text);

  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] kind type() const noexcept { return reader(text_).peek(); }
  [[nodiscard]] bool is_null() const noexcept { return type() == kind::null; }

  /// The value as a T, or a failure that names the JSON path.
  template <class T>
  [[nodiscard]] result<T> as() const;

  friend bool operator==(const raw&, const raw&) = default;

private:
  std::string text_ = "null";
};

/// An object of any members, in the order they came. Looking one up takes time in proportion to
/// their number.
class object {
public:
  using member = std::pair<std::string, raw>;

  /// Null when there is no such member; of several, the last.
  [[nodiscard]] const raw* find(std::string_view name) const noexcept;
  [[nodiscard]] bool contains(std::string_view name) const noexcept {
    return find(name) != nullptr;
  }
  /// The member as a T; a failure when it is missing or something else.
  template <class T>
  [[nodiscard]] result<T> get(std::string_view name) const;

  /// Replaces the member of that name, or adds it at the end.
  void set(std::string_view name, raw value);
  /// Adds at the end, without a look at what is there.
  void add(std::string name, raw value);

  [[nodiscard]] bool empty() const noexcept { return members_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return members_.size(); }
  [[nodiscard]] auto begin() const noexcept { return members_.begin(); }
  [[nodiscard]] auto end() const noexcept { return members_.end(); }

  friend bool operator==(const object&, const object&) = default;

private:
  std::vector<member> members_;
};

/// As a member of a described struct: what came beside the described members. It is written back
/// with them, so that an event passes through whole.
struct unknown_members : object {};

bool decode(reader& in, raw& out);
bool decode(reader& in, object& out);
void encode(writer& out, const raw& value);
void encode(writer& out, const object& value);

}  // namespace lambent::json
