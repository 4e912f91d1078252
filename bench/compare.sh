#!/bin/bash
# Times BackupAccess in a warm process against restic and borg: same data, same machine, in turn.
#   bench/compare.sh [ROUNDS] [STEPS] [FOLDER]
# ROUNDS (default 5) are run whole and their medians printed. STEPS is a comma's list of first, unchanged, changed,
# snapshots, tree, file, restore, check and prune; the default is all. What a step needs done before it is done untimed.
# FOLDER (default /tmp/backup-access-bench) takes the data sets, made anew each round, and the repositories; restores go
# to /dev/shm. The data set is one account of 100,000 files and 2 GB, so that each program has one repository.
#
# Ours is one process a round, with the engine over a state folder: every time holds the decision, audit and catalogue.
# It has done each step once on a twenty-fifth of the data. restic and borg start a process a step, as they always do.
# Prints, for every step, each program's wall seconds, CPU seconds and peak memory in MiB with ratios to restic's, then
# the bytes stored, then what the machine does of each stage alone. Needs restic, borg, GNU time and the .NET SDK.
set -euo pipefail
rounds=${1:-5}
steps=,${2:-first,unchanged,changed,snapshots,tree,file,restore,check,prune},
work=${3:-/tmp/backup-access-bench}
here=$(cd "$(dirname "$0")" && pwd)
export RESTIC_PASSWORD=bench BORG_PASSPHRASE=bench BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes BORG_RELOCATED_REPO_ACCESS_IS_OK=yes
export BORG_BASE_DIR="$work/borg-home" RESTIC_CACHE_DIR="$work/restic-cache"

mkdir -p "$work"
for project in DataSet BackupAccess.Bench; do
    dotnet build "$here/$project" -c Release -v quiet -nologo >&2
done
dotnet build "$here/../src/BackupAccess.Server" -c Release -v quiet -nologo >&2
dataset="dotnet $here/DataSet/bin/Release/net10.0/DataSet.dll"
bench="dotnet $here/BackupAccess.Bench/bin/Release/net10.0/BackupAccess.Bench.dll"
program="dotnet $here/../src/BackupAccess.Server/bin/Release/net10.0/backup-access.dll"
data="$work/accounts/data"
times="$work/times"
: > "$times"
restored=$(mktemp -d /dev/shm/backup-access-bench.XXXXXX)
trap 'rm -rf "$restored"' EXIT

wanted() { [[ $steps == *",$1,"* ]]; }

# timed STEP PROGRAM COMMAND...: appends "step program wall cpu memory" to the times, if the step is wanted.
timed() {
    local step=$1 who=$2
    shift 2
    /usr/bin/time -o "$work/last" -f '%e %U %S %M' "$@" > /dev/null
    ! wanted "$step" || awk -v step="$step" -v who="$who" '{ printf "%s %s %s %.2f %.0f\n", step, who, $1, $2 + $3, $4 / 1024 }' "$work/last" >> "$times"
}

# ours STEP OPERATION JSON: has the warm process do it, and appends what it tells to the times.
ours() {
    local step wall cpu memory
    echo "$1 $2 $3" >&"${warm[1]}"
    read -r step wall cpu memory <&"${warm[0]}"
    ! wanted "$step" || echo "$step ours $wall $cpu $memory" >> "$times"
}

state() { printf '%s' "$2" | $program invoke "$1" --state "$work/state" > /dev/null; }

initialize() {
    rm -rf "$work"/{accounts,state,restic,borg,borg-home,restic-cache}
    mkdir "$work/accounts"
    $dataset make "$data" 50
    $dataset make "$work/accounts/warm" 2
    restic -q -r "$work/restic" init
    borg init -e repokey "$work/borg" 2> /dev/null
    $program initialize --state "$work/state" > /dev/null
    state createConnector "{\"name\":\"bench\",\"kind\":\"Folder\",\"path\":\"$work/accounts\",\"origin\":\"New\"}"
    state synchronizeConnector '{"connector":"bench"}'
    coproc warm { $bench warm "$work/state"; }
}

# Every step once, by name of no step.
warm_up() {
    ours - backupAccount '{"account":"bench/warm"}'
    $dataset change "$work/accounts/warm"
    for _ in 1 2 3; do ours - backupAccount '{"account":"bench/warm"}'; done
    for _ in 1 2 3; do read_ours - warm; done
    ours - applyRetention '{"account":"bench/warm","policy":{"last":1},"prune":"None","mode":"Apply"}'
    ours - pruneRepository '{"account":"warm"}'
}

backup() {
    timed "$1" restic restic -q -r "$work/restic" backup "$data"
    ours "$1" backupAccount '{"account":"bench/data"}'
    timed "$1" borg borg create --compression zstd,3 "$work/borg::$1" "$data"
}

