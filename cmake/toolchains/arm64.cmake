# For Lambda's arm64 with Debian's cross compiler, the package g++-aarch64-linux-gnu:
#   cmake -DCMAKE_TOOLCHAIN_FILE=<this file> …
# Graviton2 is the oldest processor there, a Neoverse N1.
set(LAMBENT_CROSS_PROCESSOR aarch64)
set(LAMBENT_CROSS_ARCHITECTURE arm64)
set(LAMBENT_CROSS_FLAGS -mcpu=neoverse-n1)
include(${CMAKE_CURRENT_LIST_DIR}/debian_cross.cmake)
