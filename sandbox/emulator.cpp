#include "sandbox/emulator.hpp"

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <array>
#include <cstdio>

#include "base/architecture.hpp"

namespace lambent::sandbox {

namespace {

// The header of a 64-bit little-endian ELF file: its beginning, what has to agree, and the machine.
// Byte 7 (the ABI) may be anything, byte 16 (the type) an executable or a position-independent one.
std::string registration(const std::string& emulator) {
  constexpr unsigned shared_type_bit = 1;
  std::array<unsigned, 20> magic{0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT};
  std::array<unsigned, 20> mask{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
  magic[16] = ET_EXEC;
  mask[16] = 0xff & ~shared_type_bit;
  mask[17] = 0xff;
  magic[18] = other_architecture.machine & 0xff;
  magic[19] = other_architecture.machine >> 8;
  mask[18] = mask[19] = 0xff;
  auto escaped = [](const auto& bytes) {
    std::string text;
    for (unsigned byte : bytes) {
      std::array<char, 8> digits{};
      std::snprintf(digits.data(), digits.size(), "\\x%02x", byte);
      text += digits.data();
    }
    return text;
  };
  // P: argv[0] stays what the caller gave; O, F: the file is opened by the kernel, at once.
  return ":lambent:M::" + escaped(magic) + ":" + escaped(mask) + ":" + emulator + ":POF";
}

}  // namespace

result<std::string> show_read_only(const std::string& emulator, const std::string& run_dir) {
  std::string place = run_dir + "/emulator";
  fd made(::open(place.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  if (!made) return sys_fail("make " + place);
  if (::mount(emulator.c_str(), place.c_str(), nullptr, MS_BIND, nullptr) != 0)
    return sys_fail("show " + emulator);
  mount_attr attr{};
  attr.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
  if (::mount_setattr(AT_FDCWD, place.c_str(), 0, &attr, sizeof attr) != 0) {
    auto failed = sys_fail("show " + emulator + " read-only");
    hide(place);
    return failed;
  }
  return place;
}

void hide(const std::string& shown) {
  (void)::umount2(shown.c_str(), MNT_DETACH);
  (void)::unlink(shown.c_str());
}

result<fd> register_with_kernel(const std::string& emulator) {
  if (emulator.find(':') != std::string::npos)
    return fail("register the emulator " + emulator + ": its path has a colon");
  fd context(::fsopen("binfmt_misc", FSOPEN_CLOEXEC));
  if (!context) return sys_fail("open binfmt_misc");
  if (::fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0)
    return sys_fail("make a binfmt_misc of one's own");
  fd mounted(::fsmount(context.get(), FSMOUNT_CLOEXEC, 0));
  if (!mounted) return sys_fail("mount binfmt_misc");
  fd entry(::openat(mounted.get(), "register", O_WRONLY | O_CLOEXEC));
  if (!entry) return sys_fail("open binfmt_misc's register");
  const std::string text = registration(emulator);
  if (::write(entry.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    return sys_fail("register the emulator " + emulator);
  return mounted;
}

}  // namespace lambent::sandbox
