#include "throw_watch.hpp"

#include <typeinfo>

namespace lambent {

namespace {

constinit thread_local call_stack last_throw;

}  // namespace

const call_stack& watched_throw() noexcept { return last_throw; }

#if __cpp_exceptions && defined(__GLIBCXX__)

// Not in a nameless namespace: a variable of such a type has no symbol for others.
namespace throwing {

constexpr const char* mangled_name = "N7lambent11throw_watchE";

class watching_type final : public std::type_info {
public:
  watching_type() : std::type_info(mangled_name) {}

  // Asked once for each frame of ours that an exception passes, in the search for a handler.
  bool __do_catch(const std::type_info* /*thrown*/, void** /*object*/,
                  unsigned /*outer*/) const override {
    last_throw = capture_stack();
    return false;
  }
};

// Not destroyed at exit: another thread may still throw.
union kept_type {
  watching_type type;
  kept_type() : type() {}
  ~kept_type() {}
};

// The type_info by its symbol.
extern kept_type throw_watch_type __asm__("_ZTIN7lambent11throw_watchE");
kept_type throw_watch_type;

}  // namespace throwing

#endif

}  // namespace lambent
