// Requests beside invocations: the Extensions, Telemetry and Logs API. In the program only where
// used.
#include <string>

#include "api_client.hpp"

namespace lambent {

int api_client::ask(const request& what) {
  if (!begin(what)) return 0;
  int status = finish();
  while (status == again) status = finish();
  return status;
}

bool api_client::begin(const request& what) {
  leave_stale();
  repeatable_ = what.method == "GET";
  write_head(what);
  return transmit(what.body);
}

int api_client::finish() {
  const int status = read_answer();
  // As in get_next(): a GET may be repeated once when its connection was dead before it.
  if (status != 0 || !reused_ || answer_.size() != 0 || !repeatable_) return status;
  connection_.close();
  return transmit({}) ? again : 0;
}

void api_client::write_head(const request& what) {
  head_.assign(what.method).append(" ").append(what.path).append(common_).append(what.fields);
  if (!what.body.empty()) head_ += "Content-Type: application/json\r\n";
  if (what.method != "GET") {
    head_.append("Content-Length: ").append(std::to_string(what.body.size())).append("\r\n");
  }
  head_ += "\r\n";
}

}  // namespace lambent
