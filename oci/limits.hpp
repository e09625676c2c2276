// What this room takes from strangers at most. A registry, a layout or an archive is outside input:
// everything it can make grow has a name here.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lambent::oci::limits {

// Manifests, indexes and configurations are read whole. Registries refuse manifests above 4 MiB
// (distribution specification, "Pushing Manifests").
inline constexpr std::size_t document_max_bytes = 4UL * 1024 * 1024;
inline constexpr std::size_t index_manifests_max = 256;
inline constexpr std::size_t layers_max = 127;     // What overlay file systems and Docker take.
inline constexpr std::size_t history_max = 4096;   // Entries; steps without a layer are among them.
inline constexpr std::size_t index_depth_max = 4;  // Indexes in indexes.
// What an index leads to, where all of it is read: manifests, indexes and configurations.
inline constexpr std::size_t index_documents_max = 1024;
inline constexpr std::uint64_t index_documents_max_bytes = 64ULL * 1024 * 1024;

// Lambda: "Container image code package size", uncompressed, all layers together.
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
inline constexpr std::uint64_t unpacked_max_bytes = 10ULL * 1024 * 1024 * 1024;
inline constexpr std::uint64_t entries_max = 1'000'000;  // Files, folders and links of an image.
inline constexpr std::size_t path_max_bytes = 4096;  // One name in a layer, with the NUL after it.
inline constexpr std::size_t name_max_bytes = 255;   // What is between two slashes of it.
inline constexpr std::uint64_t folder_names_max_bytes = 256ULL * 1024 * 1024;  // Of one layer.
inline constexpr std::size_t path_depth_max = 256;            // Folders in each other.
inline constexpr std::size_t xattrs_max_bytes = 64UL * 1024;  // Of one file, names and values.

// What a tar says about one entry before it comes: long names, attributes. As Go's archive/tar.
inline constexpr std::size_t record_max_bytes = 1024UL * 1024;
inline constexpr std::size_t records_max = 8;
// What a tar may have beside the files' content: headers and padding, so much for each entry and
// for the archive itself.
inline constexpr std::uint64_t tar_entry_bytes = 4096;
inline constexpr std::uint64_t tar_bytes = 16ULL * 1024 * 1024;

// Repository names and tags (distribution specification, "Pulling manifests").
inline constexpr std::size_t repository_max_bytes = 255;
inline constexpr std::size_t tag_max_bytes = 128;

}  // namespace lambent::oci::limits
