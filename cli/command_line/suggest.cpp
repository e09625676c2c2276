#include "cli/command_line/suggest.hpp"

#include <algorithm>
#include <cstddef>

namespace lambent::cli {
namespace {

// Optimal string alignment: edit distance in which swapping two neighbours is one mistake.
std::size_t mistakes(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::string closest(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr std::size_t word_bytes_max = 64;  // Nobody mistypes longer words; bounds the work.
  if (word.size() > word_bytes_max) return {};
  std::string best;
  std::size_t best_mistakes = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    std::size_t count = mistakes(word, candidate);
    if (count < best_mistakes) {
      best = candidate;
      best_mistakes = count;
    }
  }
  return best;
}

}  // namespace lambent::cli
