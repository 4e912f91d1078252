#!/bin/bash
# Measures decisions, the policy of a million users, and many users made at once; and the same questions asked of Cedar.
#   bench/decisions.sh [USERS] [FOLDER]
# USERS (default 1000000) each have two roles of 211 and twenty grants on 100,000 connectors; the state lies in FOLDER
# (default /tmp/backup-access-decisions), which is made anew and holds 4 GB. Cedar is asked in the same run, of 1,000 users,
# by its WebAssembly package (bench/cedar): policies parsed once, and with each call the entities of the user asked about.
# Needs the .NET SDK, node and npm.
set -euo pipefail
users=${1:-1000000}
work=${2:-/tmp/backup-access-decisions}
here=$(cd "$(dirname "$0")" && pwd)

rm -rf "$work"
mkdir -p "$work"
cp "$here"/cedar/* "$work"
npm install --silent --prefix "$work" >&2
dotnet build "$here/BackupAccess.Bench" -c Release -v quiet -nologo >&2
bench="dotnet $here/BackupAccess.Bench/bin/Release/net10.0/BackupAccess.Bench.dll"

$bench questions 1000 1000
node "$work/questions.mjs" 1000 1000
$bench users 100000 "$work/users"
$bench policy make "$users" 100000 "$work/million"
$bench policy measure "$users" 100000 "$work/million"
