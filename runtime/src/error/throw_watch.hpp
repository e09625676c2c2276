// Where an exception was thrown that reached the runtime. A catch clause for `throw_watch` before
// the others catches nothing; but to find out, the C++ runtime compares types while the stack of
// the throw still stands, and this one's type looks around. An exception that the user's own code
// catches costs nothing, and neither does a call without one.
#pragma once

#include "call_stack.hpp"

namespace lambent {

// Never made. Its first virtual function is never defined, which keeps the compiler from making
// its type_info: that is throw_watch.cpp's.
class throw_watch {
public:
  throw_watch(const throw_watch&) = delete;
  throw_watch& operator=(const throw_watch&) = delete;
  virtual ~throw_watch();
};

// In a handler behind one for throw_watch: the stack of the throw. Empty where the C++ library is
// not libstdc++, whose types alone can be asked.
[[nodiscard]] const call_stack& watched_throw() noexcept;

}  // namespace lambent
