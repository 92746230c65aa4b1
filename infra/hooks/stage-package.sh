#!/usr/bin/env bash
# Puts together what is deployed, in .local/package: the compiled product, host.json and the packages it needs at run
# time, without tests, development servers and their packages. Safe to repeat.
set -euo pipefail
cd "$(dirname "$0")/../.."

npm run build --silent
package=.local/package
rm -rf "$package"
mkdir -p "$package/dist"
cp host.json package.json package-lock.json "$package/"
cp -R dist/functions dist/orchestrations dist/shared "$package/dist/"
npm ci --prefix "$package" --omit=dev --ignore-scripts --no-audit --no-fund
echo "The package is in $package."
