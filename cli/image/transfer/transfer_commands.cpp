#include "cli/image/transfer/transfer_commands.hpp"

#include <CLI/CLI.hpp>

#include "cli/command_line/choice.hpp"
#include "cli/image/transfer/ends.hpp"

namespace lambent::cli {
namespace {

void describe_reference(CLI::App& command, const char* name, std::string& into, const char* help) {
  command.add_option(name, into, help)->required()->type_name("IMAGE");
}

void describe_platforms(CLI::App& command, transfer_options& options) {
  CLI::Option* one =
      command
          .add_option("--platform", options.platform,
                      options.all ? "One image of an index, as linux/arm64 [all of them]"
                                  : "One image of an index, as linux/arm64 [this machine's]")
          ->type_name("PLATFORM");
  if (!options.all)
    command.add_flag("--all", options.all, "All of an index's images")->excludes(one);
}

void describe_upload(CLI::App& command, transfer_options& options) {
  command
      .add_option("--mount-from", options.mount_from,
                  "A repository of the same registry that may have some of the blobs")
      ->type_name("REPOSITORY");
  command
      .add_option("--chunk-size", options.chunk_megabytes,
                  "Send blobs in pieces of so many MB [each in one request]")
      ->type_name("MB")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000}));
}

// The command's name, and what is wrong with its words.
exit_code wrong_words(const char* doing, const std::string& what, const std::string& hint) {
  return report({std::string(doing) + ": " + what, 0, hint}, exit_code::usage);
}

// Whether a reference is a registry's; what is no reference at all is told later.
bool is_registry(const std::string& text) {
  auto parsed = oci::parse_reference(text);
  return !parsed || in_registry(*parsed);
}

}  // namespace

void describe_image_push(CLI::App& command, image_push_options& options) {
  describe_reference(command, "SOURCE", options.from,
                     "oci:DIR[:TAG], docker-archive:FILE[:TAG], or a registry's");
  describe_reference(command, "DEST", options.to, "HOST[:PORT]/REPOSITORY[:TAG]");
  describe_platforms(command, options);
  describe_upload(command, options);
  describe_registry(command, options.registry);
  add_output(command, options.output);
  command.footer(
      "Prints the image's name with its digest, for create-function's ImageUri.\n\n"
      "Example:\n"
      "  lambent image push oci:build/lambda/hello.oci 127.0.0.1:4566/hello:v1");
}

void describe_image_pull(CLI::App& command, image_pull_options& options) {
  describe_reference(command, "IMAGE", options.from, "HOST[:PORT]/REPOSITORY[:TAG][@DIGEST]");
  command.add_option("-o,--output", options.to, "oci:DIR[:TAG] or docker-archive:FILE[:TAG]")
      ->required()
      ->type_name("IMAGE");
  describe_platforms(command, options);
  describe_registry(command, options.registry);
  add_output(command, options.output, "--output-format");
  command.footer(
      "Without a host the image is Docker Hub's.\n\n"
      "Example:\n"
      "  lambent image pull public.ecr.aws/lambda/provided:al2023 --output oci:base");
}

void describe_image_copy(CLI::App& command, image_copy_options& options) {
  const char* kinds = "oci:DIR[:TAG], docker-archive:FILE[:TAG], or a registry's";
  describe_reference(command, "FROM", options.from, kinds);
  describe_reference(command, "TO", options.to, kinds);
  describe_platforms(command, options);
  describe_upload(command, options);
  describe_registry(command, options.registry);
  add_output(command, options.output);
  command.footer(
      "Where both are registries, --username is for TO.\n\n"
      "Example:\n"
      "  lambent image copy oci:hello 123456789012.dkr.ecr.eu-west-1.amazonaws.com/hello:v1");
}

exit_code image_push(const image_push_options& options) {
  if (!is_registry(options.to))
    return wrong_words("image push", options.to + " is in no registry",
                       "`lambent image copy` writes layouts and archives");
  return transfer_image("image push", options);
}

exit_code image_pull(const image_pull_options& options) {
  if (!is_registry(options.from) || is_registry(options.to))
    return wrong_words("image pull", "an image goes from a registry into a layout or an archive",
                       "`lambent image copy` knows the other ways");
  return transfer_image("image pull", options);
}

exit_code image_copy(const image_copy_options& options) {
  return transfer_image("image copy", options);
}

}  // namespace lambent::cli
