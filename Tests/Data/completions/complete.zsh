# Prints what zsh makes of a call when Tab is pressed behind it: complete.zsh COMPLETIONS CALL
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1=''; PS2=''; unsetopt zle_bracketed_paste; stty -echo; autoload -Uz compinit; compinit -D -u"
zpty -w shell "source ${(q)1}; zstyle ':completion:*' list-colors ''; setopt auto_list no_list_beep; LISTMAX=0; print -r -- @re''ady@"
zpty -r shell seen '*@ready@*'
zpty -w -n shell "$2"$'\t'
# What stands on the line when the widget is done, after what was listed.
zpty -w -n shell $'\x01print -r -- "@\x05@"\n'
zpty -r shell seen '*@*@*@*@*'
print -r -- "$seen"
zpty -d shell
