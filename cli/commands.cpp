#include "cli/commands.hpp"

#include "cli/bench/bench.hpp"
#include "cli/bench/study/study_command.hpp"
#include "cli/build/build.hpp"
#include "cli/completions/completions.hpp"
#include "cli/config/config.hpp"
#include "cli/deploy/deploy.hpp"
#include "cli/deps/deps.hpp"
#include "cli/doctor/doctor.hpp"
#include "cli/image/image_build.hpp"
#include "cli/image/image_show.hpp"
#include "cli/image/transfer/transfer_commands.hpp"
#include "cli/invoke/invoke.hpp"
#include "cli/list/list.hpp"
#include "cli/logs/logs.hpp"
#include "cli/man/man.hpp"
#include "cli/new/new_project.hpp"
#include "cli/serve/serve.hpp"
#include "cli/watch/watch.hpp"

namespace lambent::cli {

void add_commands(command_tree& tree) {
  tree.add("new", "Make a project from a template", describe_new, new_project);
  tree.add("init", "Make a project in a folder that is there", describe_init, init_project);
  tree.add("build", "Build the project's functions and zip them", describe_build, build);
  tree.add_group("deps", "Libraries for functions, from Debian's packages",
                 "lambent deps add libgmp-dev --arm64");
  tree.add("deps add", "Fetch packages for the build", describe_deps_add, deps_add);
  tree.add("deps list", "Say what was added", describe_deps_list, deps_list);
  tree.add("deps remove", "Take packages away again", describe_deps_remove, deps_remove);
  tree.add_group("image", "Functions as container images", "lambent image build hello --release");
  tree.add("image build", "Make a container image of each function", describe_image_build,
           image_build);
  tree.add("image show", "Say what an image is made of", describe_image_show, image_show);
  tree.add("image push", "Bring an image into a registry", describe_image_push, image_push);
  tree.add("image pull", "Bring an image out of a registry", describe_image_pull, image_pull);
  tree.add("image copy", "Bring an image from anywhere to anywhere", describe_image_copy,
           image_copy);
  tree.add("invoke", "Send one event to a function, print its answer", describe_invoke, invoke);
  tree.add("watch", "Run functions here, built again when they change", describe_watch,
           watch_project);
  tree.add_alias("watch", "start");
  tree.add("deploy", "Bring functions to AWS, changing only what differs", describe_deploy,
           deploy_functions);
  tree.add("logs", "Show what a function wrote, and follow it", describe_logs, show_logs);
  tree.add("list", "Show the functions there are, or one with its versions", describe_list,
           list_functions);
  tree.add("rollback", "Point an alias to an earlier version", describe_rollback, roll_back);
  tree.add("delete", "Delete a function and what was made for it", describe_delete,
           delete_deployed);
  tree.add_group("bench", "How fast deployed functions are", "lambent bench cold hello");
  tree.add("bench cold", "Measure cold starts, forced by updates of the configuration",
           describe_bench_cold, bench_cold);
  tree.add("bench warm", "Measure calls of a function that is up", describe_bench_warm, bench_warm);
  tree.add("bench tune", "Measure time and cost at several memory sizes", describe_bench_tune,
           bench_tune);
  tree.add("bench study", "Compare C++, Rust and JavaScript as the published study did",
           describe_bench_study, bench_study);
  tree.add("serve", "Run the local AWS Lambda until it is interrupted", describe_serve, serve);
  tree.add("config", "Show what lambent.toml and the environment set", describe_config,
           show_config);
  tree.add("doctor", "Say what this machine can do and what is missing", describe_doctor, examine);
  tree.add("completions", "Print a script that completes commands in a shell", describe_completions,
           print_completions);
  tree.add("man", "Print a page of the manual", describe_man, print_man);
}

}  // namespace lambent::cli
