// The members of a request to ECR, checked while they are read. What is wrong first is told by
// check(): read every member, then ask.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/companions/ecr/fault.hpp"

namespace lambent::companions::ecr {

struct image_id {
  std::string digest, tag;  // Either may be empty.
};

class input {
public:
  [[nodiscard]] static answer<input> parse(std::string_view body);

  // Absent and null are the same, and empty.
  [[nodiscard]] std::string text(std::string_view name);
  [[nodiscard]] std::string needed(std::string_view name);
  [[nodiscard]] std::string needed_within(std::string_view name, std::size_t min, std::size_t max);
  // One of `values`, or empty where it is absent.
  [[nodiscard]] std::string one_of(std::string_view name,
                                   std::initializer_list<std::string_view> values);
  [[nodiscard]] std::optional<std::int64_t> number(std::string_view name, std::int64_t min,
                                                   std::int64_t max);
  [[nodiscard]] bool flag(std::string_view name);
  [[nodiscard]] std::vector<std::string> texts(std::string_view name, std::size_t max);
  [[nodiscard]] std::vector<image_id> image_ids(std::string_view name);
  [[nodiscard]] std::map<std::string, std::string> tags(std::string_view name);
  // The members of an object in it; an empty one where it is absent.
  [[nodiscard]] input object(std::string_view name);
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  [[nodiscard]] std::string repository_name();
  // Refuses it, where nothing is wrong yet.
  void refuse(std::string_view member, std::string_view constraint);

  [[nodiscard]] answer<> check() const;

private:
  explicit input(boost::json::object&& members) : members_(std::move(members)) {}
  [[nodiscard]] const boost::json::value* find(std::string_view name) const;
  void wrong_type(std::string_view name, std::string_view wanted);
  void note(fault&& why);

  boost::json::object members_;
  std::optional<fault> wrong_;
};

}  // namespace lambent::companions::ecr
