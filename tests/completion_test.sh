#!/bin/bash
# completion_test.sh PATH_TO_BELLWETHER - what bash, zsh and fish complete, asked of the shells
# themselves, and that nothing of any command's help is missing from them or from the manual page.
#
# One line a check that fails, the last line counts them; exit status 1 where any failed. Run from the
# project's folder.
set -u
export LC_ALL=C.UTF-8
unset BELLWETHER_SCENARIOS

program=$(readlink -f "$1")
work=$(mktemp -d "${TMPDIR:-/tmp}/bellwether-completion.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
PATH=${program%/*}:$PATH
for topic in man bash zsh fish; do bellwether doc $topic >"$work/$topic" || exit 2; done

# judge SENTENCE COMMAND...: whether a command succeeds.
judge() {
  local sentence=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'not ok - %s\n    seen: %s\n' "$sentence" "$(tr '\n' ' ' <"$work/seen" | cut -c1-240)"
  fi
}

# ask SHELL WORDS: what the shell offers for the last of the words, a line each, in the file seen.
ask_bash() {
  read -r -a COMP_WORDS <<<"${1//=/ = }"
  [[ $1 != *[\ =] ]] || COMP_WORDS+=('')
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  COMPREPLY=()
  _bellwether
  printf '%s\n' "${COMPREPLY[@]}" >"$work/seen"
}

# shellcheck disable=SC2016 # the words are fish's
ask_fish() {
  fish -c 'source $argv[1]; complete -C $argv[2]' "$work/fish" "$1" | cut -f1 >"$work/seen"
}

# offers SHELL WORDS WANTED...: each is offered.
offers() {
  local shell=$1 words=$2 wanted
  shift 2
  "ask_$shell" "$words"
  for wanted in "$@"; do
    judge "$shell: '$words' is completed by '$wanted'" grep -q -x -F -e "$wanted" "$work/seen"
  done
}

# offers_only SHELL WORDS WANTED: that, and nothing else.
offers_only() {
  "ask_$1" "$2"
  judge "$1: '$2' is completed by '$3' alone" [ "$(paste -s -d ' ' "$work/seen")" = "$3" ]
}

# What both shells offer that list their completions.
check_lists() {
  local shell=$1
  offers_only "$shell" 'bellwether com' compare
  offers "$shell" 'bellwether ' check run doc help
  offers_only "$shell" 'bellwether help va' validate
  offers_only "$shell" 'bellwether run --thr' --threads
  offers_only "$shell" 'bellwether plot --thr' ''
  offers "$shell" 'bellwether plot --format ' svg png pdf
  offers "$shell" 'bellwether plot some/folder --lang ' en zh
  offers "$shell" 'bellwether verify --progress ' auto terminal plain json none
  offers "$shell" 'bellwether compare --indicator dev' device_sales device_firms
  offers "$shell" 'bellwether export --figure ' output difference sizes
  offers "$shell" 'bellwether doc ' odd man bash zsh fish
  offers_only "$shell" 'bellwether levers fund_' fund_injection
  offers_only "$shell" 'bellwether params loan_r' loan_rate
  offers_only "$shell" 'bellwether run --set parameters.loan_r' parameters.loan_rate=
  offers_only "$shell" 'bellwether run xianju/base' xianju/baseline
  offers "$shell" 'bellwether run -n 3 xianju/baseline cards/' cards/fund cards/lead-sheep
  offers_only "$shell" 'bellwether check --with shocks/cov' shocks/covid
  offers_only "$shell" 'bellwether run xianju/baseline+shocks/cov' xianju/baseline+shocks/covid
  offers_only "$shell" 'bellwether run -n ' ''
  offers "$shell" 'bellwether show scenarios/cards/f' scenarios/cards/fund.yaml
  cd "$work" || exit 2
  offers_only "$shell" 'bellwether run malong/pro' malong/programme # of the source tree it was built in
  offers_only "$shell" 'bellwether run mine/pl' ''
  mkdir -p own/mine && touch own/mine/plan.yaml
  export BELLWETHER_SCENARIOS=$work/own
  offers_only "$shell" 'bellwether run mine/pl' mine/plan
  unset BELLWETHER_SCENARIOS
  cd "$OLDPWD" || exit 2
}

# Every option that a command's help names is completed by all shells, and stands in the page's part
# on that command; every command is in its list.
check_options() {
  local command option options
  for command in $(bellwether --help | sed -n '/^usage/,/^Which/s/^  \([a-z]*\) .*/\1/p'); do
    judge "the manual page has $command" grep -q "^\.SS \"bellwether ${command}[ \"]" "$work/man"
    sed -n "/^\.SS \"bellwether $command /,/^Example/p" "$work/man" >"$work/part"
    sed -n "/^    $command)\$/,/;;/p" "$work/zsh" >"$work/part.zsh"
    mapfile -t options < <(bellwether "$command" --help | sed -nE 's/^  (-., |    )(--[a-z-]+).*/\2/p')
    judge "$command has options" [ "${options[-1]-}" = --help ]
    for option in "${options[@]}"; do
      offers bash "bellwether $command $option" "$option"
      judge "the manual page has $command $option" grep -q -F -e "${option//-/\\-}\\fR" "$work/part"
      judge "zsh: $command has $option" grep -q -E -e "${option}[=}[]" "$work/part.zsh"
    done
    [ -z "$fish" ] || offers fish "bellwether $command --" "${options[@]}"
  done
}

# zsh has no list to ask for: its line after a tab, shown by a widget.
# shellcheck disable=SC2016 # the words are zsh's
zsh_line() {
  timeout 30 zsh -f -c '
    zmodload zsh/zpty
    zpty shell zsh -f -i
    zpty -w shell "PS1=; stty -echo; autoload -U compinit; compinit -u -D; source $1"
    zpty -w shell "show() print -r -- \"<\$BUFFER>\"; zle -N show; bindkey \"^X\" show; print be\"\"gin"
    zpty -r shell seen "*begin*"
    zpty -w -n shell "$2"$'"'\\t\\x18'"'
    zpty -r shell seen "*<*>*"
    print -r -- ${${seen##*<}%%>*}' zsh "$work/zsh" "$1" >"$work/seen"
}

# becomes WORDS LINE: what zsh makes of words and a tab.
becomes() {
  zsh_line "$1"
  judge "zsh: '$1' becomes '$2'" [ "$(cat "$work/seen")" = "$2" ]
}

check_zsh() {
  judge 'zsh reads its script' zsh -n "$work/zsh"
  if ! zsh -f -c 'zmodload zsh/zpty && zpty probe true' 2>/dev/null; then
    echo 'skip - zsh is asked on a pseudo terminal, and there is none here (is /dev/pts mounted?)'
    return
  fi
  becomes 'bellwether com' 'bellwether compare '
  becomes 'bellwether run --thr' 'bellwether run --threads='
  becomes 'bellwether plot --format pd' 'bellwether plot --format pdf '
  becomes 'bellwether compare --indicator device_sh' 'bellwether compare --indicator device_share '
  becomes 'bellwether run --set parameters.loan_r' 'bellwether run --set parameters.loan_rate='
  becomes 'bellwether run xianju/baseline+shocks/cov' 'bellwether run xianju/baseline+shocks/covid '
  becomes 'bellwether status scr' 'bellwether status scripts/'
  becomes 'bellwether help va' 'bellwether help validate '
}

# shellcheck source=/dev/null
source "$work/bash"
fish=$(command -v fish)
: >"$work/seen"
judge 'bash reads its script' bash -n "$work/bash"
judge 'and completes bellwether by it' [ "$(complete -p bellwether)" = 'complete -F _bellwether bellwether' ]
check_lists bash
offers bash 'bellwether plot --format=' svg png pdf
offers_only bash 'bellwether compare --indicator=device_sh' device_share
offers_only bash 'bellwether run --set parameters.loan_rate=5' ''
offers_only bash 'bellwether status scr' scripts
if [ -n "$fish" ]; then
  judge 'fish reads its script' fish -n "$work/fish"
  check_lists fish
  offers_only fish 'bellwether status scr' scripts/
else
  echo 'skip - fish is not installed'
fi
check_options
if command -v zsh >/dev/null; then check_zsh; else echo 'skip - zsh is not installed'; fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
