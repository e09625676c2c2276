// Any bytes as a batch of telemetry, as lines of it, and as an answer of the Extensions API: every
// record lies inside its batch, there are no more records than bytes, and a record that is read
// again alone is the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "runtime/src/extension/extension_message.hpp"

using namespace lambent;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check(std::string_view text, telemetry::protocol framing) {
  telemetry::batch_reader batch(text, framing);
  telemetry::record reused;
  std::size_t count = 0;
  while (batch.next(reused)) {
    require(++count <= text.size());
    require(reused.raw.data() >= text.data() &&
            reused.raw.data() + reused.raw.size() <= text.data() + text.size());
    if (const auto* const wrong = reused.as<telemetry::malformed>()) {
      require(wrong->problem.starts_with("$"));
      continue;
    }
    telemetry::batch_reader alone(reused.raw);
    telemetry::record fresh;
    require(alone.next(fresh));
    require(fresh.type == reused.type && fresh.time == reused.time && fresh.raw == reused.raw);
    require(fresh.content.index() == reused.content.index());
    const auto* const line = reused.as<telemetry::log_line>();
    require(line == nullptr || line->text == fresh.as<telemetry::log_line>()->text);
    require(!alone.next(fresh));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check(text, telemetry::protocol::http);
  check(text, telemetry::protocol::tcp);
  extension_event event;
  std::string problem;
  if (!read_event(text, event, problem)) require(!problem.empty());
  extension_registration registration;
  (void)read_registration(text, registration, problem);
  require(refusal_text(text).size() <= text.size() + 2);
  return 0;
}
