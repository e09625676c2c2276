#include "cli/watch/inputs/build_inputs.hpp"

#include <algorithm>

#include "base/files.hpp"
#include "base/process.hpp"
#include "cli/build/cmake/file_api.hpp"
#include "cli/watch/inputs/depfile.hpp"

namespace lambent::cli::watch {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t depfile_bytes_max = 16UL * 1024 * 1024;
constexpr std::size_t files_max = 200'000;

bool lies_in(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

class collector {
public:
  explicit collector(const build_folder& of)
      : of_(of),
        project_(of.project.lexically_normal().string()),
        build_(of.folder.lexically_normal().string()) {}

  result<build_inputs> collect() {
    TRY(read_file_api());
    if (of_.ninja) {
      // Older versions of ninja do not know the question; then custom commands' inputs are missed.
      std::vector<std::string> words = {"inputs"};
      words.insert(words.end(), of_.targets.begin(), of_.targets.end());
      for (const std::string& path : parse_lines(ask_ninja(std::move(words)).value_or("")))
        add(path, of_.folder, input_kind::source);
      std::string deps = TRY(ask_ninja({"deps"}));
      for (const std::string& path : parse_ninja_deps(deps))
        add(path, of_.folder, input_kind::source);
    } else {
      read_depfiles();
    }
    std::error_code ignored;
    out_.globs = fs::exists(of_.folder / "CMakeFiles" / "VerifyGlobs.cmake", ignored);
    return std::move(out_);
  }

private:
  result<> read_file_api() {
    file_api::replies replies = TRY(file_api::read(of_.folder));
    implicit_ = std::move(replies.implicit_includes);
    for (const std::string& path : replies.cmake_files)
      add(path, of_.project, input_kind::configuration);
    for (const file_api::target* target : file_api::closure(replies, ids_of_wanted(replies))) {
      for (const std::string& path : target->sources) add(path, of_.project, input_kind::source);
      for (const std::string& folder : target->includes)
        add_folder(fs::path(folder).lexically_normal().string());
    }
    return {};
  }

  [[nodiscard]] std::vector<std::string> ids_of_wanted(const file_api::replies& of) const {
    std::vector<std::string> out;
    for (const file_api::target& target : of.targets)
      if (of_.targets.empty() || std::ranges::find(of_.targets, target.name) != of_.targets.end())
        out.push_back(target.id);
    return out;
  }

  void add_folder(const std::string& folder) {
    bool ours = folder == project_ || lies_in(folder, project_);
    if (ours && folder != build_ && !lies_in(folder, build_)) out_.folders.insert(folder);
  }

  void add(const std::string& path, const fs::path& base, input_kind kind) {
    if (out_.files.size() >= files_max) return;
    std::string absolute = (base / path).lexically_normal().string();
    if (lies_in(absolute, build_)) return;
    for (const std::string& folder : implicit_)
      if (lies_in(absolute, folder)) return;
    add_folder(fs::path(absolute).parent_path().string());
    out_.files.emplace(std::move(absolute), kind);
  }

  result<std::string> ask_ninja(std::vector<std::string> tool) const {
    std::vector<std::string> argv = {"ninja", "-C", of_.folder.string(), "-t"};
    argv.insert(argv.end(), tool.begin(), tool.end());
    auto ended = TRY(run_process(
        {.argv = std::move(argv), .out = child_stream::capture, .err = child_stream::discard}));
    if (!ended.ok()) return fail("ninja -t " + tool.front() + ": " + describe_exit(ended));
    return std::move(ended.out);
  }

  void read_depfiles() {
    std::error_code failed;
    for (fs::recursive_directory_iterator at(of_.folder, failed), end; !failed && at != end;
         at.increment(failed)) {
      if (at->path().extension() != ".d") continue;
      auto text = read_file(at->path(), depfile_bytes_max);
      if (!text) continue;
      for (const std::string& path : parse_depfile(*text))
        add(path, of_.folder, input_kind::source);
    }
  }

  const build_folder& of_;
  std::string project_, build_;
  std::vector<std::string> implicit_;
  build_inputs out_;
};

}  // namespace

result<build_inputs> read_build_inputs(const build_folder& of) { return collector(of).collect(); }

}  // namespace lambent::cli::watch
