// The figures that are public: the study's own of 2022, and AWS's prices.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "study/report/catalogue.hpp"

namespace lambent::study {

/// "Serverless Lambdas with Rust on AWS", ervinszilagyi.dev, 2022: functions of 128 MB in
/// us-east-1, the first 10,000 digits.
struct published_series {
  study::language language;
  std::string_view config;
  std::span<const double> durations_ms;  // Five runs in a row.
  std::span<const double> cold_ms;       // Init Duration, three times.
  struct range {
    double low = 0;
    double high = 0;
  };
  std::optional<range> memory_mb;  // Max Memory Used; published for Rust alone.
};

inline constexpr std::string_view published_name = "AWS 2022";
inline constexpr unsigned published_digits = 10'000;
inline constexpr unsigned published_memory_mb = 128;

[[nodiscard]] std::span<const published_series> published();
/// Nothing where nothing is published.
[[nodiscard]] const published_series* find_published(language of, std::string_view config);

/// What AWS takes in us-east-1, without the free tier, for the first 6 billion (x86_64) or 7.5
/// billion (arm64) GB-seconds of a month. https://aws.amazon.com/lambda/pricing/
struct price {
  double usd_per_gb_second;
  double usd_per_million_requests;
};
inline constexpr std::string_view prices_source = "aws.amazon.com/lambda/pricing, us-east-1";
[[nodiscard]] price price_of(std::string_view architecture);

/// US dollars for a million invocations of so many billed milliseconds each.
[[nodiscard]] double cost_per_million(const price& at, double billed_ms, unsigned memory_mb);

}  // namespace lambent::study
