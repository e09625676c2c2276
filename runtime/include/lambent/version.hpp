// The version of the library, for programs that want to print or compare it. CMake reads it from
// here.
#pragma once

#define LAMBENT_VERSION "0.1.0"
