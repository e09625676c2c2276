#include "engine/environment/resident_peak.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

using namespace lambent::environment;

TEST_CASE("the peak is the line VmHWM of a process's status, in kilobytes there") {
  CHECK(parse_resident_peak("Name:\tnode\nVmPeak:\t  900 kB\nVmHWM:\t   48 kB\nVmRSS:\t 40 kB\n") ==
        48 * 1024);
  CHECK(parse_resident_peak("Name:\tkthread\nState:\tS\n") == 0);
  CHECK(parse_resident_peak("Name:\tx\nVmHWM:") == 0);
  CHECK(parse_resident_peak("") == 0);
}

TEST_CASE("a process that is there has a peak, one that is not has none") {
  CHECK(resident_peak_of(::getpid()) > 1024 * 1024);
  CHECK(resident_peak_of(-1) == 0);
}
