#!/usr/bin/env bash
# Runs tests of the dev preset's build in a virtual machine with Debian 12's kernel and control groups
# v2, which the machine at hand may not have: as root, as a user with a delegated group, and as one without. The
# machine sees this host's files read-only below a layer in memory, has no disk and no network, and ends
# with its tests. QEMU interprets its instructions unless LAMBENT_MACHINE_ACCEL=kvm.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$root/out/machine
seconds_max=1500
memory=4G

[ "$(uname -m)" = x86_64 ] || { echo "SKIPPED: the virtual machine is made for x86_64 hosts alone" >&2; exit 0; }

# The kernel is unpacked and not installed: nothing on this host shall boot it.
mkdir -p "$work"
kernel=$(apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: linux-image-//p' | head -n 1)
[ -n "$kernel" ] || { echo "machine: apt knows no kernel linux-image-amd64; run apt-get update" >&2; exit 1; }
if [ ! -d "$work/$kernel" ]; then
  (cd "$work" && apt-get download -qq -o APT::Sandbox::User=root "linux-image-$kernel")
  dpkg-deb -x "$work/linux-image-${kernel}"_*.deb "$work/unpacking"
  rm "$work/linux-image-${kernel}"_*.deb
  /usr/sbin/depmod -b "$work/unpacking" "$kernel"
  mv "$work/unpacking" "$work/$kernel"
fi

# The first file system: busybox, the modules that mounting needs, and what is run first.
rm -rf "$work/first"
mkdir -p "$work"/first/{bin,modules,proc,sys,dev,host,layer,root}
cp /bin/busybox "$work/first/bin/"
cp "$here/first.sh" "$work/first/init"
chmod 755 "$work/first/init"
number=100
for module in 9p 9pnet_virtio virtio_pci overlay tun macvlan; do
  /usr/sbin/modprobe -d "$work/$kernel" -S "$kernel" --show-depends "$module"
done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' > "$work/modules"
while read -r file; do
  cp "$file" "$work/first/modules/$((number++)).ko"
done < "$work/modules"
echo "$root" > "$work/first/house"
(cd "$work/first" && find . | cpio -o -H newc --quiet) > "$work/first.cpio"

# The kernel speaks on the first serial line, the tests on the second.
timeout "$seconds_max" qemu-system-x86_64 -accel "${LAMBENT_MACHINE_ACCEL:-tcg}" -cpu max -smp 2 -m "$memory" \
  -display none -monitor none -nic none -no-reboot \
  -serial "file:$work/kernel.log" -serial stdio \
  -kernel "$work/$kernel/boot/vmlinuz-$kernel" -initrd "$work/first.cpio" \
  -append "console=ttyS0 panic=-1" \
  -virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap < /dev/null |
  tr -d '\r' | tee "$work/tests.log"
grep -qx 'machine: every test passed' "$work/tests.log" ||
  { echo "machine: failed; the kernel's words are in $work/kernel.log" >&2; exit 1; }
