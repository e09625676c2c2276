// A failure as the Runtime API's POST to /error takes it. Made once, then sent from where it is.
#pragma once

#include <lambent/failure.hpp>

#include <string>
#include <string_view>

#include "../runtime_api/api_client.hpp"
#include "error_report.hpp"
#include "xray_cause.hpp"

namespace lambent {

struct error_message {
  explicit error_message(const failure& why)
      : body(error_body(why)), type(header_error_type(why.type)), cause(xray_cause(why)) {}

  // With an empty id: of the init phase. Views of this message.
  [[nodiscard]] post as_post(std::string_view request_id, std::string_view invocation_id) const {
    return {.request_id = request_id,
            .invocation_id = invocation_id,
            .error_type = type,
            .error_cause = cause,
            .content_type = "application/json",
            .body = body};
  }

  std::string body;
  std::string type;
  std::string cause;
};

}  // namespace lambent
