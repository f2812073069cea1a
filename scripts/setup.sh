#!/bin/sh
# Installs what Bellwether needs on Debian 12: `setup.sh run` to build and run, `setup.sh test` also
# what the tests use. Does nothing where all is there.
set -eu
run="gcc libc6-dev make cmake ninja-build pkg-config git libgsl-dev libhdf5-dev libfyaml-dev
  librandom123-dev libjansson-dev libxlsxwriter-dev gnuplot-nox fonts-dejavu-core fonts-wqy-microhei"
test="libcmocka-dev clang clang-format-14 libomp-14-dev libclang-rt-14-dev binutils netcdf-bin
  python3 python3-openpyxl python3-xarray python3-h5netcdf python3-netcdf4 python3-scipy zsh fish man-db groff-base
  r-cran-ncdf4 poppler-utils chromium"
wanted=$run
[ "${1:-run}" = test ] && wanted="$run $test"

missing=
for package in $wanted; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "setup.sh: as root, run: apt-get install$missing" >&2; exit 1; }
  as_root=sudo
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086 # package names are words
$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
