# The third-party libraries of `lambent deps add`, for one architecture. LAMBENT_SYSROOT names another folder.

# The folder of this user's cache that is ours.
function(lambent_cache_folder result)
  set(cache $ENV{XDG_CACHE_HOME})
  if(NOT cache)
    set(cache $ENV{HOME}/.cache)
  endif()
  set(${result} ${cache}/lambent PARENT_SCOPE)
endfunction()

function(lambent_default_sysroot architecture result)
  lambent_cache_folder(cache)
  set(${result} ${cache}/sysroots/${architecture}/root PARENT_SCOPE)
endfunction()

# What lies in the sysroot is found without a path: <gmp.h>, -lgmp. Set in each configuration, so that a sysroot that
# comes later counts, too.
macro(lambent_search_sysroot sysroot triplet)
  foreach(lambent_language C CXX)
    list(APPEND CMAKE_${lambent_language}_STANDARD_INCLUDE_DIRECTORIES ${sysroot}/usr/include/${triplet}
         ${sysroot}/usr/include)
    string(APPEND CMAKE_${lambent_language}_STANDARD_LIBRARIES " -L${sysroot}/usr/lib/${triplet}")
  endforeach()
endmacro()

# For a toolchain file: find_library, find_path, find_package and pkg-config see the sysroot and not this machine's
# libraries. Programs are this machine's; packages may be, since many are headers alone.
macro(lambent_use_sysroot architecture triplet)
  list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES LAMBENT_SYSROOT)
  if(NOT LAMBENT_SYSROOT)
    lambent_default_sysroot(${architecture} LAMBENT_SYSROOT)
  endif()
  if(EXISTS ${LAMBENT_SYSROOT})
    list(APPEND CMAKE_FIND_ROOT_PATH ${LAMBENT_SYSROOT})
    lambent_search_sysroot(${LAMBENT_SYSROOT} ${triplet})
  endif()
  set(CMAKE_LIBRARY_ARCHITECTURE ${triplet})
  set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
  set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
  set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
  set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE BOTH)
  set(ENV{PKG_CONFIG_LIBDIR} ${LAMBENT_SYSROOT}/usr/lib/${triplet}/pkgconfig:${LAMBENT_SYSROOT}/usr/share/pkgconfig)
endmacro()
