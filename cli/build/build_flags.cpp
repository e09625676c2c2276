// The flags of `lambent build`, and which of them go together.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "cli/build/build.hpp"
#include "cli/command_line/choice.hpp"
#include "cli/configuration/dotenv.hpp"

namespace lambent::cli {
namespace {

const std::vector<std::string> toolchains = {"native", "zig", "container"};
const std::vector<std::string> runtimes = {"provided.al2023", "provided.al2"};

// cargo-lambda's users know these words as profiles; CMake's types have another spelling.
std::string build_type_of(const build_options& options) {
  if (options.release) return "Release";
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> known = {
      {{"debug", "Debug"},
       {"dev", "Debug"},
       {"release", "Release"},
       {"relwithdebinfo", "RelWithDebInfo"},
       {"minsizerel", "MinSizeRel"},
       {"", "RelWithDebInfo"}}};
  std::string lower = lower_case(options.build_type);
  for (const auto& [word, type] : known)
    if (word == lower) return std::string(type);
  return options.build_type;
}

result<platform> target_of(const build_options& options) {
  int given = int{options.arm64} + int{options.x86_64} + int{!options.target.empty()};
  if (given > 1)
    return fail("--arm64, --x86-64 and --target cannot be given together",
                "a function is built for one architecture; build twice for both");
  if (!options.target.empty()) return parse_target(options.target);
  if (options.arm64) return platform{.architecture = "arm64"};
  if (options.x86_64) return platform{.architecture = "x86_64"};
  return platform{.architecture = host_architecture()};
}

// "NAME=VALUE" as a pair; CMake's own "NAME:TYPE=VALUE" stays as it is.
result<std::vector<name_value>> pairs_of(const std::vector<std::string>& texts,
                                         std::string_view flag) {
  std::vector<name_value> out;
  for (const std::string& text : texts) {
    std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      return fail("'" + text + "' is not NAME=VALUE", "as in " + std::string(flag));
    out.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return out;
}

// The later over the earlier, the flags over the files.
result<std::vector<name_value>> environment_of(const build_options& options) {
  std::vector<name_value> given;
  for (const std::string& file : options.env_files)
    for (name_value& each : TRY(configuration::read_dotenv(file))) given.push_back(std::move(each));
  for (const auto* flags : {&options.listed_environment, &options.environment})
    for (name_value& each : TRY(pairs_of(*flags, "--env CXX=g++-12; --env-var divides at commas")))
      given.push_back(std::move(each));
  std::vector<name_value> out;
  for (name_value& each : given) {
    auto same = std::ranges::find(out, each.first, &name_value::first);
    if (same == out.end())
      out.push_back(std::move(each));
    else
      same->second = std::move(each.second);
  }
  return out;
}

result<> check_sanitizer(const build_options& options, const build_settings& settings) {
  std::string flag = "--sanitize " + std::string(word_for(settings.sanitize));
  if (settings.toolchain.value_or(toolchain_kind::native) != toolchain_kind::native)
    return fail(flag + " needs this system's compiler", "leave --toolchain away");
  if (settings.sanitize == sanitizer::undefined) return {};
  std::string reason = flag + " makes a dynamic program that runs on this machine alone";
  if (options.release ||
      options.format.value_or(artefact_format::binary) != artefact_format::binary)
    return fail(reason + ", not on AWS Lambda", "leave --release and --output-format away");
  if (settings.target != platform{.architecture = host_architecture()})
    return fail(reason, "leave --arm64, --x86-64 and --target away");
  return {};
}

result<> check_container(const build_settings& settings) {
  if (!settings.target.libc.empty())
    return fail("with --toolchain container the Dockerfile chooses the C library",
                "use --arm64 or --x86-64 in place of --target");
  if (!settings.environment.empty())
    return fail("--env, --env-var and --env-file do not reach into a container",
                "say ENV in the Dockerfile, or pass a variable of CMake's with -D");
  return {};
}

result<> check_command(const build_options& options) {
  if (options.command.empty()) return {};
  const bool of_cmake = options.toolchain || !options.target.empty() || options.jobs != 0 ||
                        !options.cache_variables.empty() || options.sanitize != sanitizer::none;
  if (of_cmake)
    return fail(
        "--toolchain, --target, --sanitize, --define and --jobs say how CMake builds, and "
        "--command builds without it",
        "say them in the command; it has LAMBENT_ARCHITECTURE and LAMBENT_BUILD_TYPE");
  return {};
}

result<> check_package(const build_options& options) {
  if (options.internal && !options.extension)
    return fail("--internal says where an extension lies in its zip", "add --extension");
  if (!options.flatten.empty() && options.extension)
    return fail("--flatten is for a function, and extensions lie flat anyway",
                "leave --flatten away");
  if (options.extension && options.format == artefact_format::image)
    return fail("an extension is no image of its own", "--output-format zip makes a layer of it");
  if (!options.includes.empty() && options.format == artefact_format::binary)
    return fail("--include puts files into a zip, and --output-format binary makes none",
                "leave one of them away");
  return {};
}

}  // namespace

result<build_settings> settings_of(const build_options& options) {
  if (options.release && !options.build_type.empty())
    return fail("--release and --profile cannot be given together",
                "--release is --profile release");
  TRY(check_package(options));
  TRY(check_command(options));
  std::vector<std::string> names = options.names;
  names.insert(names.end(), options.more_names.begin(), options.more_names.end());
  platform target = TRY(target_of(options));
  auto cache_variables = TRY(pairs_of(options.cache_variables, "-D ENABLE_X=ON"));
  auto environment = TRY(environment_of(options));
  build_settings out{.project = {},
                     .target = std::move(target),
                     .toolchain = options.toolchain,
                     .build_type = build_type_of(options),
                     .sanitize = options.sanitize,
                     .command = options.command,
                     .kind = options.extension ? program_kind::extension : program_kind::function,
                     .names = std::move(names),
                     .cache_variables = std::move(cache_variables),
                     .environment = std::move(environment),
                     .jobs = options.jobs};
  if (out.sanitize != sanitizer::none) TRY(check_sanitizer(options, out));
  if (out.toolchain == toolchain_kind::container) TRY(check_container(out));
  return out;
}

void describe_build(CLI::App& command, build_options& options) {
  command.add_option("NAME", options.names, "Functions [all of them, and the tests]")
      ->type_name("FUNCTION");
  command.add_flag("-r,--release", options.release,
                   "Optimise and strip; else with debug information");
  command
      .add_option("--profile,--build-type", options.build_type,
                  "CMake's build type [RelWithDebInfo]")
      ->type_name("TYPE");
  command.add_flag("--arm64", options.arm64, "For Lambda's arm64");
  command.add_flag("--x86-64", options.x86_64, "For Lambda's x86_64");
  command.add_option("--target", options.target, "For a triple such as aarch64-linux-gnu.2.26")
      ->type_name("TRIPLE");
  const auto set_toolchain = [&options](std::size_t at) {
    options.toolchain = static_cast<toolchain_kind>(at);
  };
  add_word_choice(command, "-c,--toolchain,--compiler", "What compiles", toolchains, 0,
                  set_toolchain);
  command
      .add_option("--command", options.command,
                  "What builds in place of CMake, into $LAMBENT_OUTPUT/NAME/bootstrap")
      ->type_name("COMMAND");
  command.add_option("-D,--define", options.cache_variables, "A variable of CMake's cache")
      ->type_name("VAR=VALUE");
  command.add_option("-j,--jobs", options.jobs, "Compilers at once, else one for each processor")
      ->type_name("N");
  add_choice<sanitizer>(command, "--sanitize", options.sanitize, "Instrument, for this machine",
                        {{"none", sanitizer::none},
                         {"address", sanitizer::address},
                         {"undefined", sanitizer::undefined},
                         {"thread", sanitizer::thread}});
  add_variable_flags(command,
                     {.single = options.environment,
                      .listed = options.listed_environment,
                      .files = options.env_files},
                     "of the compiler's environment");

  add_word_choice(
      command, "-o,--output-format", "What becomes of the binary", {"binary", "zip", "image"}, 1,
      [&options](std::size_t at) { options.format = static_cast<artefact_format>(at); });
  command.add_option("-i,--include", options.includes, "Beside the binary: PATH, or NAME:PATH")
      ->type_name("WHAT");
  command
      .add_option("-l,--lambda-dir", options.lambda_dir, "Where the artefacts go [build/lambda]")
      ->type_name("DIR");
  command.add_option("--flatten", options.flatten, "Its bootstrap goes directly into that DIR")
      ->type_name("NAME");
  command.add_flag("--extension", options.extension, "The extensions in place of the functions");
  command.add_flag("--internal", options.internal,
                   "Zip an extension without the folder `extensions`");
  add_word_choice(command, "--runtime", "What it must run on", runtimes, 0,
                  [&options](std::size_t at) { options.runtime = runtimes[at]; });
  command.add_option("--layer-library", options.layer_libraries, "A shared library of a layer's")
      ->type_name("SONAME");
  add_output(command, options.output);
  group_flags(command, "Compiling",
              {"--command", "--define", "--jobs", "--sanitize", "--env-var", "--env-file"});
  group_flags(command, "Packaging",
              {"--flatten", "--extension", "--internal", "--layer-library", "--runtime"});
  command.footer(
      "Example:\n"
      "  lambent build hello --release           # build/lambda/hello.zip\n"
      "  lambent build --release --arm64 --include assets");

  // Cargo-lambda's names for what is an argument here; hidden from help.
  command.add_option("--function,--bin", options.more_names, "NAME")->group("");
  set_flags_of_functions(
      command, {"--output-format", "--include", "--internal", "--runtime", "--layer-library"});
}

}  // namespace lambent::cli
