# Configures, builds and runs the consumer in the way NAME says, then checks what the function says.
cmake_minimum_required(VERSION 3.22)
file(REMOVE_RECURSE ${BINARY} ${BINARY}-repository)
file(MAKE_DIRECTORY ${BINARY})

# What a project of another's would fetch, as a repository of its own: no network, and no need that this one
# has been committed.
if(NAME STREQUAL fetch_content)
  find_program(GIT git)
  if(NOT GIT)
    message("SKIPPED: git is not installed")
    return()
  endif()
  file(COPY ${HOUSE}/CMakeLists.txt ${HOUSE}/cmake ${HOUSE}/runtime DESTINATION ${BINARY}-repository)
  set(git ${GIT} -C ${BINARY}-repository -c user.name=lambent -c user.email=lambent@example.invalid)
  execute_process(COMMAND ${git} -c init.defaultBranch=main init -q COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${git} add . COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${git} commit -q --no-verify --no-gpg-sign -m lambent COMMAND_ERROR_IS_FATAL ANY)
endif()

if(NAME STREQUAL pkg_config)
  find_program(PKG_CONFIG pkg-config REQUIRED)
  file(GLOB pc ${PREFIX}/lib*/pkgconfig/lambent.pc ${PREFIX}/lib*/*/pkgconfig/lambent.pc)
  list(GET pc 0 pc)
  execute_process(
    # One compiler after the other: not optimised, it takes half the time.
    COMMAND sh -ec "${COMPILER} -std=c++20 -O0 -o ${BINARY}/bootstrap ${SOURCE}/main.cpp \
      $(${PKG_CONFIG} --variable=sources ${pc}) $(${PKG_CONFIG} --cflags ${pc})"
    COMMAND_ERROR_IS_FATAL ANY)
  set(program ${BINARY}/bootstrap)
else()
  set(options)
  set(config)
  if(NAME MATCHES "^sanitized")
    set(options -DCMAKE_CXX_FLAGS=-fsanitize=address)
  elseif(NAME STREQUAL multi_config)
    set(GENERATOR "Ninja Multi-Config")
    set(config --config Release)
  endif()
  execute_process(
    COMMAND ${CMAKE_COMMAND} -S ${SOURCE} -B ${BINARY} -G ${GENERATOR} -DWAY=${NAME} -DHOUSE=${HOUSE} ${options}
            -DREPOSITORY=${BINARY}-repository
            -DCMAKE_PREFIX_PATH=${PREFIX} -DCMAKE_CXX_COMPILER=${COMPILER}
            -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}
    COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${BINARY} ${config} COMMAND_ERROR_IS_FATAL ANY)
  set(program ${BINARY}/lambda/greet/bootstrap)
  file(READ ${BINARY}/lambda/functions.json functions)
  cmake_host_system_information(RESULT machine QUERY OS_PLATFORM)
  string(REPLACE aarch64 arm64 architecture ${machine})
  set(expected
      "[\n  {\"name\": \"greet\", \"kind\": \"function\", \"target\": \"greet\", \"architecture\": \"${architecture}\", \"files\": [\"bootstrap\"]}\n]\n")
  if(NOT functions STREQUAL expected)
    message(FATAL_ERROR "functions.json says: ${functions}")
  endif()
  # No build type was given: what comes out is optimised and stripped all the same.
  file(SIZE ${program} bytes)
  if(bytes GREATER 1000000)
    message(FATAL_ERROR "${program} has ${bytes} bytes")
  endif()
endif()

execute_process(
  COMMAND ${CMAKE_COMMAND} -E env --unset=AWS_LAMBDA_RUNTIME_API ${program}
  RESULT_VARIABLE code
  ERROR_VARIABLE said)
string(FIND "${said}" "lambent: AWS_LAMBDA_RUNTIME_API is not set: " found)
string(FIND "${said}" "hint: run it under `lambent serve`" hinted)
if(NOT code EQUAL 1 OR NOT found EQUAL 0 OR hinted EQUAL -1)
  message(FATAL_ERROR "exit code ${code}, said: ${said}")
endif()
