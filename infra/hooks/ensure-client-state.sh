#!/usr/bin/env bash
# Makes the secret that Graph sends back with each notification, where the vault has none yet. Its value is never shown,
# never a parameter and never on a command line. `--rotate` makes a new one. Safe to repeat.
set -euo pipefail

vault=${GATEHOUSE_KEY_VAULT:?is the vault’s name: run this by azd, or set it}
name=${GATEHOUSE_CLIENT_STATE_NAME:-graph-client-state}

if [ "${1:-}" != "--rotate" ]; then
  found=$(az keyvault secret list --vault-name "$vault" --query "[?name=='$name'] | length(@)" --output tsv)
  if [ "$found" != 0 ]; then
    echo "The vault $vault has the secret $name already; nothing was changed."
    exit 0
  fi
fi

file=$(mktemp)
trap 'rm -f "$file"' EXIT
chmod 600 "$file"
# 32 random bytes; letters that need no quoting anywhere.
openssl rand 32 | openssl base64 -A | tr '+/' '-_' | tr -d '=' >"$file"
az keyvault secret set --vault-name "$vault" --name "$name" --file "$file" --encoding utf-8 --output none
echo "The vault $vault has a new secret $name."
