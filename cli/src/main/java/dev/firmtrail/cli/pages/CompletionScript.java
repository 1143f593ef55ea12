package dev.firmtrail.cli.pages;

import java.util.List;
import java.util.Optional;

/**
 * The scripts that shells load. Each asks the program, with the words up to the cursor and then
 * {@link Candidates#REQUEST}, what can come next; that is the protocol of the published program, so
 * that its script works with this program too.
 */
public final class CompletionScript {
  /** For which there is one. */
  public static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  /**
   * Bash splits words at = and : too, which stand in URLs and flags: the words are put together
   * again, and what bash took for words of their own is cut from the answers.
   */
  private static final String BASH =
      """
      # bash completion for @NAME@
      _@ID@_candidates() {
        local words=() word glue=no cur split candidate IFS=$'\\n'
        for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
          if [[ ${#words[@]} -gt 0 && ( $glue = yes || $word = [:=]* ) ]]; then
            words[${#words[@]}-1]+=$word
          else
            words+=("$word")
          fi
          if [[ $word = *[:=] ]]; then glue=yes; else glue=no; fi
        done
        cur=
        [[ ${#words[@]} -gt 0 ]] && cur=${words[${#words[@]}-1]}
        split=${cur%"${COMP_WORDS[COMP_CWORD]}"}
        [[ ${COMP_WORDS[COMP_CWORD]} = [:=]* ]] && split=${cur%"${cur##*[:=]}"}
        COMPREPLY=()
        for candidate in $("${COMP_WORDS[0]}" "${words[@]}" @REQUEST@ 2>/dev/null </dev/null); do
          [[ $candidate = "$cur"* ]] && COMPREPLY+=("${candidate#"$split"}")
        done
        [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} = */ ]] && compopt -o nospace 2>/dev/null
        return 0
      }
      complete -o bashdefault -o default -F _@ID@_candidates @NAME@
      """;

  private static final String ZSH =
      """
      #compdef @NAME@
      _@ID@() {
        local -a candidates
        candidates=("${(@f)$("${words[1]}" "${(@)words[2,CURRENT]}" @REQUEST@ 2>/dev/null </dev/null)}")
        candidates=("${(@)candidates:#}")
        if (( $#candidates )); then
          compadd -a candidates
        else
          _files
        fi
      }
      if [ "$funcstack[1]" = "_@NAME@" ]; then
        _@ID@ "$@"
      else
        compdef _@ID@ @NAME@
      fi
      """;

  private static final String FISH =
      """
      # fish completion for @NAME@
      function __@ID@_candidates
        set -l words (commandline -opc) (commandline -ct)
        set -l program $words[1]
        set -e words[1]
        command $program $words @REQUEST@ 2>/dev/null </dev/null
      end
      complete -c @NAME@ -a '(__@ID@_candidates)'
      """;

  private CompletionScript() {}

  /**
   * The script for a shell.
   *
   * @param program the name under which the program is started
   */
  public static Optional<String> of(String shell, String program) {
    return switch (shell) {
      case "bash" -> Optional.of(fill(BASH, program));
      case "zsh" -> Optional.of(fill(ZSH, program));
      case "fish" -> Optional.of(fill(FISH, program));
      default -> Optional.empty();
    };
  }

  private static String fill(String script, String program) {
    return script
        .replace("@NAME@", program)
        .replace("@ID@", program.replaceAll("[^A-Za-z0-9]", "_"))
        .replace("@REQUEST@", Candidates.REQUEST);
  }
}
