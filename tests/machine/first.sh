#!/bin/busybox sh
# The virtual machine's first process: mounts the host's files below a layer in memory and goes on there.
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sys /sys
/bin/busybox mount -t devtmpfs dev /dev
for module in /modules/*.ko; do /bin/busybox insmod "$module"; done
/bin/busybox mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=512000,cache=loose host /host
/bin/busybox mount -t tmpfs -o size=3G layer /layer
/bin/busybox mkdir /layer/upper /layer/work
/bin/busybox mount -t overlay -o lowerdir=/host,upperdir=/layer/upper,workdir=/layer/work overlay /root
house=$(/bin/busybox cat /house)
for there in proc sys dev; do /bin/busybox mount --move /$there /root/$there; done
exec /bin/busybox switch_root /root /bin/bash "$house/tests/machine/tests.sh"
