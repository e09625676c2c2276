// Bodies on their way to the disk: they come on the loop, and are worked on elsewhere.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>

#include "engine/http/body_consumer.hpp"
#include "engine/http/exchange.hpp"

namespace lambent::engine {

// Gives the body of an exchange to `to`, piece by piece, and answers with what that makes of it. A
// client is read no faster than the pieces are taken: memory stays flat whatever the body's size.
// `worker` runs one thing at a time, in order: one thread, or a strand. Called on the loop's
// thread.
void consume_body(boost::asio::any_io_executor worker, boost::asio::io_context& loop,
                  http::exchange&& exchange, std::unique_ptr<http::body_consumer> to);

}  // namespace lambent::engine
