// apt for another architecture, or without root: Debian's own tools with lists, status and
// downloads in a private folder. The system's packages are neither read nor touched; its sources,
// keys and proxies are used.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lambent::cli::deps {

struct package {
  std::string name;
  std::string version;
  std::string architecture;  // "arm64", or "all".
};

// The archive's file name in apt's cache: "libgmp-dev_2%3a6.2.1_arm64.deb".
[[nodiscard]] std::string file_of(const package& package);

// The packages that `apt-get --simulate install` says it would install, in its order.
[[nodiscard]] std::vector<package> parse_simulation(std::string_view output);

class private_apt {
public:
  // `sources`: a list of package sources in place of the system's, kept for later calls; empty: the
  // one kept, else the system's. Fails where there is no apt.
  [[nodiscard]] static result<private_apt> make(const std::filesystem::path& folder,
                                                const std::string& architecture,
                                                const std::filesystem::path& sources);

  // The system's sources again.
  void forget_sources() const;
  // Fetches the package lists; needs the network.
  [[nodiscard]] result<> update() const;
  // The packages and what they depend on, without what every compiler brings along.
  [[nodiscard]] result<std::vector<package>> resolve(const std::vector<std::string>& names) const;
  // Those of resolve(); what is there already is not fetched again.
  [[nodiscard]] result<> download(const std::vector<package>& packages) const;
  [[nodiscard]] std::filesystem::path archive_of(const package& package) const;

private:
  private_apt(std::filesystem::path folder, std::string architecture)
      : folder_(std::move(folder)), architecture_(std::move(architecture)) {}
  [[nodiscard]] std::filesystem::path archives() const { return folder_ / "apt/cache/archives"; }
  [[nodiscard]] result<std::string> run(std::string_view doing,
                                        std::vector<std::string> arguments) const;

  std::filesystem::path folder_;
  std::string architecture_;
};

}  // namespace lambent::cli::deps
