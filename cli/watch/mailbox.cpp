#include "cli/watch/mailbox.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <utility>

namespace lambent::cli::watch {

mailbox::mailbox() : bell_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void mailbox::post(letter&& one) {
  {
    std::lock_guard lock(guard_);
    letters_.push_back(std::move(one));
  }
  (void)::eventfd_write(bell_.get(), 1);
}

std::vector<letter> mailbox::take() {
  eventfd_t ignored = 0;
  (void)::eventfd_read(bell_.get(), &ignored);
  std::lock_guard lock(guard_);
  return std::exchange(letters_, {});
}

void mailbox::on_waiting_call(const model::function& function) { post(call_waits{function.name}); }

void mailbox::on_stopped_program(const model::function& function, pid_t process) {
  post(program_stopped{function.name, function.code_dir, process});
}

}  // namespace lambent::cli::watch
