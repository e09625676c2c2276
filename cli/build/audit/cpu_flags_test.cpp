#include "cli/build/audit/cpu_flags.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli;

TEST_CASE("flags that Lambda's oldest processors understand are fine") {
  for (const char* flag : {"-O2", "-mtune=native", "-march=x86-64", "-march=x86-64-v3",
                           "-march=haswell", "-mavx2", "-DX=-march", "-mfma", "-maes", "-mpclmul",
                           "-mrdrnd", "-mno-avx512f", "-mshstk", "-msse4.2", "-mcmodel=small",
                           "-mprefer-vector-width=512", "-mcpu=x86_64_v3+aes", "-mcpu=baseline"}) {
    CAPTURE(flag);
    CHECK_FALSE(why_not_on_lambda(flag, "x86_64").has_value());
  }
  for (const char* flag :
       {"-mcpu=neoverse-n1", "-mcpu=neoverse_n1", "-march=armv8.2-a+crypto",
        "-march=armv8-a+crc+lse", "-mcpu=cortex-a72", "-mcpu=neoverse-n1+nocrypto",
        "-march=armv8.2-a+dotprod+fp16+rcpc", "-mbranch-protection=standard"}) {
    CAPTURE(flag);
    CHECK_FALSE(why_not_on_lambda(flag, "arm64").has_value());
  }
}

TEST_CASE("flags for younger processors, and for this machine's own, are refused") {
  CHECK(why_not_on_lambda("-march=native", "x86_64") ==
        "that is this machine's processor, and Lambda promises no more than AVX2, x86-64-v3");
  CHECK(why_not_on_lambda("-mcpu=native", "arm64") ==
        "that is this machine's processor, and Lambda promises no more than Graviton2, a Neoverse "
        "N1");
  for (const char* flag : {"-march=x86-64-v4",
                           "-march=skylake-avx512",
                           "-march=znver4",
                           "-mavx512f",
                           "-mamx-tile",
                           "-march=",
                           "-mavxvnni",
                           "-mavxvnniint8",
                           "-mgfni",
                           "-mvaes",
                           "-mvpclmulqdq",
                           "-msha",
                           "-msha512",
                           "-mavxifma",
                           "-madx",
                           "-mrdseed",
                           "-mavx10.1-256",
                           "-mmovdir64b",
                           "-msse4a",
                           "-mxsavec",
                           "-mapx-features=egpr",
                           "-mcpu=haswell+vaes"}) {
    CAPTURE(flag);
    CHECK(why_not_on_lambda(flag, "x86_64") == "Lambda promises no more than AVX2, x86-64-v3");
  }
  for (const char* flag :
       {"-mcpu=neoverse-v1", "-march=armv8.2-a+crypto+sve", "-march=armv9-a",
        "-mcpu=neoverse-n1+i8mm", "-march=armv8.2-a+pauth", "-mcpu=neoverse-n1+flagm",
        "-march=armv8-a+ls64", "-march=armv8.3-a", "-march=armv8.2-a+sve2-bitperm"}) {
    CAPTURE(flag);
    CHECK(why_not_on_lambda(flag, "arm64").has_value());
  }
}
