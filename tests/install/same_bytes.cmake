# The same sources, built with debug information in two folders, give the same program.
cmake_minimum_required(VERSION 3.22)
file(REMOVE_RECURSE ${BINARY})
set(sums)
foreach(folder here elsewhere/deeper)
  set(project ${BINARY}/${folder})
  file(COPY ${SOURCE}/ DESTINATION ${project})
  execute_process(
    COMMAND ${CMAKE_COMMAND} -S ${project} -B ${project}/build -G ${GENERATOR}
            -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_PREFIX_PATH=${PREFIX}
            -DCMAKE_CXX_COMPILER=${COMPILER}
    COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${project}/build COMMAND_ERROR_IS_FATAL ANY)
  file(SHA256 ${project}/build/lambda/greet/bootstrap sum)
  list(APPEND sums ${sum})
endforeach()
list(REMOVE_DUPLICATES sums)
list(LENGTH sums programs)
if(NOT programs EQUAL 1)
  message(FATAL_ERROR "two different programs: ${sums}")
endif()
