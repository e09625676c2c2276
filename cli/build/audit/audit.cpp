#include "cli/build/audit/audit.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "base/elf.hpp"
#include "cli/build/platform.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view elf_magic =
    "\x7f"
    "ELF";
constexpr std::string_view static_hint = "lambent_function() links statically; link with -static";

bool is_link(const zip_member& member) { return S_ISLNK(member.mode); }

class auditor {
public:
  auditor(const std::vector<zip_member>& members, const audit_rules& rules) : rules_(rules) {
    for (const zip_member& member : members) members_[member.name] = &member;
  }

  std::vector<finding> run() {
    for (const auto& [name, member] : members_) {
      bool program = name == rules_.program;
      if (is_link(*member) || (!program && !member->content.starts_with(elf_magic))) continue;
      auto info = read_elf(member->content);
      if (info)
        judge(name, *info);
      else if (program)
        add(name, info.error().what, "Lambda starts an ELF program: lambent_function() makes one");
      // Else an object file or a core dump: only data to Lambda.
    }
    return std::move(findings_);
  }

private:
  void add(const std::string& file, std::string what, std::string hint) {
    findings_.push_back({file, std::move(what), std::move(hint)});
  }

  void judge(const std::string& name, const elf_info& info) {
    if (info.bits != 64 || info.architecture != rules_.architecture) {
      add(name,
          "it is for " + info.architecture + (info.bits == 64 ? "" : ", 32 bits") +
              ", and the function for " + rules_.architecture,
          name == rules_.program ? "--arm64 and --x86-64 say what is built for"
                                 : "include the library of that architecture");
      return;  // What else it says is of another machine.
    }
    if (info.x86_64_level > x86_64_level_max)
      add(name,
          "it needs a processor of level x86-64-v" + std::to_string(info.x86_64_level) +
              ", and Lambda promises x86-64-v3",
          "compile with -march=x86-64-v3 at most");
    if (info.executable_stack)
      add(name, "its stack may be executed, an open door for attackers",
          "an object without .note.GNU-stack does that, often one of assembly; link with "
          "-Wl,-z,noexecstack");
    judge_interpreter(name, info);
    for (const std::string& library : info.needed) judge_library(name, info, library);
  }

  void judge_interpreter(const std::string& name, const elf_info& info) {
    if (!info.dynamic || info.interpreter == loader_of(rules_.architecture)) return;
    bool musl = info.interpreter.find("/ld-musl-") != std::string::npos;
    add(name,
        "its loader is " + info.interpreter + (musl ? ", musl's" : "") + ", which " +
            std::string(rules_.image->name) + " does not have",
        std::string(static_hint));
  }

  void judge_library(const std::string& name, const elf_info& info, const std::string& library) {
    auto needs = std::ranges::find(info.version_needs, library, &elf_version_needs::library);
    const std::vector<std::string> none;
    const auto& versions = needs == info.version_needs.end() ? none : needs->versions;
    // LD_LIBRARY_PATH begins with the image's own folders, so that a copy in the package is used
    // only where an rpath, which comes before it, leads there.
    const zip_member* packed = find_in(name, info.rpath, library);
    if (packed == nullptr && image_has_library(library)) {
      judge_image_versions(name, versions);
      return;
    }
    if (packed == nullptr) packed = find_in_package(name, info, library);
    if (packed != nullptr) {
      judge_packed_versions(name, *packed, library, versions);
      return;
    }
    if (rules_.unknown_layers ||
        std::ranges::find(rules_.layer_libraries, library) != rules_.layer_libraries.end())
      return;
    add(name,
        "it needs the shared library " + library + ", which is neither in the package nor in " +
            std::string(rules_.image->name),
        "link it statically, add it with --include lib/" + library +
            ":PATH, or say that a layer brings it: `lambent build --layer-library " + library +
            "`, `lambent deploy --layer ARN`");
  }

