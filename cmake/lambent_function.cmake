# lambent_function(NAME SOURCES file... [LINK target...])
# lambent_extension(NAME SOURCES file... [LINK target...])
#
# A Lambda function: the program lambda/NAME/bootstrap in the build folder, static, so that it runs on any
# Lambda image whatever the C library here. It is a convenience; linking lambent::runtime is enough.
# lambda/functions.json lists all functions of the build for `lambent build`.
#
# A Lambda extension: the program lambda/extensions/NAME in the build folder, static likewise. The folder
# `extensions` in a zip is a layer: Lambda unpacks it to /opt and starts what lies in /opt/extensions.
#
# LAMBENT_SANITIZE (address, undefined or thread) instruments what is added after find_package(lambent). Programs
# with the address or the thread sanitizer are dynamic ones, for this machine alone.
#
# Where no CMAKE_BUILD_TYPE is given, it is Release: optimised and stripped. RelWithDebInfo keeps the debug
# information in the program, 1.4 MB for hello.

get_property(lambent_multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
if(NOT CMAKE_BUILD_TYPE AND NOT lambent_multi_config)
  message(STATUS "lambent: no CMAKE_BUILD_TYPE is given, so it is Release")
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, RelWithDebInfo, MinSizeRel or Debug" FORCE)
endif()

# The architecture that is built for, as AWS names it.
function(lambent_architecture result)
  set(${result} ${CMAKE_SYSTEM_PROCESSOR} PARENT_SCOPE)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
    set(${result} arm64 PARENT_SCOPE)
  endif()
endfunction()

if(LAMBENT_SANITIZE)
  add_compile_options(-fsanitize=${LAMBENT_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${LAMBENT_SANITIZE})
endif()

# A function brings its libraries along, so that what is found from here on is the static one where there is one.
set(CMAKE_FIND_LIBRARY_SUFFIXES .a .so)

# What `lambent deps add` brought for this machine's own architecture; for others the toolchain file has it.
if(NOT CMAKE_CROSSCOMPILING)
  include(${CMAKE_CURRENT_LIST_DIR}/toolchains/sysroot.cmake)
  lambent_architecture(lambent_native)
  lambent_default_sysroot(${lambent_native} lambent_native_sysroot)
  if(EXISTS ${lambent_native_sysroot})
    list(PREPEND CMAKE_PREFIX_PATH ${lambent_native_sysroot}/usr)
    lambent_search_sysroot(${lambent_native_sysroot} ${CMAKE_SYSTEM_PROCESSOR}-linux-gnu)
  endif()
endif()

function(lambent_function name)
  lambent_static_program(${name} ${ARGN})
  set_target_properties(${name} PROPERTIES OUTPUT_NAME bootstrap
                                           RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lambda/${name})
  lambent_list_program(function ${name} ${name})
endfunction()

function(lambent_extension name)
  lambent_static_program(${name} ${ARGN})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lambda/extensions)
  lambent_list_program(extension ${name} ${name})
endfunction()

function(lambent_static_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  if(NOT ARG_SOURCES)
    message(FATAL_ERROR "${name}: no sources given; it takes SOURCES file...")
  endif()
  set(runtime lambent_runtime)
  # A sanitizer needs a dynamic program, a function is a static one: it is built without, and so is its
  # own copy of the runtime.
  if("${CMAKE_CXX_FLAGS} ${CMAKE_C_FLAGS}" MATCHES "-fsanitize=" AND NOT LAMBENT_SANITIZE)
    set(runtime lambent_runtime_unsanitized)
    if(NOT TARGET ${runtime})
      lambent_add_runtime(${runtime})
      target_compile_options(${runtime} PRIVATE -fno-sanitize=all)
    endif()
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} ${runtime})
  if(runtime STREQUAL lambent_runtime_unsanitized)
    target_compile_options(${name} PRIVATE -fno-sanitize=all)
    target_link_options(${name} PRIVATE -fno-sanitize=all)
  endif()
  lambent_map_paths(${name})
  lambent_link_statically(${name})
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
endfunction()

function(lambent_link_statically target)
  set(static -static)
  # A toolchain file may say OFF, where a C library cannot be linked statically; these sanitizers cannot either.
  if((DEFINED LAMBENT_LINK_STATICALLY AND NOT LAMBENT_LINK_STATICALLY) OR LAMBENT_SANITIZE MATCHES "address|thread")
    set(static "")
  endif()
  target_compile_options(${target} PRIVATE -ffunction-sections -fdata-sections)
  target_link_options(${target} PRIVATE ${static} -Wl,--gc-sections
                      $<$<OR:$<CONFIG:Release>,$<CONFIG:MinSizeRel>>:-s>)
endfunction()

# lambda/functions.json: what `lambent build` finds. Written at configure time, so that whoever builds knows what
# there is before it is built. `kind` is function or extension, `target` what CMake builds for it. `files` go into
# a function's zip; they are relative to lambda/NAME.
function(lambent_list_program kind name target)
  lambent_architecture(architecture)
  set(files "")
  if(kind STREQUAL "function")
    set(files ", \"files\": [\"bootstrap\"]")
  endif()
  set_property(
    GLOBAL APPEND
    PROPERTY
      LAMBENT_PROGRAMS
      "{\"name\": \"${name}\", \"kind\": \"${kind}\", \"target\": \"${target}\", \"architecture\": \"${architecture}\"${files}}")
  get_property(entries GLOBAL PROPERTY LAMBENT_PROGRAMS)
  list(JOIN entries ",\n  " lines)
  file(WRITE ${CMAKE_BINARY_DIR}/lambda/functions.json "[\n  ${lines}\n]\n")
endfunction()

# Of an earlier configuration, which may have had other functions.
get_property(lambent_programs GLOBAL PROPERTY LAMBENT_PROGRAMS)
if(NOT lambent_programs)
  file(REMOVE ${CMAKE_BINARY_DIR}/lambda/functions.json)
endif()
