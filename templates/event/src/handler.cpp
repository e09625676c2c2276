#include "handler.hpp"

{{handler}}
