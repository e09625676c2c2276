#include "cli/invoke/crew.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

#include "cli/terminal/terminal.hpp"

namespace lambent::cli {

result<> run_crew(std::vector<aws::client>& clients, const crew_work& work) {
  std::mutex mutex;  // Guards `running`.
  std::condition_variable ended;
  std::size_t running = 0;
  result<> started;
  std::vector<std::jthread> threads;
  for (aws::client& with : clients) {
    {
      const std::lock_guard lock(mutex);
      ++running;
    }
    try {
      threads.emplace_back([&] {
        while (work.call(with)) {
        }
        const std::lock_guard lock(mutex);
        --running;
        ended.notify_one();
      });
    } catch (const std::system_error& e) {
      started = fail("start thread " + std::to_string(threads.size() + 1) + " of " +
                         std::to_string(clients.size()) + ": " + e.what(),
                     "a smaller --concurrency needs fewer");
      work.stop();
      const std::lock_guard lock(mutex);
      --running;
      break;
    }
  }
  // A line that changes while a person watches; else only waits.
  constexpr auto between = std::chrono::milliseconds(100);
  progress line;
  std::unique_lock lock(mutex);
  while (!ended.wait_for(lock, between, [&] { return running == 0; })) {
    lock.unlock();
    line.step(work.status());
    lock.lock();
  }
  return started;
}

}  // namespace lambent::cli
