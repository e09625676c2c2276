#include "study/report/published.hpp"

namespace lambent::study {
namespace {

constexpr double rust_x86_64[] = {5454.09, 5334.88, 5364.77, 5386.38, 5314.65};
constexpr double rust_arm64[] = {11064.26, 10900.01, 10909.01, 10929.45, 11204.16};
constexpr double rust_image_x86_64[] = {5501.72, 5734.71, 5337.14, 5580.38, 5206.17};
constexpr double rust_image_arm64[] = {11412.80, 12079.55, 12307.51, 12044.27, 11784.83};
constexpr double js_x86_64[] = {24310.55, 24110.76, 23680.69, 24125.83, 24142.95};
constexpr double js_arm64[] = {27323.62, 27113.35, 27223.31, 27158.35, 26926.68};
constexpr double js_image_x86_64[] = {24335.88, 24554.33, 23962.31, 24388.03, 24367.48};
constexpr double js_image_arm64[] = {27752.90, 27042.74, 26617.62, 27020.76, 27064.53};

constexpr double rust_x86_64_cold[] = {21.14, 22.15, 22.38};
constexpr double rust_arm64_cold[] = {17.99, 17.25, 17.95};
constexpr double rust_image_x86_64_cold[] = {17.05, 8.10, 119.34};
constexpr double rust_image_arm64_cold[] = {15.14, 5.59, 114.04};
constexpr double js_x86_64_cold[] = {141.42, 147.52, 156.75};
constexpr double js_arm64_cold[] = {139.01, 140.44, 140.62};
constexpr double js_image_x86_64_cold[] = {272.43, 252.28, 259.95};
constexpr double js_image_arm64_cold[] = {305.06, 277.63, 201.52};

using range = published_series::range;
constexpr published_series all[] = {
    {language::rust, "x86_64", rust_x86_64, rust_x86_64_cold, range{12, 13}},
    {language::rust, "arm64", rust_arm64, rust_arm64_cold, range{15, 16}},
    {language::rust, "image-x86_64", rust_image_x86_64, rust_image_x86_64_cold, range{11, 12}},
    {language::rust, "image-arm64", rust_image_arm64, rust_image_arm64_cold, range{11, 12}},
    {language::javascript, "x86_64", js_x86_64, js_x86_64_cold, {}},
    {language::javascript, "arm64", js_arm64, js_arm64_cold, {}},
    {language::javascript, "image-x86_64", js_image_x86_64, js_image_x86_64_cold, {}},
    {language::javascript, "image-arm64", js_image_arm64, js_image_arm64_cold, {}},
};

}  // namespace

std::span<const published_series> published() { return all; }

const published_series* find_published(language of, std::string_view config) {
  for (const published_series& one : all)
    if (one.language == of && one.config == config) return &one;
  return nullptr;
}

price price_of(std::string_view architecture) {
  constexpr price x86_64{.usd_per_gb_second = 0.0000166667, .usd_per_million_requests = 0.20};
  constexpr price arm64{.usd_per_gb_second = 0.0000133334, .usd_per_million_requests = 0.20};
  return architecture == "arm64" ? arm64 : x86_64;
}

double cost_per_million(const price& at, double billed_ms, unsigned memory_mb) {
  constexpr double million = 1e6;
  constexpr double ms_per_second = 1000;
  constexpr double mb_per_gb = 1024;
  const double gb_seconds = billed_ms / ms_per_second * memory_mb / mb_per_gb;
  return million * gb_seconds * at.usd_per_gb_second + at.usd_per_million_requests;
}

}  // namespace lambent::study
