#include "guarded_call.hpp"

#include "exception_report.hpp"
#include "throw_watch.hpp"

#if __cpp_exceptions && defined(__GLIBCXX__)
#include <cxxabi.h>
#endif

namespace lambent {

#if __cpp_exceptions

[[gnu::noinline]] call_outcome run_guarded(void (*call)(const void*), const void* with,
                                           failure& why) {
  try {
    call(with);
    return call_outcome::returned;
#ifdef __GLIBCXX__
  } catch (const throw_watch&) {
    return call_outcome::returned;  // Never: see there.
  } catch (const abi::__forced_unwind&) {
    throw;  // The thread is being cancelled; swallowing that aborts the process.
#endif
  } catch (const failure&) {
    why = current_failure(watched_throw());
    return call_outcome::threw_failure;
  } catch (...) {
    why = current_failure(watched_throw());
    return call_outcome::threw;
  }
}

#else

[[gnu::noinline]] call_outcome run_guarded(void (*call)(const void*), const void* with, failure&) {
  call(with);
  return call_outcome::returned;
}

#endif

}  // namespace lambent
