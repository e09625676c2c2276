# Builds the project for aws-lambda-cpp in two folders, and packages it there as its users do. Both zips
# must be the same and hold the program.
cmake_minimum_required(VERSION 3.22)
file(REMOVE_RECURSE ${BINARY})
set(zips)
function(build_and_package folder)
  set(build ${BINARY}/${folder})
  execute_process(
    COMMAND ${CMAKE_COMMAND} -S ${SOURCE} -B ${build} -G ${GENERATOR} -DCMAKE_PREFIX_PATH=${PREFIX}
            -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER} ${ARGN}
    COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${build} COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${build} --target aws-lambda-package-orders
                  COMMAND_ERROR_IS_FATAL ANY)
endfunction()
foreach(folder here elsewhere/deeper)
  build_and_package(${folder})
  file(SHA256 ${BINARY}/${folder}/orders.zip zip)
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

# With Lambent's sources as a folder of the project.
build_and_package(vendored -DRUNTIME_PACKAGE=${HOUSE})
file(ARCHIVE_EXTRACT INPUT ${BINARY}/vendored/orders.zip DESTINATION ${BINARY}/vendored/unpacked)
if(NOT EXISTS ${BINARY}/vendored/unpacked/bootstrap)
  message(FATAL_ERROR "the zip of the project with a folder of Lambent's has no bootstrap")
endif()

# With shared libraries: the same sources, and the zip brings the libraries.
build_and_package(dynamic -DPACKAGE_OPTIONS=DYNAMIC)
file(ARCHIVE_EXTRACT INPUT ${BINARY}/dynamic/orders.zip DESTINATION ${BINARY}/dynamic/unpacked/orders)
file(GLOB libraries RELATIVE ${BINARY}/dynamic/unpacked/orders ${BINARY}/dynamic/unpacked/orders/lib/*)
if(NOT libraries MATCHES "lib/libc\\.so" OR NOT libraries MATCHES "lib/ld-" OR NOT libraries MATCHES "lib/libstdc")
  message(FATAL_ERROR "the dynamic package has: ${libraries}")
endif()
build_and_package(dynamic "-DPACKAGE_OPTIONS=DYNAMIC NO_LIBC")
file(ARCHIVE_EXTRACT INPUT ${BINARY}/dynamic/orders.zip DESTINATION ${BINARY}/dynamic/no_libc)
file(GLOB libraries RELATIVE ${BINARY}/dynamic/no_libc ${BINARY}/dynamic/no_libc/lib/*)
if(libraries MATCHES "lib/libc\\.so" OR libraries MATCHES "lib/ld-" OR NOT libraries MATCHES "lib/libstdc")
  message(FATAL_ERROR "the dynamic package without the C library has: ${libraries}")
endif()
