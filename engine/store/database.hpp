// SQLite with one owner and our errors: a connection in WAL mode that syncs every commit, and
// prepared statements. It knows no table; engine/store/function_store does.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace lambent::store {

class database {
public:
  [[nodiscard]] static result<database> open(const std::filesystem::path& file);

  [[nodiscard]] result<> run(const std::string& sql);

  class statement {
  public:
    // Texts are copied.
    statement& bind(int index, std::string_view text);
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

private:
  struct close {
    void operator()(sqlite3*) const;
  };
  explicit database(sqlite3* opened) : opened_(opened) {}
  std::unique_ptr<sqlite3, close> opened_;
};

}  // namespace lambent::store
