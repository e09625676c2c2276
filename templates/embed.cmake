# cmake -DROOT=<templates> -DOUTPUT=<file.cpp> -P embed.cmake: writes the templates' files as C++.
# Bytes go in as numbers: no escaping, and no limit on the length of a string literal.
file(GLOB_RECURSE paths RELATIVE ${ROOT} ${ROOT}/*/*)
list(SORT paths)
set(arrays "")
set(rows "")
set(index 0)
foreach(path IN LISTS paths)
  string(REGEX MATCH "^([^/]+)/(.*)$" whole ${path})
  set(template ${CMAKE_MATCH_1})
  set(inner ${CMAKE_MATCH_2})
  file(READ ${ROOT}/${path} hex HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${hex}")
  # A final zero keeps an empty file from being an empty array; the size leaves it out.
  string(APPEND arrays "constexpr char file_${index}[] = {${bytes}0};\n")
  string(APPEND rows
         "    {\"${template}\", \"${inner}\", {file_${index}, sizeof(file_${index}) - 1}},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE ${OUTPUT}
     "#include \"templates/templates.hpp\"\n\nnamespace lambent::templates {\nnamespace {\n\n"
     "${arrays}\nconstexpr file files[] = {\n${rows}};\n\n}  // namespace\n\n"
     "std::span<const file> all_files() { return files; }\n\n}  // namespace lambent::templates\n")
