# lambent_function(NAME SOURCES file... [LINK target...])
# lambent_extension(NAME SOURCES file... [LINK target...])
#
# A Lambda function: the program lambda/NAME/bootstrap in the build folder, static, so that it runs on any
# Lambda image whatever the C library here. It is a convenience; linking lambent::runtime is enough.
# lambda/functions.json lists all functions of the build for `lambent build`.
#
# A Lambda extension: the program extensions/NAME in the build folder, static likewise. The folder
# `extensions` in a zip is a layer: Lambda unpacks it to /opt and starts what lies in /opt/extensions.
#
# Where no CMAKE_BUILD_TYPE is given, it is Release: optimised and stripped. RelWithDebInfo keeps the debug
# information in the program, 1.4 MB for hello.

get_property(lambent_multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
if(NOT CMAKE_BUILD_TYPE AND NOT lambent_multi_config)
  message(STATUS "lambent: no CMAKE_BUILD_TYPE is given, so it is Release")
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, RelWithDebInfo, MinSizeRel or Debug" FORCE)
endif()

function(lambent_function name)
  lambent_static_program(${name} ${ARGN})
  set_target_properties(${name} PROPERTIES OUTPUT_NAME bootstrap
                                           RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lambda/${name})
  lambent_list_function(${name})
endfunction()

function(lambent_extension name)
  lambent_static_program(${name} ${ARGN})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/extensions)
endfunction()

function(lambent_static_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  if(NOT ARG_SOURCES)
    message(FATAL_ERROR "${name}: no sources given; it takes SOURCES file...")
  endif()
  set(runtime lambent_runtime)
  # A sanitizer needs a dynamic program, a function is a static one: it is built without, and so is its
  # own copy of the runtime.
  if("${CMAKE_CXX_FLAGS} ${CMAKE_C_FLAGS}" MATCHES "-fsanitize=")
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
  target_compile_options(${target} PRIVATE -ffunction-sections -fdata-sections)
  target_link_options(${target} PRIVATE -static -Wl,--gc-sections
                      $<$<OR:$<CONFIG:Release>,$<CONFIG:MinSizeRel>>:-s>)
endfunction()

# Written at configure time, so that whoever builds knows what there is before it is built. `files` go
# into the function's zip; they are relative to lambda/NAME.
function(lambent_list_function name)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
    set(architecture arm64)
  else()
    set(architecture ${CMAKE_SYSTEM_PROCESSOR})
  endif()
  set_property(
    GLOBAL APPEND
    PROPERTY LAMBENT_FUNCTIONS
             "{\"name\": \"${name}\", \"architecture\": \"${architecture}\", \"files\": [\"bootstrap\"]}")
  get_property(entries GLOBAL PROPERTY LAMBENT_FUNCTIONS)
  list(JOIN entries ",\n  " lines)
  file(WRITE ${CMAKE_BINARY_DIR}/lambda/functions.json "[\n  ${lines}\n]\n")
endfunction()
