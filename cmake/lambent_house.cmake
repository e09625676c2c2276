# How this repository builds its own programs and tests. Users of the installed package never see it.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(LAMBENT_CCACHE ccache)
if(LAMBENT_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${LAMBENT_CCACHE})
endif()

# Set by the preset "fuzz" alone; the targets of fuzz/ need clang's libFuzzer.
set(LAMBENT_FUZZ OFF CACHE BOOL "Build the fuzz targets (needs clang)")

add_library(lambent_warnings INTERFACE)
target_compile_options(
  lambent_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
                             -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual
                             # Designated initialisers leave members at their defaults on purpose.
                             -Wno-missing-field-initializers)
# g++ 12 sees overlaps in `"text" + std::string` that are not there (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(lambent_warnings INTERFACE -Wno-restrict)
endif()
# clang blames std::stable_sort's caller for what libstdc++ 12 uses inside; g++ tells the rest.
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  target_compile_options(lambent_warnings INTERFACE -Wno-deprecated-declarations)
endif()

# lambent_library(NAME SOURCES... [LINK ...]): one folder of the house, includes from the root.
function(lambent_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE lambent_warnings)
endfunction()

# lambent_embed(FUNCTION HEADER path NAMESPACE name FOLDERS prefix=folder...): FUNCTION.cpp in the build
# folder, by which the program carries the folders' files; see lambent_embed.cmake.
function(lambent_embed function)
  cmake_parse_arguments(ARG "" "HEADER;NAMESPACE" "FOLDERS" ${ARGN})
  set(script ${PROJECT_SOURCE_DIR}/cmake/lambent_embed.cmake)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp)
  set(files)
  foreach(folder IN LISTS ARG_FOLDERS)
    string(REGEX REPLACE "^[^=]*=" "" root ${folder})
    file(GLOB_RECURSE found CONFIGURE_DEPENDS ${root}/*)
    list(APPEND files ${found})
  endforeach()
  list(JOIN ARG_FOLDERS "," folders)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DFUNCTION=${function} -DHEADER=${ARG_HEADER}
            -DNAMESPACE=${ARG_NAMESPACE} -DOUTPUT=${output} "-DFOLDERS=${folders}" -P ${script}
    DEPENDS ${files} ${script}
    COMMENT "Embedding ${function}"
    VERBATIM)
endfunction()

# lambent_program(NAME SOURCES... [LINK ...]): an executable of ours; all of them land in one folder,
# where they find each other.
function(lambent_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} lambent_warnings)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
endfunction()

# lambent_test(NAME SOURCES... [LINK ...]): a doctest program; ctest sees it as one test.
function(lambent_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  if(NOT TARGET lambent_doctest_main)
    file(WRITE ${PROJECT_BINARY_DIR}/doctest_main.cpp
         "#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN\n#include <doctest/doctest.h>\n")
    add_library(lambent_doctest_main STATIC ${PROJECT_BINARY_DIR}/doctest_main.cpp)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE lambent_doctest_main ${ARG_LINK} lambent_warnings)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 300)
endfunction()

# lambent_fuzz(NAME [LINK ...]): fuzz/NAME.cpp as a libFuzzer program, with the inputs that once
# crashed it in fuzz/corpus/NAME.
function(lambent_fuzz name)
  if(NOT LAMBENT_FUZZ)
    return()
  endif()
  if(NOT TARGET fuzzers)
    add_custom_target(fuzzers)
  endif()
  add_dependencies(fuzzers fuzz_${name})
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  add_executable(fuzz_${name} ${PROJECT_SOURCE_DIR}/fuzz/${name}.cpp)
  target_include_directories(fuzz_${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(fuzz_${name} PRIVATE ${ARG_LINK} lambent_warnings)
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  set_target_properties(fuzz_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/fuzz)
endfunction()
