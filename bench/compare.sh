#!/bin/sh
# Times BackupAccess, as a user runs it, against restic and borg: same data, same machine, in turn.
#   bench/compare.sh [ROUNDS] [FOLDER]
# FOLDER (default /tmp/backup-access-bench) takes the data set of 2 GiB, made anew each round, and the repositories;
# restores go to /dev/shm. Ours is the published command line over a state folder: each step is one whole process with
# sign-in, decision, audit and catalogue. The data set is one account, so that each program has one repository. Prints,
# for every step, each program's median wall seconds, CPU seconds and peak memory in MiB, and the ratio of wall medians
# to restic's. Needs restic, borg, GNU time and the .NET SDK.
set -eu
rounds=${1:-3}
work=${2:-/tmp/backup-access-bench}
here=$(cd "$(dirname "$0")" && pwd)
export RESTIC_PASSWORD=bench BORG_PASSPHRASE=bench BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes BORG_RELOCATED_REPO_ACCESS_IS_OK=yes
export BORG_BASE_DIR="$work/borg-home" RESTIC_CACHE_DIR="$work/restic-cache"

mkdir -p "$work"
dotnet build "$here/DataSet" -c Release -v quiet -nologo >&2
# The lock file of this restore is its own: publishing for one runtime asks for packages that building doesn't.
dotnet publish "$here/../src/BackupAccess.Server" -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true \
    -p:NuGetLockFilePath=obj/publish.lock.json -o "$work/program" -v quiet -nologo >&2
dataset="dotnet $here/DataSet/bin/Release/net10.0/DataSet.dll"
program="$work/program/backup-access"
data="$work/accounts/data"
times="$work/times"
: > "$times"
restored=$(mktemp -d /dev/shm/backup-access-bench.XXXXXX)
trap 'rm -rf "$restored"' EXIT

# timed STEP PROGRAM COMMAND...: appends "step program wall cpu memory" to the times.
timed() {
    step=$1 who=$2
    shift 2
    /usr/bin/time -o "$work/last" -f '%e %U %S %M' "$@" > /dev/null
    awk -v step="$step" -v who="$who" '{ printf "%s %s %s %.2f %.0f\n", step, who, $1, $2 + $3, $4 / 1024 }' "$work/last" >> "$times"
}

# invoke OPERATION REQUEST: asks our program for one operation, with the request where it can be read again.
invoke() { printf '%s' "$2" > "$work/request" && "$program" invoke "$1" --state "$work/state" < "$work/request" > /dev/null; }
timed_invoke() {
    printf '%s' "$3" > "$work/request"
    timed "$1" ours sh -c 'exec "$0" invoke "$1" --state "$2" < "$3"' "$program" "$2" "$work/state" "$work/request"
}

initialize() {
    rm -rf "$work/accounts" "$work/restic" "$work/state" "$work/borg" "$work/borg-home" "$work/restic-cache"
    mkdir "$work/accounts"
    $dataset make "$data"
    restic -q -r "$work/restic" init
    borg init -e repokey "$work/borg" 2> /dev/null
    "$program" initialize --state "$work/state" > /dev/null
    invoke createConnector "{\"name\":\"bench\",\"kind\":\"Folder\",\"path\":\"$work/accounts\",\"origin\":\"New\"}"
    invoke synchronizeConnector '{"connector":"bench"}'
}

backup() {
    timed "$1" restic restic -q -r "$work/restic" backup "$data"
    timed_invoke "$1" backupAccount '{"account":"bench/data"}'
    timed "$1" borg borg create --compression zstd,3 "$work/borg::$1-$round" "$data"
}

restore() {
    mkdir "$restored/restic" "$restored/ours" "$restored/borg"
    timed restore restic restic -q -r "$work/restic" restore latest --target "$restored/restic"
    rm -rf "$restored/restic"
    timed_invoke restore restoreToFolder "{\"selection\":{\"account\":\"bench/data\"},\"destination\":\"$restored/ours\",\"conflict\":\"Overwrite\"}"
    rm -rf "$restored/ours"
    (cd "$restored/borg" && timed restore borg borg extract "$work/borg::changed-$round")
    rm -rf "$restored/borg"
}

for round in $(seq "$rounds"); do
    initialize
    backup first
    backup unchanged
    $dataset change "$data"
    backup changed
    restore
done

# Medians by step and program, then the ratio to restic's.
awk '
function median(list, n,   i, j, t, v) {
    split(list, v, " ")
    for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (v[j] + 0 < v[i] + 0) { t = v[i]; v[i] = v[j]; v[j] = t }
    return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
}
{ key = $1 " " $2; count[key]++; wall[key] = wall[key] " " $3; cpu[key] = cpu[key] " " $4; memory[key] = memory[key] " " $5 }
END {
    print "| step | program | wall s | CPU s | peak MiB | wall / restic |"
    print "| --- | --- | --- | --- | --- | --- |"
    split("first unchanged changed restore", steps, " ")
    split("restic ours borg", programs, " ")
    for (s = 1; s <= 4; s++) for (p = 1; p <= 3; p++) {
        key = steps[s] " " programs[p]
        base = median(wall[steps[s] " restic"], count[steps[s] " restic"])
        mine = median(wall[key], count[key])
        printf "| %s | %s | %.2f | %.2f | %.0f | %.2f |\n", steps[s], programs[p], mine, median(cpu[key], count[key]), median(memory[key], count[key]), mine / base
    }
}' "$times"
