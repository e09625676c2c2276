# For Lambda's x86_64 from an arm64 machine with Debian's cross compiler, the package g++-x86-64-linux-gnu:
#   cmake -DCMAKE_TOOLCHAIN_FILE=<this file> …
set(LAMBENT_CROSS_PROCESSOR x86_64)
set(LAMBENT_CROSS_ARCHITECTURE x86_64)
set(LAMBENT_CROSS_FLAGS "")
include(${CMAKE_CURRENT_LIST_DIR}/debian_cross.cmake)
