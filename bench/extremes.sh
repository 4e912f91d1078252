#!/bin/bash
# Backs up what is large in one way or another, and says what it took: wall seconds and peak memory of the whole process.
#   bench/extremes.sh [FOLDER]
# An index of ten million blobs; one file of 20 GiB, of which 1 GiB is unique; a million empty files. FOLDER (default
# /tmp/backup-access-extremes) needs 25 GiB. Needs GNU time and the .NET SDK.
set -euo pipefail
work=${1:-/tmp/backup-access-extremes}
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$work"
trap 'rm -rf "$work"' EXIT
dotnet build "$here/BackupAccess.Bench" -c Release -v quiet -nologo >&2
dotnet build "$here/../src/BackupAccess.Server" -c Release -v quiet -nologo >&2
program="dotnet $here/../src/BackupAccess.Server/bin/Release/net10.0/backup-access.dll"

dotnet "$here/BackupAccess.Bench/bin/Release/net10.0/BackupAccess.Bench.dll" index 10000000 "$work/index"
rm -rf "$work/index"

mkdir -p "$work/accounts/large" "$work/accounts/many"
head -c 1G /dev/urandom > "$work/part"
for _ in $(seq 20); do cat "$work/part"; done > "$work/accounts/large/file"
rm "$work/part"
(cd "$work/accounts/many" && for folder in $(seq 1000); do mkdir "$folder" && (cd "$folder" && seq 1000 | xargs touch); done)

$program initialize --state "$work/state" > /dev/null
$program invoke createConnector --state "$work/state" <<< "{\"name\":\"bench\",\"kind\":\"Folder\",\"path\":\"$work/accounts\",\"origin\":\"New\"}" > /dev/null
$program invoke synchronizeConnector --state "$work/state" <<< '{"connector":"bench"}' > /dev/null
for account in large many; do
    for run in first unchanged; do
        /usr/bin/time -o "$work/last" -f "%e s, %M KiB" $program invoke backupAccount --state "$work/state" <<< "{\"account\":\"bench/$account\"}" > /dev/null
        echo "$account, $run: $(cat "$work/last")"
    done
done
