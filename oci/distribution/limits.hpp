// What a registry can make this client take, wait or try at most, with units, in one place.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace lambent::oci::distribution::limits {

using std::chrono::milliseconds;
using std::chrono::seconds;

inline constexpr int redirects_max = 5;  // Of one request.
inline constexpr int attempts_max = 6;  // Of one request, and of a transfer that makes no progress.
inline constexpr int restarts_max = 4;  // Uploads of one blob that begin again at its first byte.
inline constexpr milliseconds first_wait{250};  // Doubled with each attempt, times a random part.
inline constexpr seconds wait_max{20};
inline constexpr seconds asked_wait_max{120};  // The longest Retry-After that is honoured.

inline constexpr std::size_t challenges_max = 8;              // Of one answer.
inline constexpr std::size_t parameters_max = 16;             // Of one challenge or link.
inline constexpr std::size_t header_max_bytes = 16UL * 1024;  // Of one header that is parsed.
inline constexpr std::size_t token_max_bytes = 64UL * 1024;
inline constexpr std::size_t errors_max = 4;                // Of a refusal's list, told to people.
inline constexpr std::size_t refusal_text_max_bytes = 400;  // Of a refusal that is no JSON.
// A token without a word on its life lives for a minute (Docker's token specification).
inline constexpr seconds token_life_otherwise{60};

inline constexpr std::size_t pages_max = 100;  // Of a list of tags.
inline constexpr std::size_t tags_max = 10'000;

// Between the thread that reads a blob and the one that sends it.
inline constexpr std::size_t stream_ahead_bytes = 4UL * 1024 * 1024;
inline constexpr unsigned blobs_at_once = 3;
// Registries that hash an upload when it is finished are silent meanwhile.
inline constexpr seconds silence_max{300};

}  // namespace lambent::oci::distribution::limits
