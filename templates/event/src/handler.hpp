// What the function does, apart from main() so that tests can call it.
#pragma once

{{headers}}

{{#uses_events}}
namespace events = lambent::events;

{{/uses_events}}
{{#types}}
{{types}}

{{/types}}
// {{title}}.
using event_type = {{event_struct}};
using reply_type = {{reply}};

reply_type handle({{parameter}});
