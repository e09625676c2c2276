#include "engine/managed/interpreter.hpp"

#include <algorithm>
#include <array>

#include "engine/managed/printed_line.hpp"

namespace lambent::managed {
namespace {

constexpr std::string_view lang = "/var/lang/";
constexpr std::string_view node_probe =
    "process.stdout.write(`${process.versions.node}\\n${process.execPath}\\n`)";
// Of an interpreter in a virtual environment, the one that it was made from.
constexpr std::string_view python_probe =
    "import os, platform, sys, sysconfig\n"
    "of = sysconfig.get_config_var\n"
    "shared = of('Py_ENABLE_SHARED') and os.path.join(of('LIBDIR'), of('INSTSONAME'))\n"
    "print(platform.python_version(), os.path.realpath(sys.executable),\n"
    "      os.path.dirname(os.path.realpath(os.__file__)),\n"
    "      os.path.realpath(shared) if shared and os.path.exists(shared) else '', sep='\\n')\n";

std::string file_name(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

// Every sandbox has these directories of the host.
bool is_seen_anyway(std::string_view path) {
  constexpr std::array<std::string_view, 4> seen{"/usr/", "/bin/", "/lib/", "/lib64/"};
  return std::ranges::any_of(seen, [&](std::string_view dir) { return path.starts_with(dir); });
}

void show_file(lang_plan& plan, const std::string& place, const std::string& host) {
  plan.mount_files.push_back(place);
  plan.shown[std::string(lang) + place] = host;
}

}  // namespace

std::string_view program_inside(language in) {
  return in == language::nodejs ? "/var/lang/bin/node" : "/var/lang/bin/python3";
}

std::vector<std::string> probe_arguments(language in) {
  if (in == language::nodejs) return {"-e", std::string(node_probe)};
  return {"-I", "-S", "-c", std::string(python_probe)};
}

result<interpreter> read_probe(language in, std::string_view printed) {
  interpreter out{.in = in, .version = {}, .program = {}, .library_dir = {}, .shared_library = {}};
  out.version = next_line(printed);
  out.program = next_line(printed);
  out.library_dir = next_line(printed);
  out.shared_library = next_line(printed);
  auto is_path = [](std::string_view text) { return text.starts_with('/'); };
  const bool library = in == language::nodejs ? out.library_dir.empty() : is_path(out.library_dir);
  const bool shared = out.shared_library.empty() || is_path(out.shared_library);
  const bool version = !out.version.empty() && out.version.front() >= '0' &&
                       out.version.front() <= '9' && out.version.size() <= 40;
  if (!version || !is_path(out.program) || !library || !shared)
    return fail("its answer to the question what it is cannot be understood");
  return out;
}

lang_plan plan_lang(const interpreter& what) {
  lang_plan plan;
  if (what.in == language::nodejs) {
    // Shown as a file and not linked, so that it finds itself at Lambda's path.
    show_file(plan, "bin/node", what.program);
    return plan;
  }
  // Python finds its library from where its program really is.
  if (is_seen_anyway(what.program)) {
    plan.links["bin/python3"] = what.program;
    return plan;
  }
  show_file(plan, "bin/python3", what.program);
  if (!what.shared_library.empty() && !is_seen_anyway(what.shared_library))
    show_file(plan, "lib/" + file_name(what.shared_library), what.shared_library);
  const std::string library = "lib/" + file_name(what.library_dir);
  plan.mount_dirs.push_back(library);
  plan.shown[std::string(lang) + library] = what.library_dir;
  return plan;
}

}  // namespace lambent::managed
