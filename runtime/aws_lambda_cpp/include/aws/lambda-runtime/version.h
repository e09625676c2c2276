// For programs written for aws-lambda-cpp: the version of the library that is linked, Lambent's.
#pragma once

namespace aws {
namespace lambda_runtime {

unsigned get_version_major();
unsigned get_version_minor();
unsigned get_version_patch();
/// "MAJOR.MINOR.PATCH"; lives as long as the process.
const char* get_version();

}  // namespace lambda_runtime
}  // namespace aws
