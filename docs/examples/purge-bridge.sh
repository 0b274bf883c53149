#!/usr/bin/env bash
# Passes the PURGE requests of a CMS on this machine on to the desk, which purges every edge (docs/operating.md).
# One request on standard input, one answer on standard output:
#
#   DESK_URL=https://desk.example TOKEN_FILE=/etc/rempart/purge-token \
#     socat TCP-LISTEN:6081,bind=127.0.0.1,fork,reuseaddr EXEC:./purge-bridge.sh
#
# TOKEN_FILE holds what `rempart site token SITE` printed, and nobody else may read it. Listen on loopback only: whoever
# reaches this port can purge.
set -euo pipefail
export LC_ALL=C # a range of characters is a range of bytes
: "${DESK_URL:?}" "${TOKEN_FILE:?}"

answer() {
  printf 'HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n' "$1"
  exit 0
}

read -r -t 10 method target _ || answer '400 Bad Request'
by=url host=
while read -r -t 10 line && [[ ${line%$'\r'} ]]; do
  line=${line,,}
  case $line in
    host:*) host=${line#*:} ;;
    x-purge-method:*regex*) by=prefix ;; # WordPress plug-ins: everything that matches, such as /blog/.*
  esac
done
[[ $method == PURGE ]] || answer '405 Method Not Allowed'

if [[ $target =~ ^[Hh][Tt][Tt][Pp]s?://([^/?]*)(.*)$ ]]; then # MediaWiki asks as one asks a proxy
  host=${BASH_REMATCH[1],,}
  target=${BASH_REMATCH[2]}
  [[ $target == /* ]] || target=/$target
fi
host=${host//[[:space:]]/}
host=${host%:*}
if [[ $by == prefix ]]; then # the whole segments before the pattern: rather too many copies than too few
  target=${target%%[]*+?()|^\$\\[\{]*}
  target=${target%/*}/
fi
[[ $host =~ ^[a-z0-9.-]+$ && $target == /* && $target != *[!!-~]* && $target != *[\"\\]* ]] || answer '400 Bad Request'

status=$(
  curl --silent --output /dev/null --write-out '%{http_code}' --max-time 20 \
    --header @<(printf 'Authorization: Bearer %s\n' "$(<"$TOKEN_FILE")") \
    --header 'Content-Type: application/json' \
    --data "{\"by\":\"$by\",\"path\":\"$target\"}" \
    "$DESK_URL/api/sites/$host/purges"
) || answer '502 Bad Gateway'
[[ $status == 201 ]] && answer '200 Purged'
answer "$status Not Purged"
