#!/usr/bin/env bash
# Fetches every piece set that npm, PyPI and Debian packages ship, through the ordinary clients: ./fetch-sets.sh WORK
set -euo pipefail
work=$1
mkdir -p "$work"/{deb,npm/x,pypi/x}
apt-get install -y -qq librsvg2-bin libglib2.0-bin > /dev/null
cd "$work/deb"
apt-get download pychess scid-data eboard gnome-chess knights xboard dreamchess-data tagua-data texlive-games \
  fonts-dejavu-core fonts-dejavu-extra fonts-symbola fonts-freefont-ttf fonts-noto-core fonts-noto-extra
for deb in *.deb; do dpkg -x "$deb" "${deb%%_*}"; done
cd ../npm
for name in @lichess-org/chessground cm-chessboard chessboard-element react-native-chessboard kokopu-react gchessboard; do
  tarball=$(npm pack --silent "$name" | tail -1)
  mkdir -p "x/${tarball%-*}" && tar xzf "$tarball" -C "x/${tarball%-*}"
done
cd ../pypi
for name in pychess-data fentoimage fen2pil kesav-chess-2d MzChess pyside6-chessboard; do pip download -q --no-deps -d . "$name"; done
for wheel in *.whl; do mkdir -p "x/${wheel%%-*}" && unzip -qo "$wheel" -d "x/${wheel%%-*}"; done
