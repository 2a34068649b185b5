# Runs "$@" and ends it, with all it started, once standard input closes: when the process that holds the other end
# lets go of it or dies, by whatever means.
exec 3<&0 </dev/null
"$@" 3<&- &
program=$!
(
  cat <&3 >/dev/null
  trap '' TERM
  kill -TERM 0
  for _ in $(seq 40); do
    kill -0 "$program" || break
    sleep 0.05
  done
  kill -KILL 0
) >/dev/null 2>&1 &
exec 3<&-
trap '' TERM
wait "$program"
status=$?
kill -TERM 0
wait
exit "$status"
