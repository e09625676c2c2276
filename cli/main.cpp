#include <string>
#include <vector>

#include "cli/command_line.hpp"

namespace {

using namespace lambent::cli;

struct dispatcher {
  exit_code operator()(const end_now& end) const {
    if (end.code != exit_code::ok) return report(end.wrong, end.code);
    return finish_with(end.out);
  }
  exit_code operator()(const new_options& options) const { return new_project(options); }
  exit_code operator()(const build_options& options) const { return build(options); }
  exit_code operator()(const invoke_options& options) const { return invoke(options); }
  exit_code operator()(const serve_options& options) const { return serve(options); }
};

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return static_cast<int>(std::visit(dispatcher{}, parse_command_line(std::move(arguments))));
}
