#include "study/report/catalogue.hpp"

#include <algorithm>

namespace lambent::study {
namespace {

constexpr function_info all_functions[] = {
    {"pi-cpp", "C++ (GMP)", language::cpp, role::language,
     "the published recurrence in C++ on GMP, its state changed in place, a digit estimated from "
     "the leading bits, common factors left out"},
    {"pi-cpp-int", "C++ (cpp_int)", language::cpp, role::variant,
     "the published recurrence in C++ on Boost.Multiprecision's cpp_int, the same steps as Rust's: "
     "a division of large numbers for each digit, no factor left out; numbers are changed in "
     "place"},
    {"pi-rust", "Rust", language::rust, role::language,
     "the published recurrence in Rust on num-bigint with lambda_runtime, cargo's release profile"},
    {"pi-rust-lean", "Rust (LTO)", language::rust, role::variant,
     "the same Rust with panic=abort, link-time optimisation and one codegen unit"},
    {"pi-js", "JavaScript", language::javascript, role::language,
     "the published generator in JavaScript on BigInt, on Node's managed runtime"},
    {"pi-cpp-batched", "C++ (in blocks)", language::cpp, role::algorithm,
     "the same family of transformations, composed in blocks, on GMP"},
    {"pi-cpp-fast", "C++ (Chudnovsky)", language::cpp, role::algorithm,
     "the Chudnovskys' series by binary splitting on GMP: not a spigot any more"},
};

constexpr config_info all_configs[] = {
    {"x86_64", "x86_64, zip", "x86_64", false},
    {"arm64", "arm64, zip", "arm64", false},
    {"image-x86_64", "x86_64, image", "x86_64", true},
    {"image-arm64", "arm64, image", "arm64", true},
};

template <class Info>
const Info* find_in(std::span<const Info> all, std::string_view id) {
  auto found = std::ranges::find(all, id, &Info::id);
  return found == all.end() ? nullptr : &*found;
}

template <class Info>
std::string ids_of(std::span<const Info> all) {
  std::string out;
  for (const Info& one : all) (out += out.empty() ? "" : ", ") += one.id;
  return out;
}

}  // namespace

std::span<const function_info> functions() { return all_functions; }
std::span<const config_info> configs() { return all_configs; }

const function_info* find_function(std::string_view id) { return find_in(functions(), id); }
const config_info* find_config(std::string_view id) { return find_in(configs(), id); }

std::string function_ids() { return ids_of(functions()); }
std::string config_ids() { return ids_of(configs()); }

}  // namespace lambent::study
