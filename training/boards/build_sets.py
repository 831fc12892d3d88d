"""Turns the fetched packages into piece sets: WORK/sets/<set>/<w|b><pnbrqk>.png, 160 px RGBA, plus WORK/sets/sets.json with source and licence.

    python build_sets.py WORK        (after ./fetch-sets.sh WORK)

The images are for training only and are not shipped. Sets whose licence forbids commercial use are left out (NON_COMMERCIAL)."""
import base64, gzip, io, json, os, re, shutil, subprocess, sys
from pathlib import Path
import numpy as np
import resvg_py
from PIL import Image, ImageDraw, ImageFont

WORK = Path(sys.argv[1])
DEB, NPM, PYPI, OUT = WORK / 'deb', WORK / 'npm/x', WORK / 'pypi/x', WORK / 'sets'
SIZE, PIECES = 160, 'pnbrqk'
FULL = dict(p='Pawn', n='Knight', b='Bishop', r='Rook', q='Queen', k='King')
# Licences as stated by their authors (for the lichess sets: its COPYING file): CC BY-NC-SA or "personal use only".
NON_COMMERCIAL = {'anarcandy', 'caliente', 'california', 'cardinal', 'dubrovny', 'fresca', 'gioco', 'governor', 'horsey', 'icpieces',
                  'maestro', 'staunty', 'tatiana', 'firi', 'kaneo', 'luffy', 'libra', 'reillycraig', 'riohacha', 'chess7'}
sets, problems = {}, []


def square(image):
    image = image.convert('RGBA')
    side = max(image.size)
    canvas = Image.new('RGBA', (side, side), (0, 0, 0, 0))
    canvas.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return canvas.resize((SIZE, SIZE), Image.LANCZOS)


def put(name, source, licence, images):
    """images: {'wp': PIL image, ...}, all twelve."""
    if len(images) != 12 or any(np.asarray(i.convert('RGBA'))[..., 3].max() < 100 for i in images.values()):
        problems.append(f'{name}: {len(images)} images'); return
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    for key, image in images.items():
        square(image).save(folder / f'{key}.png')
    sets[name] = dict(source=source, licence=licence)


def keys():
    return [(c, p) for c in 'wb' for p in PIECES]


def raster(svg=None, path=None):
    svg = Path(path).read_text() if path else svg
    try:
        data = bytes(resvg_py.svg_to_bytes(width=SIZE * 2, svg_string=svg))
    except ValueError:  # sizes that only librsvg understands
        data = subprocess.run(['rsvg-convert', '-h', str(SIZE * 2), '-a'], input=svg.encode(), capture_output=True).stdout
    return Image.open(io.BytesIO(data)).convert('RGBA')


def from_files(name, source, licence, pattern):
    try:
        images = {}
        for c, p in keys():
            path = pattern(c, p)
            images[c + p] = raster(path=path) if str(path).endswith('.svg') else Image.open(path).convert('RGBA')
        put(name, source, licence, images)
    except Exception as error:
        problems.append(f'{name}: {type(error).__name__} {error}'[:160])


def drop_background(image):
    """Strips on a key colour: the colour of the first pixel becomes transparent."""
    a = np.asarray(image.convert('RGBA')).copy()
    key = a[0, 0, :3].astype(int)
    if a[0, 0, 3] > 10:
        a[np.abs(a[..., :3].astype(int) - key).sum(-1) < 12, 3] = 0
    return Image.fromarray(a)


def strip(name, source, licence, path, order, columns, rows=2):
    try:
        sheet = Image.open(path).convert('RGBA')
        w, h = sheet.width // columns, sheet.height // rows
        images = {}
        for row, c in enumerate('wb'):
            for column, p in enumerate(order):
                at = (column, row) if rows == 2 else (row * 6 + column, 0)
                images[c + p] = drop_background(sheet).crop((at[0] * w, at[1] * h, at[0] * w + w, at[1] * h + h))
        put(name, source, licence, images)
    except Exception as error:
        problems.append(f'{name}: {error}'[:160])


def glyph(font, text, paper):
    """A chess glyph as print has it: ink on paper. `paper` fills what the outline encloses."""
    image = Image.new('L', (SIZE * 2, SIZE * 2), 0)
    box = font.getbbox(text)
    ImageDraw.Draw(image).text((SIZE - (box[0] + box[2]) / 2, SIZE - (box[1] + box[3]) / 2), text, font=font, fill=255)
    ink = np.asarray(image)
    outside = Image.fromarray(np.where(ink > 100, 255, 0).astype('uint8')).copy()
    ImageDraw.floodfill(outside, (0, 0), 128)
    inside = np.array(outside) != 128
    alpha = np.maximum(ink, np.where(inside, 255, 0)) if paper else ink
    rgb = np.where(ink[..., None] > 0, 255 - ink[..., None], 255).repeat(3, 2)
    return Image.fromarray(np.dstack([rgb, alpha]).astype('uint8'))


