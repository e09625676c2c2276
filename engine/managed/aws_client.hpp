// AWS's own runtime interface clients, awslambdaric and aws-lambda-ric, where they are installed
// for an interpreter: how it is asked for them, and how it is tried whether they load. Pure.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "engine/managed/runtime.hpp"

namespace lambent::managed {

struct aws_client {
  std::string version;  // "4.2.2"
  std::string from;     // The directory that it is installed in.
  // Files and directories of the host by their places below /var/runtime: the package, its native
  // part, and the packages that it needs.
  std::map<std::string, std::string> parts;
  bool operator==(const aws_client&) const = default;
};

// The package's name: "aws-lambda-ric".
[[nodiscard]] std::string_view aws_client_of(language in);

// The arguments that make an interpreter print what read_aws_client() reads. It looks where its
// programs would: NODE_PATH and npm's global directory, Python's search path with PYTHONPATH.
[[nodiscard]] std::vector<std::string> aws_client_probe(language in);
// Nothing: it is not installed.
[[nodiscard]] result<std::optional<aws_client>> read_aws_client(std::string_view printed);

// Whether AWS's runtime has a client of this kind: from version 4 on, that of Node.js takes no
// callbacks, as Lambda's nodejs24.x and later.
[[nodiscard]] bool is_client_of(const runtime& wanted, const aws_client& client);

// The arguments with which an interpreter ends well when it can load the client, with its native
// part, out of this directory; else the last line of its standard error says why not.
[[nodiscard]] std::vector<std::string> aws_client_trial(language in, const std::string& dir);

}  // namespace lambent::managed
