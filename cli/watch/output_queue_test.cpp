#include "cli/watch/output_queue.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <sstream>
#include <vector>

#include "base/fd.hpp"

using namespace lambent;
using namespace lambent::cli::watch;

namespace {

struct pipe_ends {
  fd read, write;

  pipe_ends() {
    std::array<int, 2> numbers{};
    REQUIRE(::pipe2(numbers.data(), O_CLOEXEC) == 0);
    read.reset(numbers[0]);
    write.reset(numbers[1]);
  }

  // All that was written, once the writing end is closed.
  [[nodiscard]] std::string all() const {
    std::string out;
    std::array<char, 4096> chunk{};
    for (ssize_t n = 1; n > 0;) {
      n = ::read(read.get(), chunk.data(), chunk.size());
      if (n > 0) out.append(chunk.data(), static_cast<std::size_t>(n));
    }
    return out;
  }
};

std::string gap(std::size_t lines) { return std::to_string(lines) + " left out\n"; }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

}  // namespace

TEST_CASE("what is said is written in its order, to each output") {
  pipe_ends out, err;
  {
    output_queue queue(gap);
    queue.put(out.write.get(), "one\n", said_by::watch);
    queue.put(err.write.get(), "a\n", said_by::functions);
    queue.put(out.write.get(), "two\n", said_by::functions);
    queue.flush();
    queue.put(err.write.get(), "b\n", said_by::watch);
  }
  out.write.reset();
  err.write.reset();
  CHECK(out.all() == "one\ntwo\n");
  CHECK(err.all() == "a\nb\n");
}

TEST_CASE("who does not read keeps nobody waiting, and is told how many lines are left out") {
  pipe_ends out;
  auto queue = std::make_unique<output_queue>(gap);
  constexpr std::size_t lines = 50'000;
  const std::string tail(90, '.');
  const auto began = std::chrono::steady_clock::now();
  queue->put(out.write.get(), "built\n", said_by::watch);
  for (std::size_t i = 0; i < lines; ++i)
    queue->put(out.write.get(), std::to_string(i) + tail + "\n", said_by::functions);
  queue->put(out.write.get(), "built again\n", said_by::watch);
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(20));
  std::string text;
  std::jthread reader([&] { text = out.all(); });
  queue->flush();
  queue.reset();
  out.write.reset();
  reader.join();

  const auto got = lines_of(text);
  REQUIRE(got.size() > 3);
  CHECK(got.front() == "built");
  CHECK(got.back() == "built again");
  CHECK(got[got.size() - 2] == std::to_string(lines - 1) + tail);
  std::size_t left_out = 0;
  std::size_t gaps = 0;
  for (const std::string& line : got)
    if (line.ends_with(" left out")) {
      left_out += std::stoul(line);
      ++gaps;
    }
  CHECK(gaps > 0);
  CHECK(left_out + got.size() - gaps == lines + 2);
  CHECK(text.size() < output_queue::bytes_max + 200'000);
}

TEST_CASE("the end does not wait for ever for who does not read, nor for who has gone") {
  ::signal(SIGPIPE, SIG_IGN);
  pipe_ends out;
  const auto began = std::chrono::steady_clock::now();
  {
    output_queue queue(gap);
    queue.put(out.write.get(), std::string(500'000, 'x'), said_by::watch);
  }
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(15));
  pipe_ends gone;
  gone.read.reset();
  output_queue queue(gap);
  for (int i = 0; i < 3; ++i) queue.put(gone.write.get(), "nobody\n", said_by::functions);
  const auto flushed = std::chrono::steady_clock::now();
  queue.flush();
  CHECK(std::chrono::steady_clock::now() - flushed < output_queue::flush_max);
}
