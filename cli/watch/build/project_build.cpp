#include "cli/watch/build/project_build.hpp"

#include <signal.h>

#include <algorithm>
#include <cstdlib>

#include "base/joined.hpp"
#include "cli/build/build_project.hpp"
#include "cli/build/cmake/tree_lock.hpp"
#include "cli/build/package/includes.hpp"
#include "cli/watch/build/diagnostics.hpp"
#include "cli/watch/build/layers.hpp"
#include "cli/watch/inputs/included.hpp"

namespace lambent::cli::watch {
namespace {

namespace fs = std::filesystem;

bool is_wanted(const std::string& name, const std::vector<std::string>& wanted) {
  return wanted.empty() || std::ranges::find(wanted, name) != wanted.end();
}

}  // namespace

result<cmake_tree> project_build::tree_for(build_settings settings) {
  settings.cache_variables.insert(settings.cache_variables.begin(),
                                  {{"LAMBENT_QUICK_BUILD", "ON"}, {"LAMBENT_STAND_IN", "ON"}});
  settings.compiler_output = child_stream::capture;
  // A changed source is a miss anyway: then ccache need not preprocess it to find that out.
  if (std::getenv("CCACHE_DEPEND") == nullptr)
    settings.environment.emplace_back("CCACHE_DEPEND", "1");
  cmake_tree tree = TRY(cmake_tree_of(settings));
  // Beside the one of `lambent build`, which may run at the same time.
  tree.folder = tree.folder.parent_path() / ("watch-" + tree.folder.filename().string());
  return tree;
}

project_build::project_build(cmake_tree tree, fs::path copies, wishes wanted)
    : tree_(std::move(tree)), copies_(std::move(copies)), wanted_(std::move(wanted)) {
  std::error_code ec;
  here_ = fs::current_path(ec);
  tree_.started = [this](pid_t process) {
    std::lock_guard lock(running_);
    process_ = process;
    if (cancelled_) (void)::kill(-process, SIGINT);
  };
  // For what SIGINT does not end.
  tree_.stop = [this] { return is_cancelled(); };
}

void project_build::cancel() {
  std::lock_guard lock(running_);
  cancelled_ = true;
  if (process_ > 0) (void)::kill(-process_, SIGINT);
}

bool project_build::is_cancelled() {
  std::lock_guard lock(running_);
  return cancelled_;
}

result<fd> project_build::lock() {
  return lock_tree(tree_.folder, [this] { return !is_cancelled(); });
}

result<process_result> project_build::run(const std::function<result<process_result>()>& step) {
  if (is_cancelled()) return fail("cancelled");
  auto ended = step();
  std::lock_guard lock(running_);
  process_ = -1;
  return ended;
}

result<> project_build::configure() {
  fd alone = TRY(lock());
  return configure_locked();
}

result<> project_build::configure_locked() {
  process_result ended = TRY(run([this] { return cli::configure(tree_); }));
  if (!ended.ok())
    return fail("cmake could not configure " + tree_.project.string() + ": " +
                describe_exit(ended) + "\n" + compiler_messages(ended.err, tree_.project.string()));
  return read_functions();
}

result<> project_build::read_functions() {
  auto programs = read_functions_json(tree_.folder / "lambda");
  if (!programs && programs.error().code != ENOENT)
    return std::unexpected(std::move(programs).error());
  std::vector<built_program> functions, extensions;
  std::vector<std::string> all;
  for (built_program& program : programs ? *programs : std::vector<built_program>()) {
    if (program.kind == program_kind::extension) {
      extensions.push_back(std::move(program));
      continue;
    }
    all.push_back(program.name);
    if (is_wanted(program.name, wanted_.functions)) functions.push_back(std::move(program));
  }
  for (const std::string& name : wanted_.functions)
    if (std::ranges::find(all, name) == all.end())
      return std::unexpected(no_such_program(name, program_kind::function, all));
  if (functions.empty())
    return fail("the project makes no function",
                "say lambent_function(NAME SOURCES …) in CMakeLists.txt");
  functions_ = std::move(functions);
  extensions_ = std::move(extensions);
  all_functions_ = std::move(all);
  return {};
}

bool project_build::has_ninja() const {
  std::error_code ec;
  return fs::exists(tree_.folder / "build.ninja", ec);
}

std::vector<std::string> project_build::targets() const {
  std::vector<std::string> out;
  for (const built_program& function : functions_) out.push_back(function.target);
  for (const built_program& extension : extensions_) out.push_back(extension.target);
  return out;
}

// Functions and extensions alone: what tests need is not waited for. All that can be built is: one
// function's error is not the others'.
result<process_result> project_build::compile_functions() {
  if (!has_ninja()) return compile(tree_, targets());
  std::vector<std::string> argv = {"ninja", "-C", tree_.folder.string(), "--quiet", "-k", "0"};
  if (tree_.jobs != 0) argv.insert(argv.end(), {"-j", std::to_string(tree_.jobs)});
  for (std::string& target : targets()) argv.push_back(std::move(target));
  return run_for(tree_, std::move(argv));
}

// After a failed build, whether this function is none the worse for it.
bool project_build::is_built(const built_program& function) {
  if (!has_ninja()) return false;
  auto asked = run([&] {
    return run_for(tree_, {"ninja", "-C", tree_.folder.string(), "-n", function.target});
  });
  return asked && asked->ok() && asked->out.find("no work to do") != std::string::npos;
}

result<std::vector<std::string>> project_build::included_by(const std::string& function) const {
  if (!wanted_.includes) return std::vector<std::string>();
  return wanted_.includes(function);
}

result<code_copy> project_build::take(const built_program& function) {
  fs::path folder = (tree_.folder / "lambda" / place_of(function)).parent_path();
  const std::vector<std::string> wanted = TRY(included_by(function.name));
  std::vector<zip_member> beside = TRY(read_includes(wanted, here_));
  return copies_.put(folder, function.files, beside);
}

result<std::optional<code_copy>> project_build::take_opt() {
  if (extensions_.empty() && wanted_.layers.empty()) return std::optional<code_copy>();
  std::vector<std::string> files;
  for (const built_program& extension : extensions_)
    files.push_back(place_of(extension).generic_string());
  std::vector<zip_member> layers = TRY(read_layers(wanted_.layers));
  // What the project builds goes before a layer's of the same name.
  std::erase_if(layers, [&](const zip_member& one) {
    return std::ranges::find(files, one.name) != files.end();
  });
  return TRY(copies_.put(tree_.folder / "lambda", files, layers));
}

build_outcome project_build::build(bool configure_first) {
  build_outcome out;
  auto give_up = [&](const error& why) {
    out.messages = why.what;
    for (const built_program& function : functions_) out.failed.push_back(function.name);
    return out;
  };
  auto alone = lock();
  if (!alone) return give_up(alone.error());
  if (configure_first)
    if (auto done = configure_locked(); !done) return give_up(done.error());
  auto ended = run([this] { return compile_functions(); });
  if (!ended) return give_up(ended.error());
  // The compiler's words come through ninja's stdout and make's stderr.
  out.messages = compiler_messages(ended->out + ended->err, tree_.project.string());
  if (!ended->ok() && out.messages.empty()) out.messages = describe_exit(*ended);
  auto note = [&out](const error& why) {
    out.messages.append(out.messages.empty() ? "" : "\n").append(why.what);
  };
  auto is_good = [&](const built_program& program) { return ended->ok() || is_built(program); };
  // Without one of its extensions no function is what the project says.
  const bool complete = std::ranges::all_of(extensions_, is_good);
  auto opt = complete ? take_opt() : std::optional<code_copy>();
  if (!opt) note(opt.error());
  for (const built_program& function : functions_) {
    bool good = complete && opt && is_good(function);
    if (good) {
      auto program = take(function);
      good = program.has_value();
      if (good)
        out.functions.push_back({function.name, {*std::move(program), *opt}});
      else
        note(program.error());
    }
    if (!good) out.failed.push_back(function.name);
  }
  out.good = out.failed.empty();
  return out;
}

result<build_inputs> project_build::inputs() {
  fd alone = TRY(lock());
  build_inputs out = TRY(read_build_inputs({.project = tree_.project,
                                            .folder = tree_.folder,
                                            .targets = targets(),
                                            .ninja = has_ninja()}));
  for (const built_program& function : functions_) {
    const std::vector<std::string> wanted = TRY(included_by(function.name));
    TRY(add_included(wanted, here_, out));
  }
  TRY(add_included(wanted_.layers, here_, out));
  return out;
}

}  // namespace lambent::cli::watch
