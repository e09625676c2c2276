// Every limit of the service that this engine enforces, by name and with its unit. Each mirrors
// AWS: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html ("Lambda quotas")
// unless a line says otherwise.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lambent::model::limits {

// Invoke.
inline constexpr std::size_t invoke_request_max_bytes = 6'291'456;  // 6 MB, synchronous.
inline constexpr std::size_t invoke_response_max_bytes =
    6'291'556;  // 6 MB and 100 bytes of envelope.
// Response streaming; lambda/latest/dg/configuration-response-streaming.html.
inline constexpr std::uint64_t stream_max_bytes = 209'715'200;       // 200 MB.
inline constexpr std::uint64_t stream_burst_bytes = 6'291'456;       // 6 MB at any speed, then
inline constexpr std::uint64_t stream_bytes_per_second = 2'097'152;  // 2 MB a second.
inline constexpr std::size_t async_request_max_bytes = 1'048'576;    // 1 MB, Event.
inline constexpr std::size_t client_context_max_bytes = 3'583;       // Encoded; API_Invoke.html.
inline constexpr std::size_t log_tail_bytes = 4'096;       // X-Amz-Log-Result; API_Invoke.html.
inline constexpr std::size_t payload_nesting_max = 1'000;  // Depth of arrays and objects.

// Code.
inline constexpr std::size_t zip_max_bytes = 52'428'800;           // Direct upload.
inline constexpr std::uint64_t unzipped_max_bytes = 262'144'000;   // Layers included.
inline constexpr std::size_t code_request_max_bytes = 70'167'211;  // CreateFunction's envelope.
// Ours: AWS names no limit. Every entry costs an inode and a directory record of 46 bytes or more.
inline constexpr std::uint64_t zip_entries_max = 100'000;

// Ours, below what a process can be started with: entry point, command, directory, environment.
inline constexpr std::size_t image_words_max_bytes = 100'000;
// Paths where a program named without a slash is looked for, together.
inline constexpr std::size_t program_candidates_max_bytes = 32UL * 1024;

// Configuration.
inline constexpr std::int64_t memory_min_mb = 128;
inline constexpr std::int64_t memory_max_mb = 10'240;
inline constexpr std::int64_t timeout_min_s = 1;
inline constexpr std::int64_t timeout_max_s = 900;
inline constexpr std::int64_t ephemeral_storage_min_mb = 512;
inline constexpr std::int64_t ephemeral_storage_max_mb = 10'240;
inline constexpr std::size_t environment_max_bytes = 4'096;  // Compact JSON of the variables.
inline constexpr std::size_t layers_max = 5;
inline constexpr std::int64_t layer_name_max_chars = 140;  // Or ARN; API_PublishLayerVersion.html.
inline constexpr std::int64_t layer_list_page_max = 50;    // API_ListLayers.html.
inline constexpr std::size_t tags_max = 50;  // lambda/latest/dg/configuration-tags.html.
inline constexpr std::size_t description_max_chars = 256;
inline constexpr std::size_t handler_max_chars = 128;
inline constexpr std::size_t vpc_subnets_max = 16;
inline constexpr std::size_t vpc_security_groups_max = 5;

// Names; API_CreateFunction.html and API_Invoke.html.
inline constexpr std::size_t function_name_max_chars = 64;
inline constexpr std::size_t function_reference_max_chars =
    140;                                                       // Name or ARN where one is managed.
inline constexpr std::size_t function_lookup_max_chars = 256;  // Name or ARN where one is read.
inline constexpr std::size_t qualifier_max_chars = 128;

// Lists; API_ListFunctions.html.
inline constexpr std::int64_t list_page_default = 50;
inline constexpr std::int64_t list_page_max = 10'000;
inline constexpr std::int64_t short_list_page_max = 50;  // API_ListFunctionUrlConfigs.html.

// Function URLs; API_Cors.html.
inline constexpr std::int64_t url_cors_methods_max = 6;
inline constexpr std::int64_t url_cors_entries_max = 100;  // Origins, headers, exposed headers.
inline constexpr std::int64_t url_cors_age_max_s = 86'400;

// A resource-based policy, as JSON; access-control-resource-based.html.
inline constexpr std::size_t policy_max_bytes = 20'480;

// Asynchronous invocation; API_PutFunctionEventInvokeConfig.html.
inline constexpr std::int64_t event_retries_max = 2;
inline constexpr std::int64_t event_age_min_s = 60;
inline constexpr std::int64_t event_age_max_s = 21'600;

// An execution environment.
inline constexpr std::uint32_t memory_of_one_vcpu_mb = 1'769;  // configuration-memory.html.
// Of one CPU in the init phase, whatever the memory. AWS names no number; two unthrottled vCPUs are
// what others measured.
inline constexpr std::uint32_t init_cpu_permille = 2'000;
inline constexpr std::uint32_t processes_max = 1'024;  // Processes and threads.
inline constexpr std::uint32_t open_files_max = 1'024;

// Account; API_AccountLimit.html.
inline constexpr std::int64_t account_concurrency = 1'000;  // Environments at once.
// What reservations must leave to the functions without one; configuration-concurrency.html.
inline constexpr std::int64_t unreserved_concurrency_min = 100;
inline constexpr std::int64_t account_code_bytes = 80'530'636'800;  // 75 GB.

}  // namespace lambent::model::limits
