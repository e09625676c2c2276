// What has no recording of AWS and no page of its documentation behind it, in one place. Each is
// the nearest text or choice that does have a source; a recording replaces it.
//
// Choices made elsewhere for the same reason:
//  - An alias operation on a function that does not exist speaks of the function, as GetFunction
//    does (resources/aliases.cpp); so does PublishVersion (resources/versions.cpp).
//  - A change of code or configuration that names a version or an alias does not find it
//    (resources/lookup.cpp).
//  - A published version keeps $LATEST's LastModified (resources/versions.cpp).
//  - Where a function, version or alias has no policy yet, AddPermission takes the RevisionId of
//  what
//    it is for; recorded for an alias, and not for the others (resources/permissions.cpp).
//  - Where Bool stands among a statement's conditions (policy_document.cpp).
//  - An empty Cors takes the configuration away (resources/function_urls.cpp).
//  - Deleting an alias deletes its function URL, its policy and its EventInvokeConfig, and deleting
//  a
//    version the latter two (resources/aliases.cpp, resources/function_reads.cpp).
//  - A layer version of another account is as good as none, where a policy is asked for or the
//    version is deleted (resources/layer_permissions.cpp, resources/layers.cpp).
//  - Layers are not unpacked again when their version is deleted: a function keeps them, and so
//  does
//    a version that is published from it (function_layers.cpp).
#pragma once

#include <string_view>

namespace lambent::api::unsourced {

// After "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action", which AWS
// says.
inline constexpr std::string_view invoked_via_function_url_action =
    "InvokedViaFunctionUrl is only supported for lambda:InvokeFunction action";

// A Marker that no answer has given.
inline constexpr std::string_view invalid_marker = "The provided Marker is invalid.";

// A VersionNumber of a layer that is none.
inline constexpr std::string_view version_number_is_no_number =
    "STRING_VALUE can not be converted to a Long";

// Content with neither ZipFile nor S3Bucket, after the text for functions, which is recorded.
inline constexpr std::string_view layer_without_content =
    "Please provide a source for layer content.";

}  // namespace lambent::api::unsourced
