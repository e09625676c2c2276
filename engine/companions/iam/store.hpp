// Roles and policies on disk. A call that returned without error is durable. Any thread may call;
// one at a time gets through.
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string_view>

#include "engine/companions/iam/model.hpp"
#include "engine/store/database.hpp"

namespace lambent::companions::iam {

// A stretch of a list: what comes after `after` in the order of names, at most `count`.
struct page_request {
  std::string path_prefix;
  std::string after;
  std::size_t count = 0;
};

class store {
public:
  // Creates the file, or brings an older one to this version's form.
  [[nodiscard]] static result<std::unique_ptr<store>> open(const std::filesystem::path& file);

  // Roles.
  [[nodiscard]] result<std::optional<role>> find_role(std::string_view account,
                                                      std::string_view name);
  [[nodiscard]] result<std::vector<role>> roles(std::string_view account, const page_request& page);
  [[nodiscard]] result<std::int64_t> role_count(std::string_view account);
  [[nodiscard]] result<> put_role(const role& changed);
  [[nodiscard]] result<> remove_role(const role& gone);  // And its tags.

  // Their inline policies.
  [[nodiscard]] result<std::optional<std::string>> find_role_policy(const role& of,
                                                                    std::string_view name);
  [[nodiscard]] result<std::vector<std::string>> role_policies(const role& of);  // Names.
  // Characters of all of them but `name`, without white space.
  [[nodiscard]] result<std::int64_t> role_policy_chars(const role& of, std::string_view but);
  [[nodiscard]] result<> put_role_policy(const role& of, std::string_view name,
                                         std::string_view document, std::int64_t chars);
  [[nodiscard]] result<bool> remove_role_policy(const role& of, std::string_view name);

  // The managed policies attached to them, by ARN, in the order of attaching.
  [[nodiscard]] result<std::vector<std::string>> attached(const role& to);
  [[nodiscard]] result<> attach(const role& to, std::string_view arn);
  [[nodiscard]] result<bool> detach(const role& from, std::string_view arn);
  [[nodiscard]] result<std::vector<std::string>> roles_with(std::string_view account,
                                                            std::string_view arn);  // Names.
  [[nodiscard]] result<std::vector<std::string>> attached_arns(std::string_view account);
  [[nodiscard]] result<std::int64_t> boundary_count(std::string_view account, std::string_view arn);

  // Policies of accounts.
  [[nodiscard]] result<std::optional<policy>> find_policy(std::string_view account,
                                                          std::string_view name);
  [[nodiscard]] result<std::vector<policy>> policies(std::string_view account);
  // All of it is kept, or nothing.
  [[nodiscard]] result<> add_policy(const policy& made, const policy_version& first,
                                    const tag_list& tags);
  [[nodiscard]] result<> put_policy(const policy& changed);
  [[nodiscard]] result<> remove_policy(const policy& gone);  // With its versions and tags.
  [[nodiscard]] result<std::vector<policy_version>> versions(const policy& of);  // Newest first.
  // The policy as it is with this version; both are kept, or nothing.
  [[nodiscard]] result<> add_version(const policy& changed, const policy_version& added);
  [[nodiscard]] result<> remove_version(const policy& of, std::int64_t number);

  // Tags, by what carries them.
  [[nodiscard]] result<tag_list> tags(const role& of);
  [[nodiscard]] result<tag_list> tags(const policy& of);
  [[nodiscard]] result<> put_tags(const role& of, const tag_list& all);
  [[nodiscard]] result<> put_tags(const policy& of, const tag_list& all);

private:
  explicit store(lambent::store::database opened) : database_(std::move(opened)) {}
  [[nodiscard]] result<tag_list> tags_of(std::string_view arn);
  [[nodiscard]] result<> put_tags_of(std::string_view arn, const tag_list& all);
  // Within the caller's turn, and its transaction where it has one.
  [[nodiscard]] result<> write_policy(const policy& p);
  [[nodiscard]] result<> write_version(const policy& of, const policy_version& added);
  [[nodiscard]] result<> write_tags(std::string_view arn, const tag_list& all);
  [[nodiscard]] result<std::vector<std::string>> texts(
      result<lambent::store::database::statement>&& rows);

  std::mutex one_at_a_time_;
  lambent::store::database database_;
};

}  // namespace lambent::companions::iam
