#include "cli/watch/reporter.hpp"

#include "cli/terminal/testing.hpp"

using namespace lambent::cli;
using namespace lambent::cli::watch;
using lambent::cli::testing::told_by;

namespace {

constexpr terminal_manners plain_terminal{.status_line = true, .colour = false};

// What the terminal's last line shows after all that was written.
std::string last_line(const std::string& written) {
  std::string out = written.substr(written.rfind("\033[K") + 3);
  for (const char* mode : {"\033[?7l", "\033[?7h"})
    if (auto at = out.find(mode); at != std::string::npos) out.erase(at, 5);
  return out;
}

template <class Work>
std::string told(const Work& work) {
  return told_by([&] {
    reporter out(output_format::text, plain_terminal);
    work(out);
  });
}

const reporter::built_report first_build{.changed = {}, .functions = {"greet"}};

}  // namespace

TEST_CASE("the status tells what is built, and then what is watched") {
  CHECK(last_line(told([](reporter& out) { out.building({}); })) == "building …");
  CHECK(last_line(told([](reporter& out) { out.building({"main.cpp"}); })) ==
        "main.cpp changed: building …");
  CHECK(last_line(told([](reporter& out) {
          out.building({});
          out.build_ended();
        })).empty());
  CHECK(last_line(told([](reporter& out) {
          out.building({});
          out.build_ended();
          out.built(first_build);
          out.watching({"greet"}, 7);
        })) == "watching 7 files of greet");
}

TEST_CASE("the news that a build is in place leaves the status that came meanwhile") {
  CHECK(last_line(told([](reporter& out) {
          out.building({});
          out.build_ended();
          out.watching({"greet"}, 7);
          out.built(first_build);
        })) == "watching 7 files of greet");
  CHECK(last_line(told([](reporter& out) {
          out.building({});
          out.build_ended();
          out.building({"main.cpp"});
          out.built(first_build);
        })) == "main.cpp changed: building …");
}

TEST_CASE("at its end the status is gone") {
  CHECK(last_line(told([](reporter& out) {
          out.watching({"greet"}, 7);
          out.end();
        })).empty());
}
