// Takes log events from the loop and stores them on the log thread, many at a time: the loop never
// waits for the disk, and a busy function does not wake the log thread for every line.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/environment/log_sink.hpp"
#include "engine/logs/store.hpp"

namespace lambent::engine {

class log_writer final : public environment::log_sink {
public:
  // All three must outlive the writer; `store` is used on `worker` alone, which has one thread.
  log_writer(boost::asio::io_context& loop, boost::asio::thread_pool& worker, logs::store& store);

  void write(const environment::log_destination_ptr& to, environment::log_origin from,
             std::int64_t unix_ms, std::string&& message) override;
  [[nodiscard]] bool congested() const override;
  // Hands over what is buffered now; work posted to the log thread afterwards sees it.
  void flush();

private:
  // Each destination's events in their order; destinations in none.
  using batch = std::unordered_map<environment::log_destination_ptr, std::vector<logs::event>>;

  boost::asio::thread_pool& worker_;
  logs::store& store_;
  boost::asio::steady_timer timer_;
  bool armed_ = false;
  batch buffer_;
  std::size_t buffered_bytes_ = 0;
  // Bytes handed over and not stored yet. Owners: the writer and the batches under way.
  std::shared_ptr<std::atomic<std::size_t>> in_flight_;
};

}  // namespace lambent::engine