  void judge_image_versions(const std::string& name, const std::vector<std::string>& versions) {
    for (const version_ceiling& ceiling : rules_.image->versions) {
      std::string highest = highest_of(versions, ceiling.prefix);
      if (!highest.empty() && version_is_higher(highest, ceiling.highest))
        add_too_young(name, ceiling, highest);
    }
  }

  static std::string highest_of(const std::vector<std::string>& versions, std::string_view prefix) {
    std::string highest;
    for (const std::string& version : versions) {
      if (version == "GLIBC_ABI_DT_RELR" && prefix == "GLIBC_") highest = "2.36";
      if (!version.starts_with(prefix)) continue;
      std::string number = version.substr(prefix.size());
      if (!number.empty() && number[0] >= '0' && number[0] <= '9' &&
          version_is_higher(number, highest))
        highest = number;
    }
    return highest;
  }

  void add_too_young(const std::string& name, const version_ceiling& ceiling,
                     const std::string& highest) {
    std::string prefix(ceiling.prefix);
    add(name,
        "it needs " + prefix + highest + ", and " + std::string(rules_.image->name) + " has " +
            prefix + std::string(ceiling.highest) + ": it would not start there",
        std::string(static_hint) + ", or build for an older C library: --target " +
            std::string(processor_of(rules_.architecture)) + "-linux-gnu." +
            std::string(rules_.image->versions.front().highest));
  }

  void judge_packed_versions(const std::string& name, const zip_member& packed,
                             const std::string& library, const std::vector<std::string>& versions) {
    auto offered = read_elf(packed.content);
    if (!offered) {
      add(packed.name, offered.error().what, name + " loads it as the shared library " + library);
      return;
    }
    const std::string lacking = " of " + library + ", which " + packed.name + " does not have";
    for (const std::string& version : versions)
      if (std::ranges::find(offered->versions_defined, version) == offered->versions_defined.end())
        add(name, std::string("it needs ").append(version).append(lacking),
            "include the library that it was linked with");
  }

  // The member at a path, through links; null when there is none.
  const zip_member* resolve(fs::path path) {
    constexpr int links_max = 40;  // As Linux.
    for (int followed = 0; followed < links_max; ++followed) {
      auto found = members_.find(path.lexically_normal().generic_string());
      if (found == members_.end()) return nullptr;
      if (!is_link(*found->second)) return found->second;
      path = path.parent_path() / found->second->content;
    }
    return nullptr;
  }

  // `folders` as the loader reads them: those beside the file itself, and those where Lambda
  // unpacks the package.
  const zip_member* find_in(const std::string& name, const std::vector<std::string>& folders,
                            const std::string& library) {
    const fs::path root = rules_.program == "bootstrap" ? "/var/task" : "/opt";
    for (const std::string& folder : folders) {
      const fs::path below = fs::path(folder).lexically_relative(root);
      if (!below.empty() && *below.begin() != "..")
        if (const zip_member* found = resolve(below / library)) return found;
      for (std::string_view origin : {"$ORIGIN", "${ORIGIN}"}) {
        if (!folder.starts_with(origin)) continue;
        std::string rest = folder.substr(origin.size());
        fs::path inside = fs::path(name).parent_path();
        if (!rest.empty()) inside /= rest.substr(1);
        if (const zip_member* found = resolve(inside / library)) return found;
      }
    }
    return nullptr;
  }

  // A layer is unpacked to /opt, of which /opt/lib alone is in LD_LIBRARY_PATH.
  const zip_member* find_in_package(const std::string& name, const elf_info& info,
                                    const std::string& library) {
    bool function = rules_.program == "bootstrap";
    if (const zip_member* found = function ? resolve(library) : nullptr) return found;
    if (const zip_member* found = resolve("lib/" + library)) return found;
    return find_in(name, info.runpath, library);
  }

  const audit_rules& rules_;
  std::map<std::string, const zip_member*> members_;
  std::vector<finding> findings_;
};

}  // namespace

std::vector<finding> audit(const std::vector<zip_member>& members, const audit_rules& rules) {
  return auditor(members, rules).run();
}

}  // namespace lambent::cli
