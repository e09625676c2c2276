#include "cli/bench/show.hpp"

namespace lambent::cli::bench {

exit_code show_distribution(session& of, temperature wanted, std::size_t asked,
                            std::size_t concurrency, std::vector<sample> samples,
                            std::vector<sample> before, exit_code so_far) {
  if (samples.empty()) return so_far;
  // Those before the others are among the reports, too.
  const std::size_t apart = before.size();
  std::vector<sample> all = std::move(before);
  for (sample& each : samples) all.push_back(std::move(each));
  if (auto added = of.add_reports(all); !added) return of.say(std::move(added).error());
  so_far = of.heed_interrupt(so_far);
  const auto first = all.begin() + static_cast<std::ptrdiff_t>(apart);
  subject whose = of.subject_of(all);
  distribution found =
      distribution_of(wanted, std::move(whose),
                      {std::make_move_iterator(first), std::make_move_iterator(all.end())},
                      {std::make_move_iterator(all.begin()), std::make_move_iterator(first)});
  found.asked = asked;
  found.concurrency = concurrency;
  found.interrupted = so_far == exit_code::interrupted;
  std::string text = as_json(found);
  if (of.target().output == output_format::text) {
    text = as_text(found);
    if (stdout_manners().status_line)
      if (std::string bars = bars_of(found); !bars.empty()) text += "\n" + bars;
  }
  so_far = finish_with(text, so_far);
  return of.draw(as_svg(found), so_far);
}

}  // namespace lambent::cli::bench
