# Configures and builds runtime/ by itself, warnings being errors, and serves its examples.
cmake_minimum_required(VERSION 3.22)
if(NOT COMPILER)
  message("SKIPPED: this compiler is not installed")
  return()
endif()
file(REMOVE_RECURSE ${BINARY})
execute_process(
  COMMAND ${CMAKE_COMMAND} -S ${HOUSE}/runtime -B ${BINARY} -G ${GENERATOR}
          -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}
          -DCMAKE_BUILD_TYPE=None "-DCMAKE_CXX_FLAGS=-O0 -Werror -Wall -Wextra -Wpedantic"
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${BINARY} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -E env LAMBENT_FUNCTIONS_DIR=${BINARY}/lambda ${PROCESS_TEST}
                COMMAND_ERROR_IS_FATAL ANY)
