export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/**
 * Scripts that ask `pixelis complete` what can stand next. It answers a candidate a line, a tab and an explanation behind
 * it, and `:files` or `:folders` where the shell's own completion of paths is wanted too.
 */
export const completionScripts: Readonly<Record<Shell, string>> = {
  bash: `# pixelis completion for bash: source <(pixelis completion bash)
_pixelis() {
  local current line line_path
  local -a words=()
  # Readline splits words at ':' and '='; here they belong to the word.
  IFS=$' \\t\\n' read -r -a words <<< "\${COMP_LINE:0:COMP_POINT}"
  [[ "\${COMP_LINE:0:COMP_POINT}" == *[[:space:]] ]] && words+=("")
  current="\${words[\${#words[@]}-1]}"
  COMPREPLY=()
  while IFS= read -r line; do
    case "$line" in
      :files) while IFS= read -r line_path; do COMPREPLY+=("$line_path"); done < <(compgen -f -- "$current"); compopt -o filenames ;;
      :folders) while IFS= read -r line_path; do COMPREPLY+=("$line_path"); done < <(compgen -d -- "$current"); compopt -o filenames ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <(pixelis complete -- "\${words[@]:1}" 2>/dev/null)
  # What stands before the last ':' or '=' is on the line already.
  local prefix="\${current%"\${current##*[:=]}"}" index
  if [[ -n "$prefix" && "$COMP_WORDBREAKS" == *:* ]]; then
    for index in "\${!COMPREPLY[@]}"; do COMPREPLY[index]="\${COMPREPLY[index]#"$prefix"}"; done
  fi
}
complete -F _pixelis pixelis
`,
  zsh: `#compdef pixelis
# pixelis completion for zsh: source <(pixelis completion zsh), after compinit
_pixelis() {
  local line files folders
  local -a described
  while IFS= read -r line; do
    case "$line" in
      :files) files=1 ;;
      :folders) folders=1 ;;
      *) described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done < <(pixelis complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#described} )) && _describe -V 'pixelis' described
  [[ -n "$files" ]] && _files
  [[ -n "$folders" ]] && _files -/
  return 0
}
compdef _pixelis pixelis
`,
  fish: `# pixelis completion for fish: pixelis completion fish > ~/.config/fish/completions/pixelis.fish
function __pixelis_complete
  set -l words (commandline -opc) (commandline -ct)
  for line in (pixelis complete -- $words[2..-1] 2>/dev/null)
    switch $line
      case :files
        __fish_complete_path (commandline -ct)
      case :folders
        __fish_complete_directories (commandline -ct)
      case '*'
        echo $line
    end
  end
end
complete -c pixelis -f -a '(__pixelis_complete)'
`,
};
