#!/bin/sh
# Keeps the encryption keys of accounts on a second machine, for the command that the setting encryption.keyCommand names.
#
#   account-keys.sh HOST get|put|delete UUID
#
# The key is on standard input (put) or output (get), and in no argument. get prints nothing, and succeeds, where there is
# no key; whatever fails ends with another code than 0. On HOST, ~/.ssh/authorized_keys lets the engine's ssh key run this
# script's other half and nothing else:
#
#   restrict,command="/usr/local/bin/account-keys-serve" ssh-ed25519 AAAA… backupaccess@web01
#
# account-keys-serve:
#
#   #!/bin/sh
#   set -eu
#   umask 077
#   cd /var/lib/account-keys
#   read -r verb uuid <<EOF
#   $SSH_ORIGINAL_COMMAND
#   EOF
#   case $uuid in *[!0-9a-f-]*|'') exit 2;; esac
#   case $verb in
#       get)    test ! -f "$uuid" || cat "$uuid" ;;
#       put)    cat > "$uuid.new"; sync "$uuid.new"; mv "$uuid.new" "$uuid" ;;
#       delete) rm -f "$uuid" ;;
#       *)      exit 2 ;;
#   esac
set -eu
host=$1 verb=$2 uuid=$3
case $verb in
    get) exec ssh -n -i /etc/backupaccess/keys "account-keys@$host" "get $uuid" ;;
    put | delete) exec ssh -i /etc/backupaccess/keys "account-keys@$host" "$verb $uuid" ;;
    *) exit 2 ;;
esac
