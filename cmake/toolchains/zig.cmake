# Zig as a cross compiler for either architecture: small static programs on musl, or programs for a glibc of a
# chosen version.
#   cmake -DCMAKE_TOOLCHAIN_FILE=<this file> [-DLAMBENT_ARCHITECTURE=arm64|x86_64] [-DLAMBENT_LIBC=musl|gnu.2.26|gnu.2.34]
#         [-DLAMBENT_ZIG=<program>] …
# Zig is looked for in LAMBENT_ZIG (a variable of CMake or of the environment), then as `zig` in the PATH, then as
# Python's module ziglang.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES LAMBENT_ARCHITECTURE LAMBENT_LIBC LAMBENT_ZIG)

if(NOT LAMBENT_ARCHITECTURE)
  set(LAMBENT_ARCHITECTURE x86_64)
  if(CMAKE_HOST_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
    set(LAMBENT_ARCHITECTURE arm64)
  endif()
endif()
if(NOT LAMBENT_LIBC)
  set(LAMBENT_LIBC musl)
endif()

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(lambent_zig_flags "")
if(LAMBENT_ARCHITECTURE STREQUAL "arm64")
  set(CMAKE_SYSTEM_PROCESSOR aarch64)
  set(lambent_zig_flags -mcpu=neoverse_n1)
endif()

# The words that start zig.
if(NOT LAMBENT_ZIG)
  if(NOT "$ENV{LAMBENT_ZIG}" STREQUAL "")
    set(LAMBENT_ZIG $ENV{LAMBENT_ZIG})
  else()
    find_program(LAMBENT_ZIG_PROGRAM zig NO_CMAKE_FIND_ROOT_PATH)
    if(LAMBENT_ZIG_PROGRAM)
      set(LAMBENT_ZIG ${LAMBENT_ZIG_PROGRAM})
    else()
      set(LAMBENT_ZIG python3 -m ziglang)
    endif()
  endif()
endif()
execute_process(COMMAND ${LAMBENT_ZIG} version OUTPUT_VARIABLE lambent_zig_version RESULT_VARIABLE lambent_zig_failed
                OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(lambent_zig_failed)
  message(FATAL_ERROR "lambent: zig is neither named by LAMBENT_ZIG, nor in the PATH, nor Python's module ziglang")
endif()

# CMake wants one word for each tool. The wrappers stand outside the build folder and keep their age, so that a
# compiler cache takes them for the same compiler in every project; the version in the path tells compilers apart.
include(${CMAKE_CURRENT_LIST_DIR}/sysroot.cmake)
lambent_cache_folder(lambent_cache)
set(lambent_zig_tools ${lambent_cache}/zig/${lambent_zig_version})
list(TRANSFORM LAMBENT_ZIG REPLACE "(.+)" "'\\1'" OUTPUT_VARIABLE lambent_zig_words)
list(JOIN lambent_zig_words " " lambent_zig_words)
foreach(lambent_tool cc c++ ar ranlib)
  set(lambent_wrapper ${lambent_zig_tools}/zig-${lambent_tool})
  file(CONFIGURE OUTPUT ${lambent_wrapper} CONTENT "#!/bin/sh\nexec ${lambent_zig_words} ${lambent_tool} \"$@\"\n" @ONLY)
  file(CHMOD ${lambent_wrapper} FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
                                                 WORLD_READ WORLD_EXECUTE)
endforeach()
set(CMAKE_C_COMPILER ${lambent_zig_tools}/zig-cc)
set(CMAKE_CXX_COMPILER ${lambent_zig_tools}/zig-c++)
set(CMAKE_AR ${lambent_zig_tools}/zig-ar CACHE FILEPATH "")
set(CMAKE_RANLIB ${lambent_zig_tools}/zig-ranlib CACHE FILEPATH "")
set(CMAKE_C_COMPILER_TARGET ${CMAKE_SYSTEM_PROCESSOR}-linux-${LAMBENT_LIBC})
set(CMAKE_CXX_COMPILER_TARGET ${CMAKE_SYSTEM_PROCESSOR}-linux-${LAMBENT_LIBC})
set(CMAKE_C_FLAGS_INIT "${lambent_zig_flags}")
set(CMAKE_CXX_FLAGS_INIT "${lambent_zig_flags}")
# Zig's linker writes none.
set(CMAKE_C_LINKER_DEPFILE_SUPPORTED FALSE)
set(CMAKE_CXX_LINKER_DEPFILE_SUPPORTED FALSE)

# Zig links musl statically and glibc only dynamically. Debian's libraries are made for glibc.
if(LAMBENT_LIBC MATCHES "^gnu")
  set(LAMBENT_LINK_STATICALLY OFF)
  lambent_use_sysroot(${LAMBENT_ARCHITECTURE} ${CMAKE_SYSTEM_PROCESSOR}-linux-gnu)
else()
  set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
  set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
  set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
  set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE BOTH)
endif()
