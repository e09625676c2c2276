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

add_library(lambent_warnings INTERFACE)
target_compile_options(
  lambent_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
                             -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual)

# lambent_library(NAME SOURCES... [LINK ...]): one folder of the house, includes from the root.
function(lambent_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE lambent_warnings)
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
endfunction()
