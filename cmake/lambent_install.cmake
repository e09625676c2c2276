# What `cmake --install` puts down for users of the library: headers, the runtime's sources (compiled in
# the user's build, so that cross builds and LTO just work), the CMake package and a pkg-config file.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(lambent_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/lambent)
set(lambent_source_dir ${CMAKE_INSTALL_DATADIR}/lambent/runtime)

install(DIRECTORY runtime/include/lambent DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        COMPONENT runtime)
install(DIRECTORY runtime/src DESTINATION ${lambent_source_dir} COMPONENT runtime
        FILES_MATCHING PATTERN "*.hpp" PATTERN "*.cpp"
        PATTERN "*_test.cpp" EXCLUDE PATTERN "fake_api*" EXCLUDE PATTERN "test_peer*" EXCLUDE
        PATTERN "parallel_api*" EXCLUDE PATTERN "hooks_function*" EXCLUDE
        PATTERN "function_process*" EXCLUDE PATTERN "bare_main.cpp" EXCLUDE)
install(DIRECTORY runtime/aws_lambda_cpp DESTINATION ${lambent_source_dir} COMPONENT runtime
        FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp" PATTERN "*.cpp" PATTERN "*_test.cpp" EXCLUDE)
install(FILES runtime/lambent_runtime.cmake DESTINATION ${lambent_source_dir} COMPONENT runtime)
install(FILES cmake/lambent_function.cmake cmake/aws_lambda_cpp.cmake cmake/lambent_bundle.cmake
              cmake/lambent_zip.sh
        DESTINATION ${lambent_cmake_dir} COMPONENT runtime)
install(DIRECTORY cmake/toolchains DESTINATION ${lambent_cmake_dir} COMPONENT runtime)

configure_package_config_file(
  cmake/lambentConfig.cmake.in ${PROJECT_BINARY_DIR}/lambentConfig.cmake
  INSTALL_DESTINATION ${lambent_cmake_dir}
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR lambent_source_dir)
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/lambentConfigVersion.cmake VERSION ${PROJECT_VERSION}
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${PROJECT_BINARY_DIR}/lambentConfig.cmake
              ${PROJECT_BINARY_DIR}/lambentConfigVersion.cmake
        DESTINATION ${lambent_cmake_dir} COMPONENT runtime)

# pkg-config has nothing to link; it names the sources to compile along.
include(runtime/lambent_runtime.cmake)
set(lambent_pc_sources)
foreach(source IN LISTS LAMBENT_RUNTIME_SOURCES)
  file(RELATIVE_PATH file ${LAMBENT_RUNTIME_DIR}/src ${source})
  string(APPEND lambent_pc_sources " \${srcdir}/${file}")
endforeach()
file(RELATIVE_PATH lambent_pc_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(cmake/lambent.pc.in ${PROJECT_BINARY_DIR}/lambent.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/lambent.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
        COMPONENT runtime)

# The same package for programs of the build tree: `lambent build` finds it there when nothing is
# installed.
set(LAMBENT_BUILD_PACKAGE_DIR ${PROJECT_BINARY_DIR}/package)
file(MAKE_DIRECTORY ${LAMBENT_BUILD_PACKAGE_DIR})
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/cmake/toolchains ${LAMBENT_BUILD_PACKAGE_DIR}/toolchains SYMBOLIC)
file(WRITE ${LAMBENT_BUILD_PACKAGE_DIR}/lambentConfig.cmake
"include(\"${PROJECT_SOURCE_DIR}/runtime/lambent_runtime.cmake\")
include(\"${PROJECT_SOURCE_DIR}/cmake/lambent_function.cmake\")
lambent_add_libraries()
include(\"${PROJECT_SOURCE_DIR}/cmake/aws_lambda_cpp.cmake\")
")
configure_file(${PROJECT_BINARY_DIR}/lambentConfigVersion.cmake
               ${LAMBENT_BUILD_PACKAGE_DIR}/lambentConfigVersion.cmake COPYONLY)
