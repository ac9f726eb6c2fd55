#!/bin/sh
# What a cluster needs from the distribution: installed where root on Debian may, otherwise named.
set -eu

wanted=""
for pair in patroni:patroni etcd:etcd-server haproxy:haproxy; do
	command -v "${pair%%:*}" >/dev/null 2>&1 || [ -x "/usr/sbin/${pair%%:*}" ] || wanted="$wanted ${pair##*:}"
done
ls -d /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || wanted="$wanted postgresql"
[ -n "$wanted" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
	echo "make cluster: missing:$wanted. Install these packages of Debian first: apt-get install$wanted" >&2
	exit 1
fi
echo "Installing$wanted …" >&2
if [ ! -e /usr/sbin/policy-rc.d ]; then
	# The trial starts its own; the packages' services stay as they are.
	printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
	chmod 755 /usr/sbin/policy-rc.d
	trap 'rm -f /usr/sbin/policy-rc.d' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
apt-get install -qq -y --no-install-recommends $wanted >&2