def font_set(name, source, licence, path, white, black):
    """white and black: the characters of pnbrqk. One scale for all pieces, as a font has it."""
    try:
        font = ImageFont.truetype(str(path), 200)
        high = max(font.getbbox(x)[3] - font.getbbox(x)[1] for x in white + black)
        wide = max(font.getbbox(x)[2] - font.getbbox(x)[0] for x in white + black)
        font = ImageFont.truetype(str(path), max(10, int(200 * SIZE * 1.86 / max(high, wide))))
        put(name, source, licence, {c + p: glyph(font, t, True) for c, text in (('w', white), ('b', black)) for p, t in zip(PIECES, text)})
    except Exception as error:
        problems.append(f'{name}: {error}'[:160])


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    pychess = DEB / 'pychess/usr/share/pychess/pieces'
    for folder in sorted(p for p in pychess.iterdir() if (p / 'wk.svg').exists() and p.name not in ('makruk', 'sittuyin', 'freak', 'prmi', 'skulls')):
        from_files(f'pychess-{folder.name}', 'Debian pychess', 'GPL-3', lambda c, p: folder / f'{c}{p}.svg')
    for font in sorted((pychess / 'ttf').glob('*.ttf')):
        if font.stem not in ('cheq', 'line'): font_set(f'font-{font.stem}', 'Debian pychess (ttf)', 'freeware fonts in a GPL-3 package', font, 'pnbrqk', 'omvtwl')
    for name in ('FantasySVG', 'SpatialSVG'):
        from_files(f'tagua-{name}', 'Debian tagua-data', 'GPL-2+', lambda c, p: DEB / f'tagua-data/usr/share/tagua/themes/pieces/{name}/{c}{p}.svg')
    from_files('xboard', 'Debian xboard', 'GPL-3', lambda c, p: DEB / f'xboard/usr/share/games/xboard/themes/default/{dict(w="White", b="Black")[c]}{FULL[p]}.svg')
    scid = DEB / 'scid-data/usr/share/scid/img/pieces'
    for folder in sorted(p for p in scid.iterdir() if p.is_dir() and p.name not in ('Bauhaus', 'Blindfold')):
        big = sorted(folder.glob('*_80.*'))
        if big: strip('scid-' + folder.name.replace(' ', ''), 'Debian scid-data', 'GPL-2', big[0], PIECES, 12, 1)
    for path in sorted((DEB / 'eboard/usr/share/games/eboard').glob('*.png')):
        sheet = Image.open(path)
        if abs(sheet.width / 7 - sheet.height / 2) <= 2 and 80 <= sheet.height <= 250 and path.stem not in ('Primepov', 'Rastapov', 'ghouls', 'Lcd'):
            strip('eboard-' + path.stem, 'Debian eboard', 'GPL-2', path, 'rnbqkp', 7)
    for path in sorted((DEB / 'knights/usr/share/knights/themes').glob('*.svgz')):
        if path.stem in ('east_west', 'gray', 'knights'): continue
        text = gzip.decompress(path.read_bytes()).decode()
        try:
            images = {}
            for c, p in keys():
                identity = dict(w='White', b='Black')[c] + FULL[p]
                out = subprocess.run(['rsvg-convert', '-h', str(SIZE), '-a', '-i', identity], input=text.encode(), capture_output=True).stdout
                images[c + p] = Image.open(io.BytesIO(out)).convert('RGBA')
            put('knights-' + path.stem, 'Debian knights', 'GPL-2+', images)
        except Exception as error:
            problems.append(f'knights-{path.stem}: {error}'[:160])
    for name in ('sketch', 'figurine'):
        from_files('dream-' + name, 'Debian dreamchess-data', 'GPL-3+', lambda c, p: DEB / f'dreamchess-data/usr/share/games/dreamchess/pieces/{name}/{FULL[p].lower()}_{c}.png')
    for name in ('fancy', 'simple'):
        try:
            binary = DEB / 'gnome-chess/usr/games/gnome-chess'
            images = {}
            for c, p in keys():
                svg = subprocess.run(['gresource', 'extract', str(binary), f'/org/gnome/Chess/pieces/{name}/{dict(w="white", b="black")[c]}{FULL[p]}.svg'], capture_output=True).stdout
                images[c + p] = raster(svg=svg.decode())
            put('gnome-' + name, 'Debian gnome-chess', 'GPL-3+', images)
        except Exception as error:
            problems.append(f'gnome-{name}: {error}'[:160])

    for name in ('alpha', 'uscf', 'wikipedia'):
        from_files('cbel-' + name, 'npm chessboard-element', 'MIT', lambda c, p: NPM / f'chessboard-element/package/chesspieces/{name}/{c}{p.upper()}.png')
    from_files('rnchess', 'npm react-native-chessboard', 'MIT', lambda c, p: NPM / f'react-native-chessboard/package/src/assets/{c}{p}.png')
    for name in ('cburnett', 'celtic', 'eyes', 'fantasy', 'spatial'):
        from_files('kokopu-' + name, 'npm kokopu-react', 'LGPL-3', lambda c, p: NPM / f'kokopu-react/package/dist/lib/chessboard/sprites/{name}-{c}{p}.png')
    css = next(iter(NPM.glob('lichess-org-chessground/package/assets/chessground.cburnett.css')), None)
    if css:
        names = dict(pawn='p', knight='n', bishop='b', rook='r', queen='q', king='k')
        found = re.findall(r"piece\.(\w+)\.(white|black)[^{]*\{[^}]*base64,([^'\")]+)", css.read_text())
        put('chessground', 'npm @lichess-org/chessground', 'GPL-3', {side[0] + names[n]: raster(svg=base64.b64decode(data).decode()) for n, side, data in found})
    sprite = (NPM / 'cm-chessboard/package/assets/pieces/standard.svg').read_text()
    groups = {key: m for key, m in ((c + p, re.search(rf'<g id="{c}{p}".*?(?=<g id="[wb][pnbrqk]"|</svg>)', sprite, re.S)) for c, p in keys()) if m}
    images = {}
    for key, m in groups.items():
        try: images[key] = raster(svg=f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40" viewBox="0 0 40 40">{m.group(0)}</svg>')
        except Exception as error: problems.append(f'cm {key} {error}'[:120])
    put('cm-standard', 'npm cm-chessboard', 'MIT (pieces CC BY-SA 3.0)', images)
    g = (NPM / 'gchessboard/package/dist/index.es.js')
    if g.exists():
        from urllib.parse import unquote
        found = re.findall(r'\b([wb][pnbrqk])\{background-image:url\("data:image/svg\+xml,(.*?)"\)\}', g.read_text())
        if found: put('gchess', 'npm gchessboard', 'MIT', {k: raster(svg=unquote(d)) for k, d in found})

    lichess = PYPI / 'fentoimage/fentoimage/assets/cache'
    for folder in sorted(p for p in lichess.iterdir() if p.name not in NON_COMMERCIAL and p.name not in ('letter', 'disguised', 'mono', 'shapes', 'pixel')):
        big = max(folder.iterdir(), key=lambda p: int(p.name))
        from_files('lichess-' + folder.name, 'PyPI fentoimage (lichess sets)', 'per set, non-commercial ones left out', lambda c, p: big / f'{c}{p.upper()}.png')
    for base, licence in (('fen2pil/fen2pil/pieces/{side}/{p}.png', 'MIT'), ('kesav_chess_2d/chess_2d/img/{side}_{full}.png', 'MIT')):
        side = dict(w='white', b='black')
        from_files(base.split('/')[0], 'PyPI ' + base.split('/')[0], licence, lambda c, p: PYPI / base.format(side=side[c], p=p, full=FULL[p].lower()))
    from_files('mzchess', 'PyPI MzChess', 'GPL-3', lambda c, p: PYPI / f'MzChess/MzChess/pieces/{dict(w="white", b="black")[c]}-{FULL[p].lower()}.svg')
    from_files('pyside6', 'PyPI pyside6-chessboard', 'GPL/MIT', lambda c, p: PYPI / f'pyside6_chessboard/PySide6_ChessBoard/pieces/{FULL[p].lower()}_{dict(w="white", b="black")[c]}.svg')
    pages = PYPI / 'pychess_data/pychess_data/static/images/pieces'
    for name in ('merida', 'alpha', 'green'):
        from_files('pychessweb-' + name, 'PyPI pychess-data', 'AGPL-3', lambda c, p: pages / name / f'{c}{p.upper()}.svg')

    unicode_white, unicode_black = '♙♘♗♖♕♔', '♟♞♝♜♛♚'
    for folder, pick in (('fonts-dejavu-core', r'DejaVuSans(-Bold|Mono)?\.ttf'), ('fonts-dejavu-extra', r'DejaVuSans(Condensed|-Oblique)\.ttf'), ('fonts-symbola', r'Symbola.*\.ttf'),
                         ('fonts-freefont-ttf', r'FreeSerif\.ttf'), ('fonts-noto-core', r'NotoSansSymbols2.*\.ttf'), ('fonts-noto-extra', r'NotoSansSymbols2.*\.ttf')):
        for path in sorted((DEB / folder).rglob('*.[to]tf')):
            if re.fullmatch(pick, path.name): font_set('glyph-' + path.stem, 'Debian ' + folder, 'font licence (free)', path, unicode_white, unicode_black)
    skak = DEB / 'texlive-games/usr/share/texlive/texmf-dist/fonts/opentype/public/skaknew'
    for name in ('SkakNew-Diagram', 'SkakNew-DiagramT', 'AlphaDia'):
        font_set('font-' + name, 'Debian texlive-games', 'LPPL', skak / f'{name}.otf', 'PNBRQK', 'pnbrqk')
    (OUT / 'sets.json').write_text(json.dumps(sets, indent=1))
    print(len(sets), 'sets'); print('\n'.join(problems))


main()
