// Credentials that another program prints.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/config/environment.hpp"
#include "aws/credentials/credentials.hpp"
#include "base/error.hpp"

namespace lambent::aws {

// credential_process of a profile: a command line, which is split into words and given to no shell.
[[nodiscard]] result<credentials> keys_from_command(std::string_view command_line,
                                                    const environment& from);

// `aws configure export-credentials`: the AWS CLI version 2 knows how people sign in (IAM Identity
// Center, `aws login`, a second factor). `hint` is the way out where it has no keys.
[[nodiscard]] result<credentials> keys_from_aws_cli(const std::string& profile,
                                                    const environment& from, std::string hint);

}  // namespace lambent::aws
