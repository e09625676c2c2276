#include "cli/commands.hpp"

#include "cli/build/build.hpp"
#include "cli/config/config.hpp"
#include "cli/deploy/deploy.hpp"
#include "cli/deps/deps.hpp"
#include "cli/invoke/invoke.hpp"
#include "cli/new/new_project.hpp"
#include "cli/serve/serve.hpp"

namespace lambent::cli {

void add_commands(command_tree& tree) {
  tree.add("new", "Make a project from a template, offline", describe_new, new_project);
  tree.add("build", "Build the project's functions and zip them", describe_build, build);
  tree.add_group("deps", "Third-party libraries for functions, from Debian's packages");
  tree.add("deps add", "Fetch packages for the build", describe_deps_add, deps_add);
  tree.add("deps list", "Say what was added", describe_deps_list, deps_list);
  tree.add("deps remove", "Take packages away again", describe_deps_remove, deps_remove);
  tree.add("invoke", "Send one event to a function, print its answer", describe_invoke, invoke);
  tree.add("deploy", "Bring functions to AWS: see what is there, change what differs",
           describe_deploy, deploy_functions);
  tree.add("rollback", "Point an alias to an earlier version", describe_rollback, roll_back);
  tree.add("delete", "Delete a function and what was made for it", describe_delete,
           delete_deployed);
  tree.add("serve", "Run the local AWS Lambda until it is interrupted", describe_serve, serve);
  tree.add("config", "Show what lambent.toml and the environment set", describe_config,
           show_config);
}

}  // namespace lambent::cli
