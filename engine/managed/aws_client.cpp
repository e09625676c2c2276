#include "engine/managed/aws_client.hpp"

#include <charconv>

#include "engine/managed/printed_line.hpp"

namespace lambent::managed {
namespace {

// Each prints the version, the directory, and then in turns a place and what belongs there.
constexpr std::string_view node_probe = R"js(
const { execFileSync } = require("node:child_process");
const { existsSync, readdirSync, readFileSync, realpathSync } = require("node:fs");
const { delimiter, join, resolve } = require("node:path");
const name = "aws-lambda-ric";
const has = (root) => root && existsSync(join(root, name, "package.json"));
const globalRoot = () => {
  try {
    const options = { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 3000 };
    return execFileSync("npm", ["root", "--global"], options).trim();
  } catch {
    return "";
  }
};
const roots = (process.env.NODE_PATH ?? "").split(delimiter);
roots.push(resolve(process.execPath, "../../lib/node_modules"), "/usr/local/lib/node_modules");
const root = roots.find(has) ?? [globalRoot()].find(has);
if (root) {
  const dir = realpathSync(join(root, name));
  const lines = [JSON.parse(readFileSync(join(dir, "package.json"), "utf8")).version, dir];
  // deps are the sources of its native part, node_modules what builds it.
  for (const entry of readdirSync(dir))
    if (entry !== "deps" && entry !== "node_modules")
      lines.push(`node_modules/${name}/${entry}`, join(dir, entry));
  process.stdout.write(lines.join("\n") + "\n");
}
)js";

constexpr std::string_view python_probe = R"py(
import sys
# Without the working directory, before anything is imported.
sys.path[:] = [path for path in sys.path if path]
import importlib.metadata as metadata, os, re
found = {}
def add(name):
    try:
        what = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return
    if what.metadata["Name"] in found:
        return
    found[what.metadata["Name"]] = what
    for needed in what.requires or []:
        if "extra ==" not in needed:
            add(re.match(r"[\w.-]+", needed)[0])
add("awslambdaric")
for at, what in enumerate(found.values()):
    if at == 0:
        print(what.version, os.path.realpath(what.locate_file("")), sep="\n")
    tops = {file.parts[0] for file in what.files or []}
    for top in sorted(tops - {"..", "bin", "__pycache__"}):
        if not top.endswith((".dist-info", ".egg-info", ".pth")):
            print(top, os.path.realpath(what.locate_file(top)), sep="\n")
)py";

constexpr std::string_view node_trial = R"js(
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");
const dir = join(process.argv[1], "node_modules", "aws-lambda-ric");
// Read, and not connected to, by the native part when it is loaded.
process.env.AWS_LAMBDA_RUNTIME_API = "127.0.0.1:1";
const filesOf = (dir) =>
  readdirSync(dir, { withFileTypes: true }).flatMap((each) =>
    each.isDirectory() ? filesOf(join(dir, each.name)) : [join(dir, each.name)]);
const about = JSON.parse(readFileSync(join(dir, "package.json"), "utf8"));
const load = async () => {
  const least = />=\s*(\d+)/.exec(about.engines?.node ?? "")?.[1] ?? 0;
  if (parseInt(process.versions.node) < least) throw new Error(`it needs Node.js ${least}`);
  const native = filesOf(dir).filter((file) => file.endsWith(".node"));
  if (!native.length) throw new Error("its native part has not been built");
  native.forEach((file) => require(file));
  // Versions whose module is their command start when they are imported.
  const main = require.resolve(dir);
  if (Object.values(about.bin ?? {}).some((command) => join(dir, command) === main)) return;
  const client = await import(pathToFileURL(main));
  if (!(client.run ?? client.default?.run)) throw new Error("it has no function `run`");
};
load().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
)js";

constexpr std::string_view python_trial =
    "import os, sys\n"
    "os.environ['AWS_LAMBDA_RUNTIME_API'] = '127.0.0.1:1'\n"
    "sys.path.insert(0, sys.argv[1])\n"
    "import runtime_client, awslambdaric.bootstrap, awslambdaric.__main__\n"
    "awslambdaric.__main__.main\n";

// The first part of a version; 0: it has none.
int number_of(std::string_view version) {
  int number = 0;
  (void)std::from_chars(version.data(), version.data() + version.size(), number);
  return number;
}

}  // namespace

std::string_view aws_client_of(language in) {
  return in == language::nodejs ? "aws-lambda-ric" : "awslambdaric";
}

std::vector<std::string> aws_client_probe(language in) {
  if (in == language::nodejs) return {"-e", std::string(node_probe)};
  return {"-c", std::string(python_probe)};
}

result<std::optional<aws_client>> read_aws_client(std::string_view printed) {
  if (printed.empty()) return std::nullopt;
  aws_client out;
  out.version = next_line(printed);
  out.from = next_line(printed);
  auto is_place = [](std::string_view place) {
    return !place.empty() && !place.starts_with('/') && place.find("..") == std::string_view::npos;
  };
  while (!printed.empty()) {
    const std::string place(next_line(printed));
    const std::string host(next_line(printed));
    if (!is_place(place) || !host.starts_with('/'))
      return fail("its answer to the question where that is cannot be understood");
    out.parts[place] = host;
  }
  if (out.version.empty() || !out.from.starts_with('/') || out.parts.empty())
    return fail("its answer to the question where that is cannot be understood");
  return out;
}

bool is_client_of(const runtime& wanted, const aws_client& client) {
  if (wanted.in == language::python) return true;
  constexpr int runtime_without_callbacks = 24;
  constexpr int client_without_callbacks = 4;
  return (number_of(wanted.version) >= runtime_without_callbacks) ==
         (number_of(client.version) >= client_without_callbacks);
}

std::vector<std::string> aws_client_trial(language in, const std::string& dir) {
  if (in == language::nodejs) return {"-e", std::string(node_trial), dir};
  return {"-I", "-S", "-c", std::string(python_trial), dir};
}

}  // namespace lambent::managed
