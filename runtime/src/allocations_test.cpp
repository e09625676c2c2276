// Counts what one thread allocates: operator new and, below it, malloc, so that libc's own is seen.
#include <doctest/doctest.h>
#include <lambent/lambent.hpp>

#include <chrono>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "runtime_api/fake_api.hpp"

namespace {

thread_local bool counting = false;
thread_local std::size_t allocations = 0;

void count() noexcept {
  if (counting) ++allocations;
}

}  // namespace

#ifndef LAMBENT_SANITIZED

// libc's free takes what these give.
extern "C" {
void* __libc_malloc(std::size_t bytes);
void* __libc_calloc(std::size_t count, std::size_t bytes);
void* __libc_realloc(void* memory, std::size_t bytes);

void* malloc(std::size_t bytes) noexcept {
  count();
  return __libc_malloc(bytes);
}
void* calloc(std::size_t number, std::size_t bytes) noexcept {
  count();
  return __libc_calloc(number, bytes);
}
void* realloc(void* memory, std::size_t bytes) noexcept {
  count();
  return __libc_realloc(memory, bytes);
}
}

#else

// A sanitizer owns malloc.
void* operator new(std::size_t bytes) {
  count();
  if (void* const memory = std::malloc(bytes)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

#endif

using namespace lambent;

namespace {

constexpr std::size_t warm_up = 10;
constexpr std::size_t counted = 1000;

std::string trace_of(std::size_t i) {
  return "Root=1-" + std::to_string(i) + ";Parent=" + std::string(i % 90, 'p');
}

std::vector<scripted> events() {
  std::vector<scripted> script;
  for (std::size_t i = 0; i < warm_up + counted; ++i) {
    script.push_back({invocation("id-" + std::to_string(i), std::string(i % 5 * 20'000, 'e'),
                                 "Lambda-Runtime-Trace-Id: " + trace_of(i) + "\r\n")});
    script.push_back({accepted()});
  }
  script.back().close_after = true;
  return script;
}

}  // namespace

TEST_CASE("the counter sees new, malloc and what libc allocates itself") {
  counting = true;
  const std::string text(1000, 'x');
  const std::size_t after_new = allocations;
  setenv("LAMBENT_ALLOCATIONS_TEST", text.c_str(), 1);
  counting = false;
  CHECK(after_new == 1);
#ifndef LAMBENT_SANITIZED
  CHECK(allocations > after_new);
#endif
}

TEST_CASE("once warm, a handler of bytes is served without allocating, its trace id included") {
  std::vector<std::string> traces;
  for (std::size_t i = 0; i < warm_up + counted; ++i) traces.push_back(trace_of(i));
  fake_api api(events());
  std::size_t calls = 0;
  std::size_t wrong_traces = 0;
  allocations = 0;
  const auto echo = [&](std::string_view event, const context& about) {
    const char* const trace = std::getenv("_X_AMZN_TRACE_ID");
    if (trace == nullptr || traces[calls] != trace || about.trace_id != trace) ++wrong_traces;
    ++calls;
    counting = calls >= warm_up && calls < traces.size();
    return event;
  };
  CHECK(run(echo, {.api = api.address(), .backoff_first = std::chrono::milliseconds(1)}) == 1);
  CHECK(calls == traces.size());
  CHECK(wrong_traces == 0);
  CHECK(allocations == 0);
  CHECK(api.requests().size() == 2 * traces.size());
  CHECK(api.connections() == 1);
}

TEST_CASE("once warm, a stream is written without allocating, its first piece included") {
  fake_api api({{invocation("1", "e")}, {accepted()}, {invocation("2", "e")}, {accepted(), true}});
  runtime rt({.api = api.address()});
  const std::string block(10'000, 'x');
  bool good = true;
  for (int round = 0; round < 2; ++round) {
    REQUIRE(rt.next() == status::ok);
    const http_prelude prelude = {.headers = {{"content-type", "text/plain"}}};
    good &= rt.begin_stream(prelude) == status::ok;
    allocations = 0;
    counting = true;
    for (std::size_t i = 0; i < counted; ++i) good &= rt.write(block) == status::ok;
    const bool finished = rt.finish() == status::ok;
    counting = false;
    good &= finished;
    CHECK(allocations == 0);
  }
  CHECK(good);
  CHECK(api.requests().size() == 4);
}
