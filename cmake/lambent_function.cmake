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

# Of this folder, and of the folders that have it by add_subdirectory.
if(LAMBENT_SANITIZE)
  set(lambent_folder ${CMAKE_CURRENT_SOURCE_DIR})
  while(lambent_folder)
    set_property(DIRECTORY ${lambent_folder} APPEND PROPERTY COMPILE_OPTIONS -fsanitize=${LAMBENT_SANITIZE}
                                                             -fno-omit-frame-pointer)
    set_property(DIRECTORY ${lambent_folder} APPEND PROPERTY LINK_OPTIONS -fsanitize=${LAMBENT_SANITIZE})
    get_property(lambent_folder DIRECTORY ${lambent_folder} PROPERTY PARENT_DIRECTORY)
  endwhile()
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

# For a folder that is a part of another project: its libraries are looked for as here.
macro(lambent_tell_parent)
  foreach(variable CMAKE_FIND_LIBRARY_SUFFIXES CMAKE_PREFIX_PATH CMAKE_C_STANDARD_INCLUDE_DIRECTORIES
                   CMAKE_CXX_STANDARD_INCLUDE_DIRECTORIES CMAKE_C_STANDARD_LIBRARIES CMAKE_CXX_STANDARD_LIBRARIES)
    if(DEFINED ${variable})
      set(${variable} "${${variable}}" PARENT_SCOPE)
    endif()
  endforeach()
endmacro()

# $<0:> is nothing, and keeps CMake from adding a folder for each build type of a generator that has several.
function(lambent_function name)
  lambent_static_program(${name} ${ARGN})
  set_target_properties(${name} PROPERTIES OUTPUT_NAME bootstrap
                                           RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lambda/${name}$<0:>)
  lambent_list_program(function ${name} ${name})
endfunction()

function(lambent_extension name)
  lambent_static_program(${name} ${ARGN})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lambda/extensions$<0:>)
  lambent_list_program(extension ${name} ${name})
  # `lambent watch`: an extension runs beside a function, and the project may have none.
  get_property(deferred GLOBAL PROPERTY LAMBENT_STAND_IN_DEFERRED)
  if(LAMBENT_STAND_IN AND NOT deferred)
    set_property(GLOBAL PROPERTY LAMBENT_STAND_IN_DEFERRED ON)
    cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL lambent_add_stand_in)
  endif()
endfunction()

# The function `echo`, which returns its event, where no other was added.
function(lambent_add_stand_in)
  get_property(programs GLOBAL PROPERTY LAMBENT_PROGRAMS)
  if(programs MATCHES "\"kind\": \"function\"" OR TARGET echo)
    return()
  endif()
  file(
    CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/lambent_echo.cpp
    CONTENT
      "#include <lambent/lambent.hpp>

#include <string>

int main() {
  return lambent::run([](std::string_view event) { return std::string(event); });
}
"
    @ONLY)
  lambent_function(echo SOURCES ${CMAKE_BINARY_DIR}/lambent_echo.cpp)
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
  # Whoever names it, too, means this one.
  list(REMOVE_ITEM ARG_LINK lambent::runtime lambent_runtime)
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} ${runtime})
  if(LAMBENT_QUICK_BUILD AND CMAKE_BUILD_TYPE STREQUAL "Debug")
    lambent_precompile(${name} ${ARG_SOURCES})
    lambent_link_quickly(${name})
  endif()
  if(runtime STREQUAL lambent_runtime_unsanitized)
    target_compile_options(${name} PRIVATE -fno-sanitize=all)
    target_link_options(${name} PRIVATE -fno-sanitize=all)
  endif()
  # A debugger is to find the sources from wherever it is started.
  if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    lambent_map_paths(${name})
  endif()
  lambent_link_statically(${name})
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
endfunction()

# `lambent watch`: where a source begins with one of our headers, GCC takes that header's compiled form, which it
# finds where it looks for the header first. Nothing is included that the source does not include, and a form
# that does not fit the source's flags is passed over. A small handler compiles in a third of the time.
# https://gcc.gnu.org/onlinedocs/gcc/Precompiled-Headers.html
function(lambent_precompile name)
  get_property(include_dir GLOBAL PROPERTY LAMBENT_RUNTIME_INCLUDE_DIR)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU" OR CMAKE_VERSION VERSION_LESS 3.16)
    return()
  endif()
  set(folder ${CMAKE_BINARY_DIR}/compiled_headers)
  foreach(source IN LISTS ARGN)
    get_filename_component(source ${source} ABSOLUTE)
    if(NOT EXISTS ${source})
      continue()
    endif()
    file(STRINGS ${source} first REGEX "^[ \t]*#[ \t]*include" LIMIT_COUNT 1)
    if(NOT first MATCHES "include[ \t]*[<\"](lambent/[a-z_/]+\\.hpp)[>\"]")
      continue()
    endif()
    set(header ${CMAKE_MATCH_1})
    if(NOT EXISTS ${include_dir}/${header})
      continue()
    endif()
    string(MAKE_C_IDENTIFIER compiled_${header} target)
    if(NOT TARGET ${target})
      file(WRITE ${folder}/${target}.cpp "")
      add_library(${target} OBJECT EXCLUDE_FROM_ALL ${folder}/${target}.cpp)
      target_link_libraries(${target} PRIVATE lambent_runtime)
      target_precompile_headers(${target} PRIVATE <${header}>)
      get_filename_component(place ${folder}/${header} DIRECTORY)
      file(MAKE_DIRECTORY ${place})
      # A compiled form is taken once: where another header includes this one again, GCC wants its text.
      file(CONFIGURE OUTPUT ${folder}/${header} CONTENT "#pragma once\n#include \"${include_dir}/${header}\"\n" @ONLY)
      file(CREATE_LINK ${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${target}.dir/cmake_pch.hxx.gch
           ${folder}/${header}.gch SYMBOLIC)
    endif()
    add_dependencies(${name} ${target})
    target_include_directories(${name} BEFORE PRIVATE ${folder})
  endforeach()
endfunction()

# Large programs link in a tenth of the time with mold, or a quarter with lld, where one of them is installed.
function(lambent_link_quickly target)
  find_program(LAMBENT_MOLD ld.mold)
  find_program(LAMBENT_LLD ld.lld)
  mark_as_advanced(LAMBENT_MOLD LAMBENT_LLD)
  if(LAMBENT_MOLD)
    target_link_options(${target} PRIVATE -fuse-ld=mold)
  elseif(LAMBENT_LLD)
    target_link_options(${target} PRIVATE -fuse-ld=lld)
  endif()
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
