# What arm64.cmake and x86_64.cmake share. Libraries come from the compiler's own folder and from the sysroot
# that `lambent deps add --arm64` fills; tests run under QEMU where that is installed.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR ${LAMBENT_CROSS_PROCESSOR})
set(lambent_triplet ${LAMBENT_CROSS_PROCESSOR}-linux-gnu)
set(CMAKE_C_COMPILER ${lambent_triplet}-gcc)
set(CMAKE_CXX_COMPILER ${lambent_triplet}-g++)
set(CMAKE_C_FLAGS_INIT "${LAMBENT_CROSS_FLAGS}")
set(CMAKE_CXX_FLAGS_INIT "${LAMBENT_CROSS_FLAGS}")

include(${CMAKE_CURRENT_LIST_DIR}/sysroot.cmake)
lambent_use_sysroot(${LAMBENT_CROSS_ARCHITECTURE} ${lambent_triplet})
list(APPEND CMAKE_FIND_ROOT_PATH /usr/${lambent_triplet})

find_program(LAMBENT_QEMU NAMES qemu-${LAMBENT_CROSS_PROCESSOR}-static qemu-${LAMBENT_CROSS_PROCESSOR})
if(LAMBENT_QEMU)
  # The tests of a project are dynamic programs; their libraries lie beside the compiler's.
  set(CMAKE_CROSSCOMPILING_EMULATOR ${LAMBENT_QEMU} -L /usr/${lambent_triplet})
endif()
