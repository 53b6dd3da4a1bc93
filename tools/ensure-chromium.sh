#!/bin/sh
# The browser tests drive an installed Chromium. On a Debian machine as root it is installed; elsewhere, without one,
# these tests skip (with CI=true they fail, since nothing that could be installed may be skipped).
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests (once) ..."
    apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1
else
    echo "No Chromium found: the browser tests will be skipped (install chromium to run them)."
fi
