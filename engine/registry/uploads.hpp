// Blobs on their way in: files that grow, and the hash of what they have. What is known of them
// beside their bytes is in the catalog. Any thread; one request at a time writes to an upload.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "oci/digest.hpp"

namespace lambent::registry {

class uploads;

// The right to write to one upload; others wait until it is dropped.
class upload_writer {
public:
  upload_writer(upload_writer&&) noexcept;
  upload_writer& operator=(upload_writer&&) = delete;
  ~upload_writer();

  [[nodiscard]] std::uint64_t size() const;  // Bytes that there are.
  [[nodiscard]] result<> write(std::string_view bytes);
  // What was written survives the machine's end, too.
  [[nodiscard]] result<> sync();
  [[nodiscard]] result<> cut_back(std::uint64_t to);
  // Of all bytes; those that an earlier engine wrote are read again.
  [[nodiscard]] result<oci::digest> digest();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] fd take_file() { return std::move(file_); }

private:
  friend class uploads;
  struct state;
  upload_writer(uploads& of, std::string id, std::filesystem::path path, fd file,
                std::shared_ptr<state> held);

  uploads* of_;  // nullptr once it is moved from.
  std::string id_;
  std::filesystem::path path_;
  fd file_;
  std::shared_ptr<state> state_;
};

class uploads {
public:
  [[nodiscard]] static result<std::unique_ptr<uploads>> open(const std::filesystem::path& dir);

  [[nodiscard]] result<> create(std::string_view id);
  // Bytes of one that exists.
  [[nodiscard]] result<std::uint64_t> size(std::string_view id) const;
  // Nothing while another request writes.
  [[nodiscard]] result<std::optional<upload_writer>> claim(const std::string& id);
  // The file goes with it; false while a request writes.
  [[nodiscard]] bool remove(const std::string& id);
  // The same, but while a request writes it is done when that request ends.
  void discard(const std::string& id);
  // Forgets one whose file is gone.
  void forget(const std::string& id);
  // Removes all files but these.
  [[nodiscard]] result<> keep_only(const std::set<std::string>& known) const;

private:
  friend class upload_writer;
  explicit uploads(std::filesystem::path dir) : dir_(std::move(dir)) {}
  [[nodiscard]] std::filesystem::path path_of(std::string_view id) const { return dir_ / id; }
  void release(const std::string& id);
  void drop(const std::string& id);

  std::filesystem::path dir_;
  std::mutex one_at_a_time_;
  std::map<std::string, std::shared_ptr<upload_writer::state>, std::less<>> known_;
};

}  // namespace lambent::registry
