// The flags of `lambent image build`, and what they say about where an image goes.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "cli/command_line/choice.hpp"
#include "cli/image/image_build.hpp"
#include "oci/reference.hpp"

namespace lambent::cli {

result<std::vector<std::string>> words_of_command(const std::string& text) {
  if (text.empty()) return std::vector<std::string>();
  if (!text.starts_with('[')) return std::vector{text};
  boost::json::error_code ec;
  boost::json::value parsed = boost::json::parse(text, ec);
  std::vector<std::string> out;
  if (!ec && parsed.is_array())
    for (const boost::json::value& each : parsed.get_array())
      if (each.is_string()) out.emplace_back(each.get_string().c_str());
  if (ec || !parsed.is_array() || out.size() != parsed.get_array().size())
    return fail("'" + text + "' is no JSON array of strings", R"(as in '["/bin/sh","-c"]')");
  return out;
}

result<std::string> destination_for(const image_build_options& options, const std::string& function,
                                    bool several) {
  if (options.destination.empty()) return "oci:build/lambda/" + function + ".oci:latest";
  oci::reference where = TRY_FOR("--output", oci::parse_reference(options.destination));
  if (std::holds_alternative<oci::registry_reference>(where))
    return fail("--output: " + oci::to_text(where) + " is in a registry",
                "build into a layout (oci:DIR), and copy that to the registry");
  if (auto* layout = std::get_if<oci::layout_reference>(&where)) {
    if (several && !layout->tag.empty())
      return fail("--output: one tag, and several functions",
                  "leave the tag away: each image gets its function's name");
    if (several) layout->tag = function;
    if (layout->tag.empty()) layout->tag = "latest";
    return oci::to_text(where);
  }
  auto& archive = std::get<oci::archive_reference>(where);
  if (several)
    return fail("--output: one archive, and several functions",
                "name one function, or write a layout (oci:DIR)");
  if (options.multi_arch)
    return fail("--output: a docker-archive holds one architecture", "write a layout (oci:DIR)");
  if (archive.tag.empty()) archive.tag = function + ":latest";
  return oci::to_text(where);
}

void describe_image_build(CLI::App& command, image_build_options& options) {
  command.add_option("NAME", options.names, "Functions [all of them]")->type_name("FUNCTION");
  command
      .add_option("-b,--base", options.base,
                  "scratch, a folder (./DIR), oci:DIR[:TAG], docker-archive:FILE or a registry's")
      ->type_name("IMAGE");
  command
      .add_option("-o,--output", options.destination,
                  "oci:DIR[:TAG] or docker-archive:FILE[:TAG] [oci:build/lambda/NAME.oci]")
      ->type_name("IMAGE");
  auto* arm64 = command.add_flag("--arm64", options.arm64, "For Lambda's arm64");
  auto* x86_64 = command.add_flag("--x86-64", options.x86_64, "For Lambda's x86_64");
  command.add_flag("--multi-arch", options.multi_arch, "For both, in one index")
      ->excludes(arm64)
      ->excludes(x86_64);
  command.add_flag("-r,--release", options.release, "Optimise and strip the program");
  command
      .add_option("--entrypoint", options.entrypoint,
                  "What is started, a path or a JSON array; else what suits the base")
      ->type_name("WORDS");
  command.add_option("--command", options.command, "Its arguments, alike")->type_name("WORDS");
  command.add_option("-e,--env", options.environment, "A variable of the image")->type_name("K=V");
  command.add_option("--label", options.labels, "A label of the image")->type_name("K=V");
  command.add_option("-i,--include", options.includes, "For /var/task: PATH, or NAME:PATH")
      ->type_name("WHAT");
  const auto set_toolchain = [&options](std::size_t at) {
    options.toolchain = static_cast<toolchain_kind>(at);
  };
  add_word_choice(command, "-c,--toolchain", "What compiles", {"native", "zig", "container"}, 0,
                  set_toolchain);
  command.add_option("-D,--define", options.cache_variables, "A variable of CMake's cache")
      ->type_name("VAR=VALUE");
  command
      .add_option("--binary-path", options.binary_paths,
                  "A program in place of the build's; one for each architecture")
      ->type_name("FILE");
  add_output(command, options.output, "--output-format");
  command.footer(
      "The same program, base and flags give the same image, byte for byte.\n\n"
      "Example:\n"
      "  lambent image build hello --release --arm64 --output oci:images:hello");
}

}  // namespace lambent::cli
