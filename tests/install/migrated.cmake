# Builds the project for aws-lambda-cpp in two folders, and packages it there as its users do. Both zips
# must be the same and hold the program.
cmake_minimum_required(VERSION 3.22)
file(REMOVE_RECURSE ${BINARY})
foreach(folder here elsewhere/deeper)
  set(build ${BINARY}/${folder})
  execute_process(
    COMMAND ${CMAKE_COMMAND} -S ${SOURCE} -B ${build} -G ${GENERATOR} -DCMAKE_PREFIX_PATH=${PREFIX}
            -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}
    COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${build} COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${build} --target aws-lambda-package-orders
                  COMMAND_ERROR_IS_FATAL ANY)
  file(SHA256 ${build}/orders.zip zip)
  list(APPEND zips ${zip})
endforeach()
list(REMOVE_DUPLICATES zips)
list(LENGTH zips different)
if(NOT different EQUAL 1)
  message(FATAL_ERROR "two different zips: ${zips}")
endif()

file(ARCHIVE_EXTRACT INPUT ${BINARY}/here/orders.zip DESTINATION ${BINARY}/unpacked)
foreach(program ${BINARY}/here/orders ${BINARY}/here/lambda/orders/bootstrap ${BINARY}/unpacked/bootstrap)
  file(SHA256 ${program} sum)
  list(APPEND programs ${sum})
endforeach()
list(REMOVE_DUPLICATES programs)
list(LENGTH programs different)
if(NOT different EQUAL 1)
  message(FATAL_ERROR "the zip holds another program: ${programs}")
endif()

# Started by hand, it says where it belongs, and main goes on after the loop.
execute_process(
  COMMAND ${CMAKE_COMMAND} -E env --unset=AWS_LAMBDA_RUNTIME_API ${BINARY}/unpacked/bootstrap
  RESULT_VARIABLE code OUTPUT_VARIABLE said ERROR_VARIABLE complained)
if(NOT code EQUAL 0 OR NOT said STREQUAL "the loop returned\n" OR NOT complained MATCHES
                                                               "^lambent: AWS_LAMBDA_RUNTIME_API is not set: ")
  message(FATAL_ERROR "exit code ${code}, said: ${said}${complained}")
endif()
file(READ ${BINARY}/here/lambda/functions.json functions)
if(NOT functions MATCHES "\"name\": \"orders\".*\"files\": .\"bootstrap\".")
  message(FATAL_ERROR "functions.json says: ${functions}")
endif()
