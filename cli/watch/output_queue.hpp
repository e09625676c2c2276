// What watch says, on its way out: a thread of its own writes it, so that the engine's loop never
// waits for whoever reads a terminal or a pipe. Any thread may use it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace lambent::cli::watch {

enum class said_by : std::uint8_t {
  watch,
  functions,  // The first to be left out where nobody reads.
};

class output_queue {
public:
  // What may wait to be written. Beyond it the oldest of what functions said is left out, then the
  // oldest of all; what came last never is.
  static constexpr std::size_t bytes_max = 1UL << 20U;
  // How long the end waits for a reader.
  static constexpr std::chrono::milliseconds flush_max{2'000};

  // Gives the text that stands for so many lines that were left out; called on the queue's thread.
  using gap_text = std::function<std::string(std::size_t lines)>;
  explicit output_queue(gap_text gap);
  output_queue(const output_queue&) = delete;
  output_queue& operator=(const output_queue&) = delete;
  // After flush(): what has not been written then is lost.
  ~output_queue();

  // `output` is a descriptor that outlives the queue. A reader that has gone is no error.
  void put(int output, std::string text, said_by who);
  // Waits until all was written, for `flush_max` at most.
  void flush();

private:
  struct entry {
    int output;
    std::string text;
    said_by who;
  };
  void run();
  void leave_out();
  void write(int output, std::string_view text) const;

  gap_text gap_;
  std::mutex guard_;  // Of everything below but the atomic.
  std::condition_variable news_, idle_;
  std::deque<entry> waiting_;
  std::size_t bytes_ = 0;  // Of the texts in `waiting_`.
  std::size_t lines_left_out_ = 0;
  int gap_output_ = -1;  // Where those were to go.
  bool writing_ = false;
  bool ending_ = false;
  std::atomic<bool> given_up_{false};
  std::jthread writer_;  // Last: it uses all of the others.
};

}  // namespace lambent::cli::watch
