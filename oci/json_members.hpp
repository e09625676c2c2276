// Members of a stranger's JSON object, each of the type it must have: what is wrong is said with
// the member's name. For the documents of this room alone. As in Go's encoders, `null` is the same
// as nothing.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lambent::oci {

// At most limits::document_max_bytes, one object and nothing behind it.
[[nodiscard]] result<boost::json::object> parse_object(std::string_view bytes);
// The same for an array.
[[nodiscard]] result<boost::json::array> parse_array(std::string_view bytes);

[[nodiscard]] bool has_member(const boost::json::object& in, std::string_view name);

// Missing members are empty; those of another type, or with a NUL in a text, fail.
[[nodiscard]] result<std::string> text_in(const boost::json::object& in, std::string_view name);
[[nodiscard]] result<std::vector<std::string>> texts_in(const boost::json::object& in,
                                                        std::string_view name);
[[nodiscard]] result<std::map<std::string, std::string>> text_map_in(const boost::json::object& in,
                                                                     std::string_view name);
[[nodiscard]] result<bool> flag_in(const boost::json::object& in, std::string_view name);
// Not owned: null when missing.
[[nodiscard]] result<const boost::json::object*> object_in(const boost::json::object& in,
                                                           std::string_view name);
// The objects of an array of at most `count_max`; not owned.
[[nodiscard]] result<std::vector<const boost::json::object*>> objects_in(
    const boost::json::object& in, std::string_view name, std::size_t count_max);
// The same of an array itself; `name` is what errors call it.
[[nodiscard]] result<std::vector<const boost::json::object*>> objects_of(
    const boost::json::array& in, std::string_view name, std::size_t count_max);

// These fail when the member is missing.
[[nodiscard]] result<std::uint64_t> count_in(const boost::json::object& in, std::string_view name);
[[nodiscard]] result<std::string> needed_text_in(const boost::json::object& in,
                                                 std::string_view name);
[[nodiscard]] result<const boost::json::object*> needed_object_in(const boost::json::object& in,
                                                                  std::string_view name);

}  // namespace lambent::oci
