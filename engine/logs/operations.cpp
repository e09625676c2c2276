#include "engine/logs/operations.hpp"

#include <algorithm>
#include <array>

#include "engine/logs/operation_table.hpp"
#include "engine/model/error.hpp"

namespace lambent::logs {
namespace {

struct entry {
  std::string_view name;
  runner* run;
};

constexpr std::array table{
    entry{"CreateLogGroup", create_log_group},
    entry{"CreateLogStream", create_log_stream},
    entry{"DeleteLogGroup", delete_log_group},
    entry{"DeleteLogStream", delete_log_stream},
    entry{"DeleteRetentionPolicy", delete_retention_policy},
    entry{"DescribeLogGroups", describe_log_groups},
    entry{"DescribeLogStreams", describe_log_streams},
    entry{"FilterLogEvents", filter_log_events},
    entry{"GetLogEvents", get_log_events},
    entry{"ListTagsForResource", list_tags_for_resource},
    entry{"ListTagsLogGroup", list_tags_log_group},
    entry{"PutLogEvents", put_log_events},
    entry{"PutRetentionPolicy", put_retention_policy},
    entry{"TagLogGroup", tag_log_group},
    entry{"TagResource", tag_resource},
    entry{"UntagLogGroup", untag_log_group},
    entry{"UntagResource", untag_resource},
};

answer<std::string> run(std::string_view name, std::string_view body, const caller& who,
                        store& to) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const entry& each) { return each.name == name; });
  if (found == table.end()) {
    auto missing = model::not_available("The operation " + std::string(name)).error();
    return refuse("UnknownOperationException", std::move(missing.message));
  }
  auto in = TRY(input::parse(body));
  return found->run(in, who, to);
}

std::string error_body(const failure& f) {
  json_writer out;
  out.text("__type", f.type).text("message", f.message);
  return std::move(out).finish();
}

http::response to_response(answer<std::string>&& made, const caller& who) {
  http::response out;
  out.headers.add("Content-Type", "application/x-amz-json-1.1");
  out.headers.add("x-amzn-RequestId", who.request_id);
  if (made) {
    out.body = std::move(*made);
  } else {
    out.status = made.error().status;
    out.body = error_body(made.error());
  }
  return out;
}

}  // namespace

http::response handle(std::string_view operation, const http::request& request, const caller& who,
                      store& to) {
  return to_response(run(operation, request.body, who, to), who);
}

http::response too_large(const caller& who) {
  failure why("RequestEntityTooLargeException",
              "The request is larger than " + std::to_string(request_bytes_max) + " bytes.");
  why.status = 413;
  return to_response(std::unexpected(std::move(why)), who);
}

std::string group_arn(const caller& who, std::string_view group) {
  return "arn:aws:logs:" + who.region + ":" + who.account + ":log-group:" + std::string(group);
}

std::string_view group_of_arn(const caller& who, std::string_view arn) {
  constexpr std::string_view head = "arn:", service = ":logs:", kind = ":log-group:";
  const auto name = arn.find(kind);
  if (!arn.starts_with(head) || name == std::string_view::npos) return {};
  if (!arn.substr(0, name).ends_with(std::string(service) + who.region + ":" + who.account))
    return {};
  arn.remove_prefix(name + kind.size());
  if (arn.ends_with(":*")) arn.remove_suffix(2);
  return arn.find_first_of(":*") == std::string_view::npos ? arn : std::string_view{};
}

std::string group_member(input& in, const caller& who) {
  const auto name = in.text("logGroupName", rules::group_name);
  const auto identifier = in.text("logGroupIdentifier", rules::group_identifier);
  if (!identifier) {
    if (!name) in.require("logGroupName");
    return name.value_or("");
  }
  if (name) in.refuse_both("logGroupName", "logGroupIdentifier");
  const auto in_arn = group_of_arn(who, *identifier);
  return in_arn.empty() ? *identifier : std::string(in_arn);
}

answer<const group*> find_group(const store& from, const caller& who, std::string_view name) {
  if (const auto* found = from.find_group(who.whose(), name)) return found;
  return refuse("ResourceNotFoundException", "The specified log group does not exist.");
}

answer<const stream*> find_stream(const store& from, const caller& who, std::string_view group,
                                  std::string_view name) {
  (void)TRY(find_group(from, who, group));
  if (const auto* found = from.find_stream(who.whose(), group, name)) return found;
  return refuse("ResourceNotFoundException", "The specified log stream does not exist.");
}

}  // namespace lambent::logs
