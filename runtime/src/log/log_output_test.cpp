#include "log_output.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

using namespace lambent;

TEST_CASE("records that threads write at once stay whole, also in a pipe that is full") {
  constexpr int threads = 4;
  constexpr int records = 8;
  constexpr std::size_t record_bytes = 50'000;
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  std::fflush(stdout);
  const int before = ::dup(STDOUT_FILENO);
  REQUIRE(::dup2(ends[1], STDOUT_FILENO) == STDOUT_FILENO);
  ::close(ends[1]);
  std::vector<std::thread> writers;
  for (int writer = 0; writer < threads; ++writer) {
    writers.emplace_back([letter = static_cast<char>('a' + writer)] {
      for (int i = 0; i < records; ++i) {
        std::string text(record_bytes, letter);
        log::write_event({}, text);
      }
    });
  }
  std::string all;
  std::array<char, 4096> chunk{};
  while (all.size() < threads * records * (record_bytes + 1)) {
    const ssize_t n = ::read(ends[0], chunk.data(), chunk.size());
    if (n <= 0) break;
    all.append(chunk.data(), static_cast<std::size_t>(n));
  }
  for (std::thread& writer : writers) writer.join();
  ::dup2(before, STDOUT_FILENO);
  ::close(before);
  ::close(ends[0]);
  int whole = 0;
  for (std::size_t at = 0; at < all.size(); at += record_bytes + 1)
    if (all.find_first_not_of(all[at], at) == at + record_bytes && all[at + record_bytes] == '\n')
      ++whole;
  CHECK(whole == threads * records);
}
