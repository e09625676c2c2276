// Reads what a program writes and hands it on line by line; slower while the log has too much to
// store. Loop thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>

#include "base/fd.hpp"
#include "engine/environment/log_sink.hpp"
#include "engine/environment/output_lines.hpp"

namespace lambent::environment {

class output_reader : public std::enable_shared_from_this<output_reader> {
public:
  using take_line = std::move_only_function<void(std::string&&)>;

  // `pipe` is non-blocking. `each` is called until this object goes.
  output_reader(boost::asio::io_context& loop, fd pipe, const log_sink& logs, take_line each);

  // From now on reads whenever something is there.
  void begin();
  // Reads what is there now.
  void read();
  // Hands on the unfinished line, if any.
  void flush() { lines_.flush(each_); }

private:
  void wait();

  const log_sink& logs_;
  take_line each_;
  boost::asio::posix::stream_descriptor pipe_;
  boost::asio::steady_timer pause_;
  output_lines lines_;
};

}  // namespace lambent::environment
