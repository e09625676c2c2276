// IAM's operations on roles and policies, over the store. It keeps and shows them; nothing here
// evaluates a policy: whoever reaches the endpoint may do everything. Blocking; one thread.
// API: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
#pragma once

#include "engine/companions/iam/faults.hpp"
#include "engine/companions/iam/store.hpp"
#include "engine/companions/query/protocol.hpp"

namespace lambent::companions::iam {

class service {
public:
  explicit service(store& on) : store_(on) {}

  [[nodiscard]] http::response handle(const http::request& request, const model::caller& who);

private:
  using call = query::call;
  [[nodiscard]] static std::span<const query::operation<service>> operations();

  // roles.cpp
  answer<> create_role(const call& request, xml_writer& result);
  answer<> get_role(const call& request, xml_writer& result);
  answer<> update_role(const call& request, xml_writer& result);
  answer<> update_role_description(const call& request, xml_writer& result);
  answer<> update_assume_role_policy(const call& request, xml_writer& result);
  answer<> put_role_permissions_boundary(const call& request, xml_writer& result);
  answer<> delete_role_permissions_boundary(const call& request, xml_writer& result);
  answer<> delete_role(const call& request, xml_writer& result);
  answer<> list_roles(const call& request, xml_writer& result);
  answer<> list_instance_profiles_for_role(const call& request, xml_writer& result);
  answer<> get_user(const call& request, xml_writer& result);

  // role_policies.cpp
  answer<> put_role_policy(const call& request, xml_writer& result);
  answer<> get_role_policy(const call& request, xml_writer& result);
  answer<> delete_role_policy(const call& request, xml_writer& result);
  answer<> list_role_policies(const call& request, xml_writer& result);
  answer<> attach_role_policy(const call& request, xml_writer& result);
  answer<> detach_role_policy(const call& request, xml_writer& result);
  answer<> list_attached_role_policies(const call& request, xml_writer& result);
  answer<> list_entities_for_policy(const call& request, xml_writer& result);

  // policies.cpp
  answer<> create_policy(const call& request, xml_writer& result);
  answer<> get_policy(const call& request, xml_writer& result);
  answer<> delete_policy(const call& request, xml_writer& result);
  answer<> list_policies(const call& request, xml_writer& result);

  // policy_versions.cpp
  answer<> create_policy_version(const call& request, xml_writer& result);
  answer<> get_policy_version(const call& request, xml_writer& result);
  answer<> list_policy_versions(const call& request, xml_writer& result);
  answer<> set_default_policy_version(const call& request, xml_writer& result);
  answer<> delete_policy_version(const call& request, xml_writer& result);

  // tags.cpp
  answer<> tag_role(const call& request, xml_writer& result);
  answer<> untag_role(const call& request, xml_writer& result);
  answer<> list_role_tags(const call& request, xml_writer& result);
  answer<> tag_policy(const call& request, xml_writer& result);
  answer<> untag_policy(const call& request, xml_writer& result);
  answer<> list_policy_tags(const call& request, xml_writer& result);

  // RoleName and PolicyArn, checked and found.
  answer<role> find_role(const call& request);
  answer<policy> find_policy(const call& request);
  answer<> write_policy(xml_writer& result, const policy& shown, bool with_tags);
  answer<> write_aws_policy(xml_writer& result, std::string_view account, std::string_view arn);

  store& store_;
};

}  // namespace lambent::companions::iam
