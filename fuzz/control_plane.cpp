// Whatever is asked of the control plane is answered with a status and JSON, and what it has kept
// can be read again. Input: "METHOD target", a line feed, and the body.
#include <boost/json.hpp>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "base/base64.hpp"
#include "engine/api/control_plane.hpp"
#include "engine/store/testing.hpp"

namespace {

using namespace lambent;

class world {
public:
  void ask(std::string_view line, std::string_view body) {
    if (send("GET", "/2015-03-31/functions/f/aliases/live", {}) != 200) prepare();
    auto space = line.find(' ');
    if (space == std::string_view::npos) return;
    send(line.substr(0, space), std::string(line.substr(space + 1)), std::string(body));
    if (!plane_->settle()) std::abort();
    if (++asked_ % 1024 == 0) reopen();
  }

private:
  void reopen() {
    plane_.reset();
    auto opened = api::control_plane::open({data_.path});
    if (!opened) std::abort();
    plane_ = std::move(*opened);
  }

  // A function with a version and an alias, for whatever is asked to find something.
  void prepare() {
    static const std::string zip = base64_encode(testing::make_zip({{"bootstrap", "x", 0100755}}));
    const std::string functions = "/2015-03-31/functions";
    send("DELETE", functions + "/f", {});
    send("POST", functions,
         R"({"FunctionName":"f","Runtime":"provided.al2023","Handler":"h","Publish":true,)"
         R"("Role":"arn:aws:iam::123456789012:role/r","Code":{"ZipFile":")" +
             zip + "\"}}");
    if (!plane_->settle()) std::abort();
    send("POST", functions + "/f/aliases", R"({"Name":"live","FunctionVersion":"$LATEST"})");
  }

  int send(std::string_view method, const std::string& target, std::string body) {
    auto match = api::route(method, target);
    if (!match) return 0;
    api::call asked;
    asked.operation = match->operation;
    asked.parameters = std::move(match->parameters);
    asked.query = std::move(match->query);
    asked.request = {std::string(method), target, {}, std::move(body)};
    asked.account = "123456789012";
    asked.region = "us-east-1";
    asked.request_id = "r";
    auto answered = plane_->handle(asked);
    if (answered.status < 200 || answered.status > 599) std::abort();
    boost::json::error_code failed;
    if (!answered.body.empty()) (void)boost::json::parse(answered.body, failed);
    if (failed) std::abort();
    return answered.status;
  }

  testing::temp_dir data_;
  std::unique_ptr<api::control_plane> plane_ = std::move(*api::control_plane::open({data_.path}));
  unsigned asked_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Commits are synced to the disk; a file system in memory takes many times as many.
  static const bool fast =
      std::filesystem::is_directory("/dev/shm") && ::setenv("TMPDIR", "/dev/shm", 1) == 0;
  (void)fast;
  static world all;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto line_end = text.find('\n');
  std::string_view body =
      line_end == std::string_view::npos ? std::string_view() : text.substr(line_end + 1);
  all.ask(text.substr(0, line_end), body);
  return 0;
}
