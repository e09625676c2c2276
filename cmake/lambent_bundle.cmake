# A dynamic program with the shared libraries it needs, as a zip that runs on Lambda: PROGRAM, FOLDER to put it
# together in, ARCHIVE, NO_LIBC when the image's own C library is to be used, ZIP_SCRIPT. Libraries that a
# program loads by dlopen are not seen.
cmake_minimum_required(VERSION 3.21)
file(REMOVE_RECURSE ${FOLDER})
file(GET_RUNTIME_DEPENDENCIES EXECUTABLES ${PROGRAM} RESOLVED_DEPENDENCIES_VAR libraries
     UNRESOLVED_DEPENDENCIES_VAR missing)
if(missing)
  message(FATAL_ERROR "package ${PROGRAM}: its libraries ${missing} are not found on this machine")
endif()

get_filename_component(name ${PROGRAM} NAME)
set(loader)
file(MAKE_DIRECTORY ${FOLDER}/lib)
foreach(library IN LISTS libraries)
  get_filename_component(soname ${library} NAME)
  set(of_libc OFF)
  if(soname MATCHES "^(ld-|lib(c|m|dl|pthread|rt|resolv|util|anl|nsl|nss_[a-z]+|thread_db|mvec)\\.so)")
    set(of_libc ON)
  endif()
  if(soname MATCHES "^ld-")
    set(loader ${soname})
  endif()
  if(NOT of_libc OR NOT NO_LIBC)
    file(REAL_PATH ${library} real)
    file(COPY_FILE ${real} ${FOLDER}/lib/${soname})
  endif()
endforeach()

if(NO_LIBC)
  # Lambda's LD_LIBRARY_PATH has the package's lib folder.
  file(COPY_FILE ${PROGRAM} ${FOLDER}/bootstrap)
elseif(loader)
  file(MAKE_DIRECTORY ${FOLDER}/bin)
  file(COPY_FILE ${PROGRAM} ${FOLDER}/bin/${name})
  file(WRITE ${FOLDER}/bootstrap
       "#!/bin/sh\n"
       "# The C library of the machine that built the program, started by that library's own loader.\n"
       "here=\${0%/*}\n"
       "exec \"$here/lib/${loader}\" --library-path \"$here/lib\" \"$here/bin/${name}\" \"$_HANDLER\"\n")
  file(CHMOD ${FOLDER}/bootstrap PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
                                             WORLD_READ WORLD_EXECUTE)
else()
  message(FATAL_ERROR "package ${PROGRAM}: it needs no dynamic loader; leave DYNAMIC away")
endif()

file(GLOB_RECURSE files RELATIVE ${FOLDER} ${FOLDER}/*)
list(SORT files)
execute_process(COMMAND sh ${ZIP_SCRIPT} ${ARCHIVE} ${FOLDER} ${files} COMMAND_ERROR_IS_FATAL ANY)
