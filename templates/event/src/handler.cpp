// First, so that `lambent watch` takes its compiled form.
#include <lambent/lambent.hpp>

#include "handler.hpp"

{{handler}}
