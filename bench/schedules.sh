#!/bin/bash
# What 10,000 schedules and 1,000 configurations take: next runs, a simulated month, the start of serve, and serve idle.
#   bench/schedules.sh [FOLDER] [SCHEDULES] [CONFIGURATIONS]
# FOLDER: default /tmp/backup-access-schedules. Needs the .NET SDK.
set -euo pipefail
work=${1:-/tmp/backup-access-schedules}
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$work"
trap 'kill "$server" 2> /dev/null || true; rm -rf "$work"' EXIT
dotnet build "$here/BackupAccess.Bench" -c Release -v quiet -nologo >&2
dotnet build "$here/../src/BackupAccess.Server" -c Release -v quiet -nologo >&2
dotnet "$here/BackupAccess.Bench/bin/Release/net10.0/BackupAccess.Bench.dll" schedules "${2:-10000}" "${3:-1000}" "$work"

# The month that was simulated lies before or after now; what that leaves missed is caught up first, and isn't part of the start.
start() {
    begun=$(date +%s%N)
    "$here/../src/BackupAccess.Server/bin/Release/net10.0/backup-access" serve --state "$work/state" > "$work/serve.log" &
    server=$!
    until grep -q Serving "$work/serve.log"; do sleep 0.01; done
    echo "serve, $1 start: $(( ($(date +%s%N) - begun) / 1000000 )) ms"
}
used() { awk '{print $14 + $15}' "/proc/$server/stat"; }
settle() { until before=$(used); sleep 5; [ $(( $(used) - before )) -lt 20 ]; do :; done; }

start first
settle
kill "$server" && wait "$server" || true
start second
settle
before=$(used)
sleep 120
echo "serve, idle for 120 s: $(( $(used) - before )) ticks of $(( 120 * $(getconf CLK_TCK) ))"
begun=$(date +%s%N)
kill "$server" && wait "$server" || true
echo "serve, stop: $(( ($(date +%s%N) - begun) / 1000000 )) ms"
