# The names of aws-lambda-cpp's CMake package, on Lambent: a project that was written for it changes
# find_package(aws-lambda-runtime) to find_package(lambent) and builds as it is.
#
# AWS::aws-lambda-runtime                  its headers and its loop; compiled only where it is linked.
# aws_lambda_package_target(TARGET [NO_LIBC] [DYNAMIC])
#                                          makes TARGET a static program, lambda/TARGET/bootstrap for
#                                          `lambent build`, and the target aws-lambda-package-TARGET, which
#                                          writes <program>.zip into the current build folder. A static
#                                          program brings its C library along, so NO_LIBC changes nothing.
#                                          DYNAMIC is for programs that need shared libraries: the zip then
#                                          holds those, and the C library too unless NO_LIBC is said.
set_property(GLOBAL PROPERTY LAMBENT_PACKAGE_SCRIPTS ${CMAKE_CURRENT_LIST_DIR})

# Where the project has the real one, that one stays.
if(NOT TARGET aws-lambda-runtime AND NOT TARGET AWS::aws-lambda-runtime)
  set(lambent_aws_lambda_cpp_dir ${LAMBENT_RUNTIME_DIR}/aws_lambda_cpp)
  add_library(aws-lambda-runtime STATIC EXCLUDE_FROM_ALL
              ${lambent_aws_lambda_cpp_dir}/invocation.cpp ${lambent_aws_lambda_cpp_dir}/logging.cpp
              ${lambent_aws_lambda_cpp_dir}/run_handler.cpp ${lambent_aws_lambda_cpp_dir}/runtime.cpp
              ${lambent_aws_lambda_cpp_dir}/version.cpp)
  target_include_directories(aws-lambda-runtime PUBLIC ${lambent_aws_lambda_cpp_dir}/include)
  # Private: the program around it may be C++11.
  target_link_libraries(aws-lambda-runtime PRIVATE lambent_runtime)
  lambent_compile_as_ours(aws-lambda-runtime)
  add_library(AWS::aws-lambda-runtime ALIAS aws-lambda-runtime)
endif()

if(NOT COMMAND aws_lambda_package_target)
  function(aws_lambda_package_target target)
    cmake_parse_arguments(ARG "NO_LIBC;DYNAMIC" "" "" ${ARGN})
    set(folder ${CMAKE_BINARY_DIR}/lambda/${target})
    set(archive ${CMAKE_CURRENT_BINARY_DIR}/$<TARGET_FILE_NAME:${target}>.zip)
    get_property(scripts GLOBAL PROPERTY LAMBENT_PACKAGE_SCRIPTS)
    set(zip_script ${scripts}/lambent_zip.sh)
    if(ARG_DYNAMIC)
      add_custom_target(
        aws-lambda-package-${target}
        COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:${target}> -DFOLDER=${folder} -DARCHIVE=${archive}
                -DNO_LIBC=${ARG_NO_LIBC} -DZIP_SCRIPT=${zip_script}
                -P ${scripts}/lambent_bundle.cmake
        VERBATIM)
      add_dependencies(aws-lambda-package-${target} ${target})
      return()
    endif()
    # A sanitizer needs a dynamic program.
    if(NOT "${CMAKE_CXX_FLAGS} ${CMAKE_C_FLAGS}" MATCHES "-fsanitize=")
      lambent_link_statically(${target})
    endif()
    add_custom_command(
      OUTPUT ${folder}/bootstrap
      COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}
      COMMAND ${CMAKE_COMMAND} -E copy $<TARGET_FILE:${target}> ${folder}/bootstrap
      DEPENDS ${target} VERBATIM)
    add_custom_target(lambent-bootstrap-${target} ALL DEPENDS ${folder}/bootstrap)
    add_custom_target(aws-lambda-package-${target} COMMAND sh ${zip_script} ${archive} ${folder} bootstrap
                      VERBATIM)
    add_dependencies(aws-lambda-package-${target} lambent-bootstrap-${target})
    lambent_list_program(function ${target} lambent-bootstrap-${target})
  endfunction()
endif()
