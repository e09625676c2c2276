#include "sandbox/execution.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/architecture.hpp"

namespace lambent::sandbox {

namespace {

enum class kind { native, foreign, script, unknown };

using line = std::array<char, script_line_bytes_max>;

// The first bytes of a file, of which a line of text may end in the last; unknown when it cannot be
// read, which says nothing of whether it can be executed.
kind look_at(const char* path, line& head) {
  int file = ::open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return kind::unknown;
  ssize_t size = ::pread(file, head.data(), head.size() - 1, 0);
  (void)::close(file);
  if (size < 0) return kind::unknown;
  head[static_cast<std::size_t>(size)] = '\0';
  if (size > 2 && head[0] == '#' && head[1] == '!') return kind::script;
  Elf64_Ehdr header{};
  if (size < static_cast<ssize_t>(sizeof header)) return kind::unknown;
  std::memcpy(&header, head.data(), sizeof header);
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) return kind::unknown;
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB)
    return kind::unknown;
  if (header.e_machine == other_architecture.machine) return kind::foreign;
  return header.e_machine == native_architecture.machine ? kind::native : kind::unknown;
}

// The interpreter of a script and its one argument, in place; null where there is none.
struct interpreter {
  char* path = nullptr;
  char* argument = nullptr;
};

interpreter interpreter_of(line& head) {
  constexpr const char* blanks = " \t";
  char* text = head.data() + 2;
  text[std::strcspn(text, "\n")] = '\0';
  text += std::strspn(text, blanks);
  interpreter found;
  if (*text == '\0') return found;
  found.path = text;
  text += std::strcspn(text, blanks);
  if (*text == '\0') return found;
  *text++ = '\0';
  text += std::strspn(text, blanks);
  if (*text == '\0') return found;
  found.argument = text;
  for (char* end = text + std::strlen(text) - 1; end > text && (*end == ' ' || *end == '\t'); --end)
    *end = '\0';
  return found;
}

char* word(const char* text) { return const_cast<char*>(text); }

// `argv` is where argv[0] is; room for what comes before is there.
void emulate(execution& what, char** argv, char* path) {
  // The emulator only reads it, and would not ask.
  if (::access(path, X_OK) != 0) return;
  char* name = *argv;
  *argv = path;
  if (what.prefix != nullptr) {
    *--argv = word(what.prefix);
    *--argv = word("-L");
  }
  *--argv = name;
  *--argv = word("-0");
  *--argv = word("qemu");
  (void)::syscall(SYS_execveat, what.emulator, "", argv, what.environment.data(), AT_EMPTY_PATH);
}

// The kernel would look for a script's interpreter itself, and not find a native one.
void execute_emulated(execution& what, char* path) {
  char** argv = what.arguments.data() + spare_arguments;
  for (std::size_t level = 0; level < interpreters_max; ++level) {
    line& head = what.lines[level];
    const kind found = look_at(path, head);
    if (found == kind::foreign) return emulate(what, argv, path);
    if (found == kind::native && level == 0) {
      errno = ENOEXEC;
      return;
    }
    interpreter next;
    if (found == kind::script) next = interpreter_of(head);
    if (next.path == nullptr || ::access(path, X_OK) != 0) break;
    *argv = path;
    if (next.argument != nullptr) *--argv = next.argument;
    *--argv = next.path;
    path = next.path;
  }
  // What else there is, and errors, are the kernel's.
  (void)::execve(path, argv, what.environment.data());
}

}  // namespace

void execute(execution& what, const char* path) {
  if (what.emulated) return execute_emulated(what, word(path));
  // Only where the kernel has been told of an emulator would it take such a program.
  if (what.emulator >= 0 && look_at(path, what.lines[0]) == kind::foreign &&
      ::access(path, X_OK) == 0) {
    errno = ENOEXEC;
    return;
  }
  (void)::execve(path, what.arguments.data() + spare_arguments, what.environment.data());
}

}  // namespace lambent::sandbox
