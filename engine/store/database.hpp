// SQLite with one owner and our errors: a connection in WAL mode that syncs every commit, and
// prepared statements. It knows no table; engine/store/function_store does.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace lambent::store {

// What a commit means. `temporary` is for data that is deleted when the program ends.
enum class durability : std::uint8_t { kept, temporary };

class database {
public:
  [[nodiscard]] static result<database> open(const std::filesystem::path& file,
                                             durability commits = durability::kept);

  [[nodiscard]] result<> run(const std::string& sql);

  class statement {
  public:
    // Texts are copied.
    statement& bind(int index, std::string_view text);
    statement& bind(int index, std::int64_t number);
    [[nodiscard]] result<bool> step();  // True while there is a row.
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] std::int64_t number(int column) const;

  private:
    friend class database;
    struct finalize {
      void operator()(sqlite3_stmt*) const;
    };
    explicit statement(sqlite3_stmt* made) : made_(made) {}
    std::unique_ptr<sqlite3_stmt, finalize> made_;
  };
  [[nodiscard]] result<statement> prepare(std::string_view sql);

  // A statement whose parameters ?1, ?2 … are bound, for what gives rows and for what gives none.
  template <class... Values>
  [[nodiscard]] result<statement> query(std::string_view sql, const Values&... values) {
    auto made = prepare(sql);
    if (!made) return made;
    int index = 0;
    (made->bind(++index, values), ...);
    return made;
  }
  template <class... Values>
  [[nodiscard]] result<> change(std::string_view sql, const Values&... values) {
    auto made = query(sql, values...);
    auto stepped = made ? made->step() : result<bool>(std::unexpected(std::move(made.error())));
    if (!stepped) return std::unexpected(std::move(stepped.error()));
    return {};
  }
  [[nodiscard]] std::int64_t changes() const;  // Rows that the last change touched.

  // What is changed while one exists is kept whole at commit(), or not at all.
  class transaction {
  public:
    transaction(transaction&& other) noexcept : in_(std::exchange(other.in_, nullptr)) {}
    transaction& operator=(transaction&&) = delete;
    ~transaction();
    [[nodiscard]] result<> commit();

  private:
    friend class database;
    explicit transaction(database& in) : in_(&in) {}
    database* in_;  // nullptr once it is over.
  };
  [[nodiscard]] result<transaction> begin();

  // Brings the file to the form that all of `steps` make; the file remembers how many it has had.
  [[nodiscard]] result<> migrate(std::span<const char* const> steps);

private:
  struct close {
    void operator()(sqlite3*) const;
  };
  explicit database(sqlite3* opened) : opened_(opened) {}
  std::unique_ptr<sqlite3, close> opened_;
};

}  // namespace lambent::store
