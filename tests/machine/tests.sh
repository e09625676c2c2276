#!/bin/bash
# In the virtual machine, as its init: the tests that depend on control groups, in the three situations an
# engine can find itself in.
exec < /dev/null > /dev/ttyS1 2>&1
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb CLICOLOR=0
house=$(cd "$(dirname "$0")/../.." && pwd)
failed=0

mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /tmp
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
mount -t cgroup2 cgroup2 /sys/fs/cgroup
ln -s /proc/self/fd /dev/fd
ip link set lo up

run() { # WHAT PATTERN
  echo "machine: $1"
  ctest --test-dir "$house/out/dev" --output-on-failure --timeout 900 -R "$2" || failed=1
}

run "control groups v2, as root" '^sandbox, as root: '

# As systemd delegates: the user owns a group whose parents hand on the controllers.
groups=/sys/fs/cgroup
mkdir -p $groups/users/session
for directory in $groups $groups/users; do echo '+memory +cpu +pids' > $directory/cgroup.subtree_control; done
chown -R 65534:65534 $groups/users/session
(
  echo $BASHPID > $groups/users/session/cgroup.procs
  failed=0
  run "control groups v2, as a user with a delegated group" '^sandbox, as user: |^e2e_engine_rootless$'
  [ -d $groups/users/session/lambent-engine ] || { echo "machine: the delegated group was not used"; failed=1; }
  exit $failed
) || failed=1

run "control groups v2, as a user without a group" \
  '^sandbox, as user: a function (cannot|that has)|^e2e_engine_rootless$'

[ $failed -ne 0 ] || echo "machine: every test passed"
# An init must not end, and when the machine goes its files go first.
echo o > /proc/sysrq-trigger
while true; do :; done
