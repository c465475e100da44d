#!/usr/bin/env bash
# Boots a small virtual machine and runs one Node program in it, with this machine's own files (read-only, under a memory
# overlay) and with a Linux kernel that has USB gadgets and uhid: devices that a driver cannot tell from real ones.
#
# usage: guest.sh prepare          download the kernel and make the start image
#        guest.sh run PROGRAM.js   exit code of the program; its output on standard output
#
# needs: qemu-system-x86 busybox-static cpio kmod; prepare also downloads linux-image-amd64 (70 MB, not installed).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${PACKPROOF_GUEST_CACHE:-$here/../../node_modules/.cache/packproof-guest}

modules='virtio_pci 9pnet_virtio 9p overlay uhid hid_generic usbhid evdev dummy_hcd libcomposite usb_f_acm usb_f_hid usb_f_printer cdc_acm usblp'

prepare() {
  [ -e "$cache/initrd" ] && return
  local work=$cache/work package version
  rm -rf "$work" && mkdir -p "$work/initrd/bin" "$work/initrd/modules"
  package=$(apt-cache depends linux-image-amd64 | sed -n 's/.*Depends: \(linux-image-[^ ]*\)/\1/p' | head -1)
  (cd "$work" && apt-get download -q "$package" 2>&1)
  dpkg-deb -x "$work/$package"_*.deb "$work/root"
  version=$(ls "$work/root/lib/modules")
  depmod -b "$work/root" "$version"
  for module in $modules; do modprobe -d "$work/root" -S "$version" --show-depends "$module"; done |
    sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' >"$work/order"
  while read -r file; do
    cp "$file" "$work/initrd/modules/"
    basename "$file"
  done <"$work/order" >"$work/initrd/modules/order"
  cp "$(command -v busybox)" "$work/initrd/bin/busybox"
  cp "$here/guest-init.sh" "$work/initrd/init"
  chmod 755 "$work/initrd/init"
  cp "$work/root/boot/vmlinuz-$version" "$cache/vmlinuz"
  (cd "$work/initrd" && find . | cpio --quiet -o -H newc | gzip -1) >"$cache/initrd.new"
  mv "$cache/initrd.new" "$cache/initrd"
  rm -rf "$work"
}

run() {
  local program=$1 node log
  node=$(command -v node)
  log=$(mktemp)
  timeout --signal=KILL "${GUEST_TIMEOUT_S:-240}" qemu-system-x86_64 -accel tcg -smp 1 -m 1024 -nographic -no-reboot -nodefaults \
    -serial stdio -kernel "$cache/vmlinuz" -initrd "$cache/initrd" \
    -append "console=ttyS0 quiet loglevel=3 panic=-1 guest_node=$node guest_program=$program" \
    -virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap </dev/null |
    tr -d '\r' | tee "$log" | grep -v --line-buffered '^GUEST EXIT ' || true
  code=$(sed -n 's/^GUEST EXIT \([0-9]*\)$/\1/p' "$log")
  rm -f "$log"
  exit "${code:-99}"
}

case ${1:-} in
  prepare) prepare ;;
  run) prepare && run "$2" ;;
  *) sed -n '2,9p' "$0" && exit 2 ;;
esac
