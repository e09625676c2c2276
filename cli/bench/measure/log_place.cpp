#include "cli/bench/measure/log_place.hpp"

namespace lambent::cli::bench {

using aws::text_at;

result<log_place> log_place_of(const aws::json_object& configuration) {
  log_place out{.group = text_at(configuration, "LoggingConfig/LogGroup"),
                .json = text_at(configuration, "LoggingConfig/LogFormat") == "JSON"};
  if (out.group.empty()) out.group = "/aws/lambda/" + text_at(configuration, "FunctionName");
  if (out.json && text_at(configuration, "LoggingConfig/SystemLogLevel") == "WARN")
    return fail("the function's logs have no reports: its system log level is WARN",
                "set SystemLogLevel of its LoggingConfig to INFO");
  return out;
}

std::string pattern_of_reports(const log_place& in) {
  return in.json ? R"({ $.type = "platform.report" })" : R"("REPORT RequestId:")";
}

std::string pattern_of_report(const log_place& in, std::string_view request_id) {
  const std::string id(request_id);
  return in.json ? R"({ $.type = "platform.report" && $.record.requestId = ")" + id + R"(" })"
                 : R"("REPORT RequestId: )" + id + R"(")";
}

}  // namespace lambent::cli::bench
