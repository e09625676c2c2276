// The values that a function will have when what is wanted has been put over what there is.
#pragma once

#include <string>
#include <vector>

#include "cli/deploy/planning/observed.hpp"
#include "cli/deploy/planning/plan.hpp"
#include "cli/deploy/planning/wanted.hpp"

namespace lambent::cli::deploy {

// Lambda's own defaults are left to Lambda; these two it does not have.
inline constexpr const char* default_runtime = "provided.al2023";
inline constexpr const char* default_handler = "bootstrap";

[[nodiscard]] text_map merged(const text_map& there, const text_map& wanted, bool prune);

// The configuration's members that differ, in the order of AWS's documentation. The code's own
// (architecture, CodeSha256) are not among them.
[[nodiscard]] std::vector<difference> configuration_differences(const wanted_function& wanted,
                                                                const observed_configuration& there,
                                                                const std::string& role);

// The VPC that the function is in afterwards: what is not named of it stays.
[[nodiscard]] vpc_settings vpc_after(const wanted_function& wanted, const vpc_settings& there);

// What is wanted of a function that does not exist yet, as differences from nothing.
[[nodiscard]] std::vector<difference> new_configuration(const wanted_function& wanted,
                                                        const std::string& role);

// Differences of maps, one member a key: "tags.team".
[[nodiscard]] std::vector<difference> map_differences(const std::string& member,
                                                      const text_map& there, const text_map& after);

// What is not said of the URL that is there stays: it is not given its defaults.
[[nodiscard]] bool keeps_url(const wanted_function& wanted, const observed_function& observed);

// The URL's settings when they are as wanted; `change` has to find a URL.
[[nodiscard]] url_settings url_after(const wanted_function& wanted,
                                     const observed_function& observed);

[[nodiscard]] std::vector<difference> url_differences(const url_settings& there,
                                                      const url_settings& wanted);

// "14 days"; 0 is "for ever".
[[nodiscard]] std::string retention_text(int days);

// Between a layer's newest version, or nothing, and the one that is wanted. AWS keeps what it is
// compatible with in no order.
[[nodiscard]] std::vector<difference> layer_differences(const wanted_layer& wanted,
                                                        const observed_layer_version& there);

}  // namespace lambent::cli::deploy
