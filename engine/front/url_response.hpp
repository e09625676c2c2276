// The response to one HTTP request to a function: a streamed answer leaves as it comes, one that is
// whole becomes what AWS makes of it. Loop thread.
#pragma once

#include <optional>
#include <string>

#include "engine/environment/fleet.hpp"
#include "engine/environment/response_sink.hpp"
#include "engine/front/url_admission.hpp"
#include "engine/http/exchange.hpp"
#include "engine/model/function_url.hpp"
#include "engine/url/answer.hpp"

namespace lambent::engine {

class url_response final : public environment::response_sink {
public:
  struct parts {
    std::string function;  // Its name, for the engine's log.
    std::string request_id, trace_id;
    url_mode mode = url_mode::as_answered;
    std::optional<model::cors_config> cors;
  };

  url_response(http::exchange&& call, parts about)
      : call_(std::move(call)), about_(std::move(about)) {}

  void begin(std::string_view content_type) override;
  [[nodiscard]] bool write(std::string_view bytes) override;
  void when_room(std::move_only_function<void()> then) override;

  void complete(environment::invocation_result&& result);

private:
  void open(http::response&& head);
  void respond(http::response&& answer);
  void fail(std::string_view why);
  void add_own_headers(http::response& to) const;

  http::exchange call_;
  parts about_;
  http::response_writer writer_;
  std::optional<url::prelude_reader> prelude_;  // While it is not complete.
  bool streamed_ = false;
  bool answered_ = false;  // What still comes is of no use.
};

}  // namespace lambent::engine
