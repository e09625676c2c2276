#include "engine/managed/interface_client.hpp"

#include <fmt/format.h>

#include <span>

#include "engine/managed/ask.hpp"
#include "engine/managed/client.hpp"
#include "engine/managed/open_files.hpp"

namespace lambent::managed {
namespace {

namespace fs = std::filesystem;

// Of an installed client. The largest has some 3 MB.
constexpr copy_budget aws_client_max{.bytes = 64ULL << 20, .files = 4096};

result<> start_anew(const fs::path& dir, std::span<const embedded_file> files) {
  std::error_code ec;
  fs::remove_all(dir, ec);
  TRY(make_open_dir(dir));
  for (const embedded_file& each : files) {
    const fs::path path = dir / each.path;
    TRY(make_open_dir(path.parent_path()));
    TRY(write_open_file(path, each.content));
  }
  return {};
}

// A copy, so that what has been tried is what functions get, and whatever may be read of it.
result<> place(const aws_client& client, const fs::path& dir, const interpreter& what) {
  const bool is_node = what.in == language::nodejs;
  TRY(start_anew(dir, is_node ? nodejs_start_of_aws() : python_start_of_aws()));
  copy_budget budget = aws_client_max;
  for (const auto& [name, host] : client.parts) TRY(copy_open(host, dir / name, budget));
  TRY_FOR("load it", ask(what.program, aws_client_trial(what.in, dir)));
  return {};
}

}  // namespace

found_client find_aws_client(language in, const std::string& program) {
  return read_aws_client(TRY(ask(program, aws_client_probe(in))));
}

result<placed_client> place_client(const fs::path& dir, const interpreter& what,
                                   const std::string& program, const runtime& wanted,
                                   client_choice choice, const found_client& found) {
  placed_client out{
      .is_aws = false, .what = "the bundled interface client", .from = {}, .remark = {}};
  if (choice != client_choice::bundled) {
    const std::string hint =
        fmt::format("Install {} for {}, or start the engine with --interface-client auto",
                    aws_client_of(what.in), program);
    if (!found) {
      out.remark =
          fmt::format("look for {} of {}: {}", aws_client_of(what.in), program, found.error().what);
    } else if (*found) {
      const std::string name =
          fmt::format("AWS's {} {}", aws_client_of(what.in), (*found)->version);
      auto placed = is_client_of(wanted, **found)
                        ? place(**found, dir, what)
                        : result<>(fail("AWS's runtime has one of another kind"));
      if (placed)
        return placed_client{.is_aws = true, .what = name, .from = (*found)->from, .remark = {}};
      out.remark =
          fmt::format("{} ({}) does not serve: {}", name, (*found)->from, placed.error().what);
    }
    if (choice == client_choice::aws)
      return fail(out.remark.empty()
                      ? fmt::format("{} finds no {}", program, aws_client_of(what.in))
                      : out.remark,
                  hint);
  }
  TRY(start_anew(dir, what.in == language::nodejs ? nodejs_client() : python_client()));
  return out;
}

}  // namespace lambent::managed
