# cmake -DFUNCTION=<name> -DHEADER=<path> -DNAMESPACE=<name> -DOUTPUT=<file.cpp>
#       -DFOLDERS=<prefix>=<folder>,... -P lambent_embed.cmake
# Writes the files of the folders as C++: the function of the header that gives them, as embedded_file
# of the namespace. A prefix ends in a slash or is empty. Text goes in as raw string literals, which
# compile fast.
string(REPLACE "," ";" folders "${FOLDERS}")
set(keys "")
foreach(folder IN LISTS folders)
  string(REGEX MATCH "^([^=]*)=(.*)$" whole "${folder}")
  set(prefix "${CMAKE_MATCH_1}")
  set(root "${CMAKE_MATCH_2}")
  file(GLOB_RECURSE paths RELATIVE ${root} ${root}/*)
  foreach(path IN LISTS paths)
    # The events' folder also has what is no JSON.
    if(FUNCTION STREQUAL "embedded_events" AND NOT path MATCHES "^[^/]+\\.json$")
      continue()
    endif()
    list(APPEND keys "${prefix}${path}|${root}/${path}")
  endforeach()
endforeach()
list(SORT keys)
set(arrays "")
set(rows "")
set(index 0)
foreach(key IN LISTS keys)
  string(REGEX MATCH "^([^|]*)\\|(.*)$" whole "${key}")
  set(name "${CMAKE_MATCH_1}")
  set(path "${CMAKE_MATCH_2}")
  file(READ ${path} text)
  file(SIZE ${path} bytes)
  string(LENGTH "${text}" length)
  string(FIND "${text}" ")embedded\"" end)
  if(NOT end EQUAL -1 OR length GREATER bytes)
    message(FATAL_ERROR "${path} cannot be a raw string literal")
  endif()
  string(APPEND arrays "constexpr char file_${index}[] = R\"embedded(${text})embedded\";\n")
  # What CMake has read must be all there is, also where the file has a NUL.
  string(APPEND rows "    {\"${name}\", {file_${index}, sizeof(file_${index}) - 1}},\n")
  string(APPEND checks "static_assert(sizeof(file_${index}) - 1 == ${bytes});\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE ${OUTPUT}
     "#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\nnamespace {\n\n"
     "${arrays}\n${checks}\nconstexpr embedded_file files[] = {\n${rows}};\n\n}  // namespace\n\n"
     "std::span<const embedded_file> ${FUNCTION}() { return files; }\n\n"
     "}  // namespace ${NAMESPACE}\n")
