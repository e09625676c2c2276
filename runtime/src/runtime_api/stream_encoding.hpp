// What a streamed response looks like on the wire: chunk heads, the prelude of an HTTP response,
// the trailers of one that failed. Pure text; the client sends it.
// Sources: RFC 9112 §7.1, https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html
#pragma once

#include <lambent/failure.hpp>
#include <lambent/stream.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace lambent::stream_encoding {

inline constexpr std::string_view line_end = "\r\n";

// The end of the request's head, behind the fields that every answer has.
inline constexpr std::string_view head_end =
    "Lambda-Runtime-Function-Response-Mode: streaming\r\n"
    "Transfer-Encoding: chunked\r\n"
    "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n";

inline constexpr std::string_view raw_type = "application/octet-stream";
inline constexpr std::string_view http_type = "application/vnd.awslambda.http-integration-response";

// The end of a body that is whole.
inline constexpr std::string_view last_chunk = "0\r\n\r\n";

using chunk_head_buffer = char[2 * sizeof(std::size_t) + line_end.size()];

// "1F4\r\n", into `scratch`. Not for 0, which would end the body.
[[nodiscard]] std::string_view chunk_head(std::size_t size, chunk_head_buffer& scratch) noexcept;

// A web server's header fields end sooner; what is longer is no HTTP response.
inline constexpr std::size_t prelude_bytes_max = 64 * 1024;

// The JSON and the eight NULs that end it, in place of what `out` held. What is wrong with it
// otherwise; null when nothing is.
[[nodiscard]] const char* write_prelude(std::string& out, const http_prelude& what);

// Go's server, which Lambda's is, refuses a body whose trailers do not fit into its buffer of
// 4,096 bytes. A message that is too long for that is cut.
inline constexpr std::size_t trailers_bytes_max = 4096;

// The end of a body that broke off: the last chunk and the trailers that say why.
[[nodiscard]] std::string failed_end(const failure& why);

}  // namespace lambent::stream_encoding
