/** The shells that completion is made for. */
export const shells = ['bash', 'zsh', 'fish'] as const;

/** The script that makes a shell complete the words of this program when it is called by its own name. */
export function completionScript(shell: string, binary: string): string {
  const name = `_${binary.replace(/\W/g, '_')}`;
  const head = [
    `# ${shell} completion for ${binary}.`,
    `# After "kubectl", words are completed by kubectl itself, which asks kubectl_complete-${pluginOf(binary)}:`,
    `# "${binary} completion install" puts that file beside this program.`,
    '',
  ].join('\n');
  return `${shell === 'zsh' ? `#compdef ${binary}\n` : ''}${head}${scripts[shell]?.(binary, name) ?? ''}`;
}

const scripts: Readonly<Record<string, (binary: string, name: string) => string>> = { bash, zsh, fish };

/** The file by which kubectl completes the words of a plugin, and what is in it. */
export function kubectlCompleter(binary: string, windows: boolean): { readonly name: string; readonly content: string } {
  const name = `kubectl_complete-${pluginOf(binary)}`;
  return windows
    ? { name: `${name}.cmd`, content: `@echo off\r\n${binary}.exe __complete %*\r\n` }
    : { name, content: `#!/usr/bin/env sh\nexec ${binary} __complete "$@"\n` };
}

function pluginOf(binary: string): string {
  return binary.replace(/^kubectl-/, '');
}

/** bash breaks words at `=`, so the pieces of `--flag=value` are put together again. */
function bash(binary: string, name: string): string {
  return `${name}() {
  local line word directive=4 words=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ \${#words[@]} -gt 0 && ($word == "=" || \${words[-1]} == --*=) ]]; then words[-1]+=$word; else words+=("$word"); fi
  done
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line =~ ^:[0-9]+$ ]]; then directive=\${line#:}; else COMPREPLY+=("\${line%%$'\\t'*}"); fi
  done < <(${binary} __complete "\${words[@]}" 2>/dev/null)
  if ((directive & 2)); then compopt -o nospace; fi
  if ((!(directive & 4))); then compopt -o default; fi
}
complete -F ${name} ${binary}
`;
}

function zsh(binary: string, name: string): string {
  return `${name}() {
  local line directive=4
  local -a found
  for line in "\${(@f)$(${binary} __complete "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == :<-> ]]; then
      directive=\${line#:}
    elif [[ $line == *$'\\t'* ]]; then
      found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    elif [[ -n $line ]]; then
      found+=("\${line//:/\\\\:}")
    fi
  done
  [[ \${words[CURRENT]} == --*=* ]] && compset -P '*='
  ((directive & 4)) || { _files; return }
  _describe -t words ${binary} found
}
compdef ${name} ${binary}
`;
}

function fish(binary: string, name: string): string {
  return `function ${name}
  set -l typed (commandline -ct)
  set -l prefix (string match -r -- '^--[^=]+=' $typed)
  for line in (${binary} __complete (commandline -opc)[2..-1] "$typed" 2>/dev/null)
    if test "$line" = ':0'
      __fish_complete_path (string replace -- "$prefix" '' "$typed")
    else if not string match -qr '^:\\d+$' -- $line
      echo "$prefix$line"
    end
  end
end
complete -c ${binary} -f -a '(${name})'
`;
}
