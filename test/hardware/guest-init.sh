#!/bin/busybox sh
# The first process of the guest: loads the drivers, mounts the host's files and runs the program.
/bin/busybox --install -s /bin
mkdir -p /proc /sys /dev /host /top /root
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
while read -r module; do insmod "/modules/$module" || echo "no module $module"; done </modules/order
mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=262144 host /host
mount -t tmpfs tmpfs /top
mkdir /top/upper /top/work
mount -t overlay -o lowerdir=/host,upperdir=/top/upper,workdir=/top/work overlay /root
for folder in proc sys dev; do mount -o move /$folder /root/$folder; done
mkdir -p /root/dev/pts && mount -t devpts devpts /root/dev/pts
mount -t configfs none /root/sys/kernel/config
for word in $(cat /root/proc/cmdline); do
  case $word in
    guest_node=*) node=${word#*=} ;;
    guest_program=*) program=${word#*=} ;;
  esac
done
cd "/root$(dirname "$program")" || cd /root
PATH=$PATH:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin chroot /root "$node" "$program"
echo "GUEST EXIT $?"
poweroff -f
