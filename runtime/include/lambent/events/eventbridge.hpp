// Events of Amazon EventBridge: those of AWS's services, of applications, and of schedules.
#pragma once

#include <lambent/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace lambent::events::eventbridge {

/// The envelope that all events share. `Detail` is what the source and the detail type make it: a
/// type of yours in event<order_placed>, or JSON kept as it came, whose `detail.as<T>()` reads it
/// once `detail_type` is known.
/// https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
template <class Detail = json::raw>
struct event {
  std::string version;
  std::string id;
  std::string detail_type;
  std::string source;  ///< Such as aws.ec2; those of AWS's services begin with "aws.".
  std::string account;
  std::string time;  ///< ISO 8601.
  std::string region;
  std::vector<std::string> resources;  ///< ARNs.
  Detail detail;
  json::unknown_members other;
};
template <class Detail>
LAMBENT_JSON_AS(event<Detail>, style::camel_case | style::defaults, version, id,
                (detail_type, "detail-type", required), (source, "source", required), account, time,
                region, resources, (detail, "detail", required), other);

/// What a schedule sends; its only resource is the schedule. The detail says nothing: of a rule
/// (source aws.events) it is {}, of EventBridge Scheduler without an input of its own (source
/// aws.scheduler) the string "{}".
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
/// https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html
using scheduled_event = event<>;

}  // namespace lambent::events::eventbridge
