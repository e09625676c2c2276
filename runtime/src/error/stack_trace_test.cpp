#include "stack_trace.hpp"

#include <doctest/doctest.h>
#include <lambent/failure.hpp>

#include <string>
#include <vector>

#include "crash_log.hpp"
#include "symbols.hpp"

using namespace lambent;

namespace orders {

[[gnu::noinline]] static std::vector<std::string> where_am_i(int depth) {
  std::vector<std::string> lines = depth == 0 ? current_stack_trace() : where_am_i(depth - 1);
  lines.shrink_to_fit();
  return lines;
}

}  // namespace orders

static std::string demangled_in_pieces(std::string_view name) {
  std::string text;
  const auto put = [](const char* piece, std::size_t size, void* into) {
    static_cast<std::string*>(into)->append(piece, size);
  };
  demangle_to(name, put, &text);
  return text;
}

TEST_CASE("a stack trace begins with its caller, by name and by the address for addr2line") {
  const std::vector<std::string> lines = orders::where_am_i(2);
  REQUIRE(lines.size() > 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CAPTURE(lines[i]);
    CHECK(lines[i].find("where_am_i(int)") != std::string::npos);
    CHECK(lines[i].find(" (runtime_") != std::string::npos);
    CHECK(lines[i].find("_test+0x") != std::string::npos);
  }
  CHECK(lines[0] != lines[1]);
  CHECK(lines[1] == lines[2]);
}

TEST_CASE("a stack deeper than the limit keeps its inner end") {
  const std::vector<std::string> lines = orders::where_am_i(100);
  CHECK(lines.size() == stack_frames_max - 1);
  CHECK(lines.back().find("where_am_i(int)") != std::string::npos);
}

TEST_CASE("an address in no program has no name, and what is no mangled name stays as it is") {
  call_stack nowhere;
  nowhere.add(0x10);
  CHECK(lines_of(nowhere) == std::vector<std::string>{"0x10"});
  CHECK(demangled_in_pieces("main") == "main");
  CHECK(demangled_in_pieces("i") == "i");
  CHECK(demangled_in_pieces("_Zwhat?") == "_Zwhat?");
  const std::string endless = "_Z" + std::string(1000, 'S');
  CHECK(demangled_in_pieces(endless) == endless);
}
