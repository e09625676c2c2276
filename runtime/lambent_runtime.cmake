# The runtime's sources, once: for this repository and for the installed package, which compiles them in
# the user's build. lambent_add_libraries() makes the targets, lambent_add_runtime(TARGET) one more runtime.
set(LAMBENT_RUNTIME_DIR ${CMAKE_CURRENT_LIST_DIR})
set(LAMBENT_RUNTIME_SOURCES
    base64.cpp
    current_invocation.cpp
    loop.cpp
    runtime.cpp
    say.cpp
    stop.cpp
    stream.cpp
    trace_variable.cpp
    concurrency/max_concurrency.cpp
    concurrency/workers.cpp
    error/call_stack.cpp
    error/crash_log.cpp
    error/crash_report.cpp
    error/crash_signals.cpp
    error/elf_functions.cpp
    error/error_report.cpp
    error/exception_report.cpp
    events/batch.cpp
    events/byte_array.cpp
    events/cloudwatch_logs.cpp
    events/dynamodb.cpp
    events/inflate.cpp
    events/s3.cpp
    extension/extension.cpp
    extension/extension_client.cpp
    extension/extension_message.cpp
    extension/receiver.cpp
    extension/subscription.cpp
    extension/telemetry_record.cpp
    error/guarded_call.cpp
    error/stack_trace.cpp
    error/symbols.cpp
    error/throw_watch.cpp
    error/xray_cause.cpp
    http/event.cpp
    http/media_type.cpp
    http/request.cpp
    http/response.cpp
    http/router.cpp
    http/uri.cpp
    json/ascii.cpp
    json/described.cpp
    json/number.cpp
    json/path.cpp
    json/reader.cpp
    json/text.cpp
    json/writer.cpp
    lifecycle/shutdown.cpp
    lifecycle/snapshot.cpp
    lifecycle/snapshot_hooks.cpp
    log/log.cpp
    log/log_output.cpp
    log/log_record.cpp
    log/metrics.cpp
    runtime_api/address.cpp
    runtime_api/api_client.cpp
    runtime_api/api_client_stream.cpp
    runtime_api/api_request.cpp
    runtime_api/connection.cpp
    runtime_api/http1.cpp
    runtime_api/http1_request.cpp
    runtime_api/receive_buffer.cpp
    runtime_api/refusal.cpp
    runtime_api/stream_encoding.cpp
)
list(TRANSFORM LAMBENT_RUNTIME_SOURCES PREPEND ${LAMBENT_RUNTIME_DIR}/src/)
# lambent/testing.hpp; apart, so that functions do not build what only their tests use.
set(LAMBENT_TESTING_SOURCES ${LAMBENT_RUNTIME_DIR}/src/testing/call.cpp
                            ${LAMBENT_RUNTIME_DIR}/src/testing/runtime_api.cpp)
if(NOT LAMBENT_RUNTIME_INCLUDE_DIR)
  set(LAMBENT_RUNTIME_INCLUDE_DIR ${LAMBENT_RUNTIME_DIR}/include)
endif()

# A function runs in the scope of whoever calls it, which with add_subdirectory does not see these variables:
# it takes them from here.
set(lambent_places LAMBENT_RUNTIME_DIR LAMBENT_RUNTIME_SOURCES LAMBENT_TESTING_SOURCES LAMBENT_RUNTIME_INCLUDE_DIR)
foreach(variable IN LISTS lambent_places)
  set_property(GLOBAL PROPERTY ${variable} "${${variable}}")
endforeach()
set_property(GLOBAL PROPERTY LAMBENT_PLACES ${lambent_places})
macro(lambent_know_places)
  get_property(lambent_places GLOBAL PROPERTY LAMBENT_PLACES)
  foreach(variable IN LISTS lambent_places)
    get_property(${variable} GLOBAL PROPERTY ${variable})
  endforeach()
endmacro()

# The same sources in another folder give the same bytes, debug information included. Of two maps that
# fit, the later one counts.
function(lambent_map_paths target)
  lambent_know_places()
  # Of the include folder ours alone: it may be /usr/include.
  target_compile_options(
    ${target} PRIVATE -ffile-prefix-map=${LAMBENT_RUNTIME_DIR}=lambent
                      -ffile-prefix-map=${LAMBENT_RUNTIME_INCLUDE_DIR}/lambent=lambent/include/lambent
                      -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.
                      -ffile-prefix-map=${CMAKE_BINARY_DIR}=build)
endfunction()

# How each library of ours is compiled, whatever the project around it says.
function(lambent_compile_as_ours target)
  lambent_know_places()
  # C++20 also where the project around it asks for more, or for less.
  set_target_properties(${target} PROPERTIES CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON
                                             CXX_EXTENSIONS OFF)
  # RelWithDebInfo with -O3 has Release's addresses, so that it can name the calls of a stack trace.
  set(release $<OR:$<CONFIG:Release>,$<CONFIG:RelWithDebInfo>>)
  # Sections, so that --gc-sections can drop what a function does not use. -O3, CMake's Release, makes
  # hello 5 % larger than -O2 and no faster; -Os makes it 4 % smaller and each event 2 % slower.
  target_compile_options(${target} PRIVATE -ffunction-sections -fdata-sections
                                           $<${release}:-O2>)
  # What only a failure runs is better small.
  set(cold ${LAMBENT_RUNTIME_SOURCES})
  list(FILTER cold INCLUDE REGEX "/src/error/")
  set_source_files_properties(${cold} PROPERTIES COMPILE_OPTIONS "$<${release}:-Os>")
  lambent_map_paths(${target})
  if(TARGET lambent_warnings)
    target_link_libraries(${target} PRIVATE lambent_warnings)
  endif()
endfunction()

function(lambent_add_runtime target)
  lambent_know_places()
  add_library(${target} STATIC EXCLUDE_FROM_ALL ${LAMBENT_RUNTIME_SOURCES})
  target_include_directories(${target} PUBLIC ${LAMBENT_RUNTIME_INCLUDE_DIR})
  target_compile_features(${target} PUBLIC cxx_std_20)
  lambent_compile_as_ours(${target})
  # `lambent watch`: quick to build and to link comes first. Together the sources compile in a third of
  # the time, since most of it goes into the same standard headers; optimised and with no more debug
  # information than lines need they are a tenth of the size that the linker has to read.
  if(LAMBENT_QUICK_BUILD)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
    target_compile_options(${target} PRIVATE $<$<CONFIG:Debug>:-O1 -g1>)
  endif()
endfunction()

# The targets that projects link: lambent::runtime, and lambent::testing for the tests of functions.
function(lambent_add_libraries)
  lambent_know_places()
  if(TARGET lambent_runtime)
    return()
  endif()
  lambent_add_runtime(lambent_runtime)
  add_library(lambent::runtime ALIAS lambent_runtime)
  find_package(Threads REQUIRED)
  add_library(lambent_testing STATIC EXCLUDE_FROM_ALL ${LAMBENT_TESTING_SOURCES})
  target_link_libraries(lambent_testing PUBLIC lambent_runtime Threads::Threads)
  lambent_compile_as_ours(lambent_testing)
  add_library(lambent::testing ALIAS lambent_testing)
endfunction()
