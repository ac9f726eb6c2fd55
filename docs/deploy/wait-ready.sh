#!/bin/sh
# Returns when the instance on the port serves (/readyz), or fails after a minute and says what it answered.
set -eu
host=${ALLOWED_HOSTS%%,*}
host=${host#.}
address=http://127.0.0.1:$1/readyz
for _ in $(seq 120); do
    if curl --silent --fail --max-time 15 --output /dev/null --header "Host: $host" "$address"; then
        exit 0
    fi
    sleep 0.5
done
echo "not ready: $(curl --silent --show-error --max-time 15 --header "Host: $host" "$address" 2>&1)" >&2
exit 1
