#include "cli/command_line/foreign_words.hpp"

#include <algorithm>
#include <array>

namespace lambent::cli {
namespace {

// https://www.cargo-lambda.info/commands/introduction.html
constexpr auto table = std::to_array<foreign_word>({
    {"build watch", "--features -F --all-features --no-default-features",
     "what is built in is chosen by variables of CMake's cache: -D ENABLE_X=ON"},
    {"build", "-p --package --workspace --all --exclude --lib --bins --all-targets",
     "name the functions, `lambent build orders prices`, or none for all of the project"},
    {"watch", "-p --package --bin --bins --workspace --all",
     "name the functions, `lambent watch orders prices`, or none for all of the project"},
    {"build watch", "--example --examples --test --tests --bench --benches",
     "tests are built with the functions, and `ctest --test-dir build` runs them"},
    {"build watch", "--target-dir --artifact-dir --out-dir",
     "CMake's trees are in build/; --lambda-dir of `lambent build` says where the artefacts go"},
    {"build watch deploy", "--manifest-path",
     "run it in the folder of the project's CMakeLists.txt, or in one below"},
    {"build", "--skip-target-check", "a build installs no target: leave it away"},
    {"build", "--disable-optimizations",
     "--profile debug compiles without optimisation, --profile relwithdebinfo strips nothing"},
    {"build watch",
     "--keep-going --message-format --locked --offline --frozen -Z --timings --ignore-rust-version "
     "--unit-graph --build-plan --future-incompat-report",
     "that is cargo's, and CMake builds here: leave it away"},
    {"invoke", "-o --output-format", "stdout gets the function's answer as it is: leave it away"},
    {"invoke", "--skip-cache", "the examples are part of this program: leave it away"},
    {"invoke", "--identity-id --identity-pool-id",
     "AWS's Invoke takes no identity: an event or --client-context can carry it"},
    {"invoke", "--tls-cert --tls-key --tls-ca",
     "invoke speaks HTTP to the local AWS Lambda; beside its HTTPS, watch has a port for that"},
    {"watch", "--disable-cors",
     "CORS headers are those of the function's url table in lambent.toml: leave it away"},
    {"watch", "--print-traces", "-v says more of what happens"},
    {"", "--global", "--config names the file"},
    {"", "--admerge", "KEY=VALUE is merged and a list replaced, always: leave it away"},
    {"", "system", "`lambent doctor` says what is installed and what is missing"},
});

bool has_word(std::string_view text, std::string_view wanted) {
  while (!text.empty()) {
    std::size_t end = std::min(text.find(' '), text.size());
    if (text.substr(0, end) == wanted) return true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

}  // namespace

std::span<const foreign_word> foreign_words() { return table; }

std::string_view instead_of(std::string_view command, std::string_view word) {
  auto found = std::ranges::find_if(table, [&](const foreign_word& each) {
    return (each.commands.empty() || has_word(each.commands, command)) &&
           has_word(each.words, word);
  });
  return found == table.end() ? std::string_view() : found->instead;
}

}  // namespace lambent::cli
