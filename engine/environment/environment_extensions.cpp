// What an execution environment does with its extensions: starts them, hears of them, ends them.
#include "engine/environment/execution_environment.hpp"
#include "engine/environment/lifecycle/variables.hpp"

namespace lambent::environment {

extension_desk& execution_environment::desk() {
  if (!desk_) {
    desk_ = std::make_shared<extension_desk>(
        extension_desk::parts{with_.loop, *function_, life_.extensions(), with_.logs, *this});
  }
  return *desk_;
}

void execution_environment::start_extensions() {
  if (resetting_) {
    extensions_pending_ = true;
    return;
  }
  sandbox::start like = own_start_message();
  like.environment = extension_environment({*function_, log_to_->stream, box_.runtime_api});
  desk().start_all(like);
}

void execution_environment::on_roster_changed() {
  if (!in_farewell()) apply(life_.extensions_changed(read_clocks(), memory_peak()));
}

void execution_environment::on_extension_not_started(std::uint32_t program, std::string_view type,
                                                     std::string_view why) {
  apply(life_.extension_not_started(program, type, why, read_clocks(), memory_peak()));
}

void execution_environment::send(const sandbox::request& message) {
  sandbox::request mine = message;
  std::visit(
      [this](auto& m) {
        if constexpr (requires { m.id; }) m.id = box_.id;
      },
      mine);
  with_.host.send(mine);
}

void execution_environment::on_subscribed(std::string_view name,
                                          const extensions::subscription& to) {
  apply(life_.subscribed(name, to, read_clocks()));
}

void execution_environment::on_socket(fd&& made) {
  if (desk_ && !resetting_) desk_->take_socket(std::move(made));
}

void execution_environment::on_farewell_over() {
  if (!leaving_) return reset();
  read_output(true);
  desk().forget();
  with_.owner.on_left(id_);
}

bool execution_environment::leave(extensions::shutdown_reason why) {
  bool anybody = program_runs_ || life_.extensions().any_runs();
  if (!server_ || resetting_ || life_.extensions().empty() || !anybody) return false;
  thaw();
  bool begun = in_farewell();
  leaving_ = true;
  if (!begun) desk().begin_farewell(why, program_runs_);
  return true;
}

void execution_environment::extension_exited(const sandbox::exited& how) {
  bool expected = resetting_ || in_farewell();
  desk().on_exited(how);
  if (expected) return;
  read_output(true);
  apply(life_.extension_ended(how.program, {how.by_signal, how.code, how.out_of_memory, {}},
                              read_clocks(), memory_peak()));
}

}  // namespace lambent::environment
