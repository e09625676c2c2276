# The first line of SOURCE is "// expect: SENTENCE". The compiler must say it, and give no other error.
file(STRINGS ${SOURCE} lines REGEX "^// expect: ")
string(REPLACE "// expect: " "" sentence "${lines}")
execute_process(
  COMMAND ${COMPILER} -std=c++20 -fsyntax-only -I${INCLUDE} ${SOURCE}
  RESULT_VARIABLE failed
  ERROR_VARIABLE said)
if(NOT failed)
  message(FATAL_ERROR "${SOURCE} compiles")
endif()
string(FIND "${said}" "${sentence}" found)
if(found EQUAL -1)
  message(FATAL_ERROR "expected the sentence\n  ${sentence}\nin\n${said}")
endif()
string(REGEX MATCHALL ": error:" errors "${said}")
list(LENGTH errors count)
if(NOT count EQUAL 1)
  message(FATAL_ERROR "${count} errors instead of one:\n${said}")
endif()
