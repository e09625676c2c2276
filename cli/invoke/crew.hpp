// Several threads that make calls, each by a client of its own, while a status line says how far
// they are.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "aws/client.hpp"
#include "base/error.hpp"

namespace lambent::cli {

struct crew_work {
  // One call; false when there are no more to make. Runs on every thread at once.
  std::function<bool(aws::client& with)> call{};
  // What the status line says now; on the calling thread. Takes what `call` shares.
  std::function<std::string()> status{};
  // No more calls are to be made.
  std::function<void()> stop{};
};

// A thread for each client. Returns when all are done. An error where the machine has no more
// threads; those that there were have ended.
[[nodiscard]] result<> run_crew(std::vector<aws::client>& clients, const crew_work& work);

}  // namespace lambent::cli
