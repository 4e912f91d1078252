#!/bin/sh
# Keeps the encryption keys of accounts in HashiCorp Vault (KV version 2, mounted at "secret"), for the command that the
# setting encryption.keyCommand names. A key is deleted with all its versions: "kv delete" alone could be undone.
#
#   account-keys-vault.sh get|put|delete UUID
set -eu
verb=$1 path=backupaccess/accounts/$2
case $verb in
    get)
        # Where there is no key that is no failure, and nothing is printed.
        if answer=$(vault kv get -mount=secret -field=value "$path" 2>&1); then
            printf '%s\n' "$answer"
        else
            case $answer in *"No value found"*) ;; *) exit 1 ;; esac
        fi
        ;;
    put) vault kv put -mount=secret "$path" value=- > /dev/null ;;
    delete) vault kv metadata delete -mount=secret "$path" > /dev/null ;;
    *) exit 2 ;;
esac