file=account00/public_html/part00/module0001.php

# read_ours PREFIX ACCOUNT: every step that reads; warming up, "-" before its name makes it none that is wanted.
read_ours() {
    local folder="$restored/ours"
    ours "${1}snapshots" listBackups "{\"accounts\":[\"$2\"]}"
    ours "${1}tree" listBackupFiles '{"backup":"LATEST","item":"HomeDirectory","path":"","depth":"All"}'
    ours "${1}file" restoreToFolder "{\"selection\":{\"account\":\"bench/$2\",\"paths\":[\"$file\"]},\"destination\":\"$folder\",\"conflict\":\"Overwrite\"}"
    rm -rf "$folder"
    ours "${1}restore" restoreToFolder "{\"selection\":{\"account\":\"bench/$2\"},\"destination\":\"$folder\",\"conflict\":\"Overwrite\"}"
    rm -rf "$folder"
    ours "${1}check" checkRepository "{\"account\":\"$2\"}"
}

read_all() {
    local restic="restic -q -r $work/restic" borg="$work/borg"
    timed snapshots restic restic -r "$work/restic" snapshots
    timed snapshots borg borg list "$borg"
    timed tree restic $restic ls latest
    timed tree borg borg list "$borg::changed"
    timed file restic $restic dump latest "$data/$file"
    timed file borg borg extract --stdout "$borg::changed" "${data#/}/$file"
    if wanted restore; then
        mkdir "$restored/borg"
        timed restore restic $restic restore latest --target "$restored/restic"
        rm -rf "$restored/restic"
        (cd "$restored/borg" && timed restore borg borg extract "$borg::changed")
        rm -rf "$restored/borg"
    fi
    if wanted check; then
        timed check restic $restic check --read-data
        timed check borg borg check --verify-data "$borg"
    fi
    read_ours "" data
}

# Half the accounts go, then every backup but the one without them; what that doesn't need is what is pruned.
prune_all() {
    local restic="restic -q -r $work/restic" borg="$work/borg"
    $dataset halve "$data"
    backup -
    $restic forget --keep-last 1
    borg prune --keep-last 1 "$borg"
    ours - applyRetention '{"account":"bench/data","policy":{"last":1},"prune":"None","mode":"Apply"}'
    timed prune restic $restic prune
    timed prune borg borg compact "$borg"
    ours prune pruneRepository '{"account":"data"}'
}

for round in $(seq "$rounds"); do
    initialize
    warm_up
    backup first
    backup unchanged
    $dataset change "$data"
    backup changed
    read_all
    if [[ $round == "$rounds" ]]; then
        stored() { du -sb "$1" | cut -f 1; }
        repository=$(for each in "$work"/state/repositories/*; do stored "$each"; done | sort -n | tail -n 1)
        echo "stored restic $(stored "$work/restic") ours $repository borg $(stored "$work/borg")" > "$work/stored"
    fi
    ! wanted prune || prune_all
    exec {warm[1]}>&-
    wait "$warm_PID"
done

# Medians by step and program, then the ratios to restic's.
awk -v list="${steps:1}" '
function median(values, n,   i, j, t, v) {
    split(values, v, " ")
    for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (v[j] + 0 < v[i] + 0) { t = v[i]; v[i] = v[j]; v[j] = t }
    return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
}
function ratio(mine, base) { return base ? sprintf("%.2f", mine / base) : "-" }
{ key = $1 " " $2; count[key]++; wall[key] = wall[key] " " $3; cpu[key] = cpu[key] " " $4; memory[key] = memory[key] " " $5 }
END {
    print "| step | program | wall s | CPU s | peak MiB | wall / restic | CPU / restic |"
    print "| --- | --- | --- | --- | --- | --- | --- |"
    n = split(list, steps, ",")
    split("restic ours borg", programs, " ")
    for (s = 1; s <= n; s++) for (p = 1; p <= 3; p++) {
        key = steps[s] " " programs[p]; base = steps[s] " restic"
        if (count[key]) {
            w = median(wall[key], count[key]); c = median(cpu[key], count[key])
            printf "| %s | %s | %.3f | %.2f | %.0f | %s | %s |\n", steps[s], programs[p], w, c, median(memory[key], count[key]), ratio(w, median(wall[base], count[base])), ratio(c, median(cpu[base], count[base]))
        }
    }
}' "$times"
awk '{ printf "\n| stored by | MB | / restic |\n| --- | --- | --- |\n"; for (i = 2; i < NF; i += 2) printf "| %s | %.1f | %.3f |\n", $i, $(i + 1) / 1e6, $(i + 1) / $3 }' "$work/stored"
printf '\n| one core alone | figure |\n| --- | --- |\n'
$bench limits "$data" "$work"
