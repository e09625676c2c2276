#include "stack_trace.hpp"

#include <lambent/failure.hpp>

#include <charconv>

#include "exception_report.hpp"
#include "symbols.hpp"

namespace lambent {

namespace {

constexpr std::size_t function_bytes_max = 400;  // Of a name; templates can have very long ones.

void append_place(std::string& out, const code_place& where) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, where.address, 16).ptr;
  out += where.module;
  out += where.module.empty() ? "0x" : "+0x";
  out.append(digits, end);
}

// In a dynamic program the address of a function can be another's, a sanitizer's or the linkage
// table's, so that call_stack.cpp does not know it again; there its name is known.
bool raises(std::string_view function) noexcept {
  for (const std::string_view name :
       {"__cxa_throw", "__cxa_rethrow", "_Unwind_Resume", "_ZSt9terminatev",
        "_ZSt17rethrow_exceptionNSt15__exception_ptr13exception_ptrE"}) {
    if (function == name) return true;
  }
  // Templates, and frames of their own where the compiler does not optimize.
  return function.starts_with("_ZSt17throw_with_nestedI") ||
         function.starts_with("_ZSt24__throw_with_nested_implI");
}

// The standard strings by the names that everybody writes.
void shorten(std::string& name) {
  constexpr std::string_view names[][2] = {
      {"std::basic_string_view<char, std::char_traits<char> >", "std::string_view"},
      {"std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >",
       "std::string"}};
  for (const auto& [whole, usual] : names) {
    for (std::size_t at = 0; (at = name.find(whole, at)) != std::string::npos;) {
      name.replace(at, whole.size(), usual);
    }
  }
}

}  // namespace

std::vector<std::string> lines_of(const call_stack& stack) {
  std::vector<std::string> lines;
  lines.reserve(stack.size);
  symbols reader;
  for (std::size_t i = 0; i < stack.size; ++i) {
    const code_place where = reader.find(stack.frames[i]);
    if (raises(where.function)) {
      lines.clear();
      continue;
    }
    std::string& line = lines.emplace_back();
    if (where.function.empty()) {
      append_place(line, where);
      continue;
    }
    line = where.function;
    if (line.starts_with("_Z")) line = demangled(line.c_str());
    shorten(line);
    if (line.size() > function_bytes_max) line.replace(function_bytes_max, line.npos, "...");
    line += " (";
    append_place(line, where);
    line += ')';
  }
  return lines;
}

[[gnu::noinline]] std::vector<std::string> current_stack_trace() {
  call_stack stack = capture_stack();
  std::vector<std::string> lines = lines_of(stack);
  if (!lines.empty()) lines.erase(lines.begin());  // This function itself.
  return lines;
}

}  // namespace lambent
