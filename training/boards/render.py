"""Draws boards as books, programs and web pages show them, and wears them down as scanners, cameras and JPEG do.

`sample(rng)` gives one training example: the rectified board with half a square of margin, as the reader cuts it, and its truth."""
import colorsys, glob, io, json, math, random
from pathlib import Path
import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

CLASSES = ' PNBRQKpnbrqk'            # index 0: empty
SQUARE, MARGIN = 32, 16              # pixels of the network's input
SIDE = 8 * SQUARE + 2 * MARGIN       # 288
PAIRS = [((240, 217, 181), (181, 136, 99)), ((222, 227, 230), (140, 162, 173)), ((255, 255, 221), (134, 166, 102)), ((238, 238, 210), (118, 150, 86)),
         ((235, 236, 208), (119, 149, 86)), ((234, 233, 210), (75, 115, 153)), ((230, 230, 230), (120, 120, 120)), ((255, 255, 255), (170, 170, 170)),
         ((255, 206, 158), (209, 139, 71)), ((240, 240, 240), (90, 140, 90)), ((220, 220, 255), (120, 100, 170)), ((255, 255, 255), (100, 100, 255)),
         ((236, 217, 185), (174, 137, 104)), ((204, 183, 174), (112, 102, 119)), ((150, 90, 60), (90, 50, 30)), ((230, 200, 150), (160, 60, 40))]
# Designs of one family look alike; whole families are held out to measure what is really new.
FAMILIES = {'cburnett': 'cburnett', 'wikipedia': 'cburnett', 'chessground': 'cburnett', 'cm-standard': 'cburnett', 'gchess': 'cburnett', 'mzchess': 'cburnett', 'pyside6': 'cburnett',
            'fen2pil': 'cburnett', 'kesav': 'cburnett', 'knights-plain': 'cburnett', 'xboard': 'xboard', 'merida': 'merida', 'alpha': 'alpha', 'leipzig': 'leipzig', 'kingdom': 'kingdom',
            'fantasy': 'fantasy', 'celtic': 'celtic', 'spatial': 'spatial', 'eyes': 'eyes', 'magnetic': 'magnetic', 'adventurer': 'adventurer', 'harlequin': 'harlequin', 'usual': 'usual',
            'regular': 'usual', 'berlin': 'berlin', 'Staunton': '3d', 'plastic': '3d', 'Chap': '3d', 'SkakNew': 'skak', 'DejaVu': 'dejavu', 'uscf': 'uscf', 'Companion': 'uscf', 'companion': 'uscf',
            'OldClassic': 'uscf', 'Dyche': 'uscf', 'maya': 'maya', 'Mayan': 'maya', 'lucena': 'lucena', 'kosal': 'kosal', 'Jumbo': 'jumbo', 'WCN': 'jumbo', 'Eboard': 'jumbo', 'Utretch': 'utrecht'}
HELD_OUT = {'chessicons', 'kosal', 'freestau', 'lucena', 'uscf', 'pirat', 'kilfiger', 'rnchess', 'Symbola', 'medieval', 'chessnut', 'berlin'}


def family(name):
    for key, value in FAMILIES.items():
        if key.lower() in name.lower(): return value
    for key in HELD_OUT:
        if key.lower() in name.lower(): return key
    return name


class Renderer:
    def __init__(self, work, held_out):
        work = Path(work)
        names = [n for n in json.loads((work / 'sets/sets.json').read_text())]
        families = {}
        for n in names:
            if (family(n) in HELD_OUT) == held_out: families.setdefault(family(n), []).append(n)
        self.families = families
        self.names = sorted(families)
        common = {'merida': 4, 'cburnett': 4, 'alpha': 3, 'leipzig': 2, 'skak': 2, 'usual': 2, 'dejavu': 2}
        self.weights = [common.get(f, 1) for f in self.names]
        self.root, self.cache = work / 'sets', {}
        self.fens = (work / 'fens.txt').read_text().split()
        self.fonts = [f for f in glob.glob(str(work / 'deb/fonts-*/usr/share/fonts/truetype/**/*.ttf'), recursive=True)
                      if Path(f).stem in ('DejaVuSans', 'DejaVuSans-Bold', 'DejaVuSerif', 'FreeSerif', 'FreeSans', 'FreeSansBold', 'FreeSerifItalic', 'DejaVuSansMono')]
        self.textures = [(Image.open(p).convert('RGB'), Image.open(p.replace('_l.png', '_d.png')).convert('RGB')) for p in sorted(glob.glob(str(work / 'deb/pychess/usr/share/pychess/boards/*_l.png')))]
        self.word_font = {}

    def font(self, rng, size):
        key = (rng.choice(self.fonts), max(6, int(size)))
        if key not in self.word_font: self.word_font[key] = ImageFont.truetype(*key)
        return self.word_font[key]

    def pieces(self, name, size):
        if (name, size) not in self.cache:
            self.cache[name, size] = {c: Image.open(self.root / name / f'{"w" if c.isupper() else "b"}{c.lower()}.png').convert('RGBA').resize((size, size), Image.LANCZOS) for c in CLASSES[1:]}
        return self.cache[name, size]

    # --- what stands on the board -------------------------------------------------------------------------------------
    def position(self, rng):
        """64 characters from White's view, and whether the arrangement tells which way the board lies."""
        t = rng.random()
        if t < .62: return self.expand(rng.choice(self.fens)), True
        share = rng.uniform(.05, .95)
        return ''.join(rng.choice(CLASSES[1:]) if rng.random() < share else ' ' for _ in range(64)), False

    @staticmethod
    def expand(placement):
        return ''.join(' ' * int(ch) if ch.isdigit() else ch for ch in placement if ch != '/')

    # --- the board ------------------------------------------------------------------------------------------------------
    def background(self, rng, s, printed):
        n = 8 * s
        dark = Image.new('L', (n, n), 0); d = ImageDraw.Draw(dark)
        for y in range(8):
            for x in range(8):
                if (x + y) % 2: d.rectangle((x * s, y * s, x * s + s - 1, y * s + s - 1), fill=255)
        if printed:
            paper = rng.randint(215, 255)
            paper = (paper,) * 3 if rng.random() < .75 else (paper, max(0, paper - rng.randint(3, 14)), max(0, paper - rng.randint(12, 45)))
            ink = (rng.randint(0, 90),) * 3
            im = Image.new('RGB', (n, n), paper)
            kind = rng.choice(['hatch'] * 6 + ['cross', 'dots', 'dots', 'grey', 'grey', 'noise', 'noise'])
            step = rng.uniform(2.4, max(3.4, s / 5)); width = max(1, round(step * rng.uniform(.2, .55)))
            pattern = Image.new('L', (n * 2, n * 2), 0); pd = ImageDraw.Draw(pattern)
            if kind in ('hatch', 'cross'):
                angle = rng.choice([45, 45, 45, 135, 135, 30, 60, 0, 90]); step *= 2; width *= 2
                for a in ([angle] if kind == 'hatch' else [angle, angle + 90]):
                    c, si = math.cos(math.radians(a)), math.sin(math.radians(a))
                    for i in range(-int(n * 3 / step), int(n * 3 / step)):
                        x, y = n + c * i * step, n + si * i * step
                        pd.line((x - si * 4 * n, y + c * 4 * n, x + si * 4 * n, y - c * 4 * n), fill=255, width=width)
                pattern = pattern.resize((n, n), Image.BILINEAR)
            elif kind == 'dots':
                a = np.zeros((n, n), 'uint8'); k = max(2, int(step)); a[::k, ::k] = 255; a[k // 2::k, k // 2::k] = 255
                pattern = Image.fromarray(a)
                if k > 3: pattern = pattern.filter(ImageFilter.MaxFilter(3))
            elif kind == 'grey': pattern = Image.new('L', (n, n), rng.randint(50, 190))
            else: pattern = Image.fromarray((np.random.rand(n, n) < rng.uniform(.25, .7)).astype('uint8') * 255).filter(ImageFilter.GaussianBlur(rng.uniform(.3, 1.2)))
            im.paste(ink, (0, 0), ImageChops.multiply(pattern, dark))
            if rng.random() < .3: self.grid(rng, im, s, ink)
            return im, paper, ink
        t = rng.random()
        if t < .2 and self.textures:
            light, deep = rng.choice(self.textures); im = Image.new('RGB', (n, n))
            for y in range(8):
                for x in range(8):
                    src = light if (x + y) % 2 == 0 else deep
                    w = min(s, src.width, src.height); ox, oy = rng.randint(0, src.width - w), rng.randint(0, src.height - w)
                    im.paste(src.crop((ox, oy, ox + w, oy + w)).resize((s, s)), (x * s, y * s))
            return im, None, None
        if t < .62:
            light, deep = rng.choice(PAIRS); j = rng.randint(0, 14)
            light, deep = (tuple(max(0, min(255, c + rng.randint(-j, j))) for c in v) for v in (light, deep))
        else:
            h = rng.random()
            light = tuple(int(255 * c) for c in colorsys.hsv_to_rgb((h + rng.uniform(-.06, .06)) % 1, rng.uniform(0, .4), rng.uniform(.6, 1)))
            deep = tuple(int(255 * c) for c in colorsys.hsv_to_rgb(h, rng.uniform(0, .7), rng.uniform(.2, .75)))
            if sum(light) - sum(deep) < 60: light, deep = tuple(min(255, c + 60) for c in light), tuple(max(0, c - 40) for c in deep)
        im = Image.new('RGB', (n, n), light); im.paste(deep, (0, 0), dark)
        if rng.random() < .25:
            a = np.asarray(im).astype('float32') + np.linspace(rng.uniform(-25, 25), rng.uniform(-25, 25), n)[None, :, None] + np.random.randn(n, 1, 1) * rng.uniform(0, 6)
            im = Image.fromarray(np.clip(a, 0, 255).astype('uint8'))
        if rng.random() < .12: self.grid(rng, im, s, tuple(rng.randint(0, 120) for _ in range(3)))
        return im, None, None

    @staticmethod
    def grid(rng, im, s, colour):
        d = ImageDraw.Draw(im)
        for i in range(9):
            d.line((i * s, 0, i * s, 8 * s), fill=colour); d.line((0, i * s, 8 * s, i * s), fill=colour)

    def dress(self, rng, images, printed):
        """One look for the whole board: stretched, thickened or thinned, recoloured."""
        sx, sy, turn, shear = rng.uniform(.9, 1.1), rng.uniform(.9, 1.1), rng.uniform(-.05, .05), rng.uniform(-.06, .06)
        weight = rng.choice([0] * 4 + [3, 3, -3]) if printed or rng.random() < .3 else 0
        tint = None
        if not printed and rng.random() < .25:
            tint = [tuple(rng.randint(190, 255) for _ in range(3)), tuple(rng.randint(0, 90) for _ in range(3))]
        out = {}
        for c, im in images.items():
            a = np.asarray(im).astype('float32')
            if printed or (tint is None and rng.random() < .15): a[..., :3] = a[..., :3].mean(-1, keepdims=True)
            if tint is not None:
                lum = a[..., :3].mean(-1, keepdims=True) / 255
                low, high = (np.array(tint[1]) * .6, np.array(tint[0])) if c.isupper() else (np.array(tint[1]) * .5, np.array(tint[1]) * .5 + 130)
                a[..., :3] = low + (high - low) * lum
            im = Image.fromarray(a.clip(0, 255).astype('uint8'))
            if weight:  # ink that spread or wore off: dark strokes over the piece's own paper
                r, g, b, al = im.split(); pick = ImageFilter.MinFilter(weight) if weight > 0 else ImageFilter.MaxFilter(-weight)
                rgb = Image.merge('RGB', (r, g, b)); flat = Image.new('RGB', rgb.size, (255, 255, 255)); flat.paste(rgb, (0, 0), al)
                flat = flat.filter(pick)
                if weight > 0: al = al.filter(ImageFilter.MaxFilter(weight))
                im = flat.convert('RGBA'); im.putalpha(al)
            n = im.width; m = n / 2; co, si = math.cos(turn), math.sin(turn)
            A = np.array([[co / sx, (si + shear) / sx], [-si / sy, co / sy]])
            off = np.array([m, m]) - A @ np.array([m, m])
            out[c] = im.transform((n, n), Image.AFFINE, (A[0, 0], A[0, 1], off[0], A[1, 0], A[1, 1], off[1]), resample=Image.BILINEAR)
        return out

    def page(self, rng, size, paper):
        """What lies round a board: plain, or with words and blocks."""
        base = paper or (tuple([rng.randint(200, 255)] * 3) if rng.random() < .5 else tuple(rng.randint(0, 255) for _ in range(3)))
        return Image.new('RGB', (size, size), base), base

    def draw(self, rng, square=None):
        """A picture of one board: image, characters as displayed, origin and square size in pixels, flipped?, tells?"""
        name = rng.choice(self.families[rng.choices(self.names, self.weights)[0]])
        printed = rng.random() < (.62 if name.startswith(('font', 'glyph')) else .38)
        s = square or int(rng.choice([rng.uniform(14, 30), rng.uniform(24, 48), rng.uniform(40, 84)]))
        n = 8 * s
        seen, tells = self.position(rng)
        flipped = rng.random() < (.35 if tells else .5)
        shown = seen[::-1] if flipped else seen
        board, paper, ink = self.background(rng, s, printed)
        if rng.random() < (.06 if printed else .4): self.highlight(rng, board, s)
        coordinates = rng.random()
        if not printed and coordinates < .3: self.coordinates_inside(rng, board, s, flipped)
        self.place(rng, board, shown, self.dress(rng, {c: im for c, im in self.pieces(name, 40 if s < 26 else 64 if s < 44 else 96).items() if c in shown}, printed), s, printed, paper)
        if not printed and rng.random() < .15: self.arrows(rng, board, s)
        if not printed and rng.random() < .06: self.cursor(rng, board, s)
        pad = int(s * rng.uniform(.55, 1.4))
        im, base = self.page(rng, n + 2 * pad, paper)
        d = ImageDraw.Draw(im)
        bright = sum(base) > 380
        colour = ink or (tuple([rng.randint(0, 90)] * 3) if bright else tuple([rng.randint(160, 255)] * 3))
        outside = .3 <= coordinates < .6
        if outside:
            f = self.font(rng, s * rng.uniform(.22, .42)); gap = s * rng.uniform(.18, .45)
            for i in range(8):
                d.text((pad + (i + .5) * s, pad + n + gap), ('hgfedcba' if flipped else 'abcdefgh')[i].upper() if coordinates < .36 else ('hgfedcba' if flipped else 'abcdefgh')[i], font=f, fill=colour, anchor='mm')
                d.text((pad - gap, pad + (i + .5) * s), str(i + 1 if flipped else 8 - i), font=f, fill=colour, anchor='mm')
        elif rng.random() < .35:
            for _ in range(rng.randint(2, 14)):
                side = rng.randint(0, 3); t = rng.uniform(0, n + 2 * pad); e = rng.uniform(0, pad * .8); e = e if side % 2 else 2 * pad + n - e
                d.text((t, e) if side < 2 else (e, t), ''.join(rng.choice('abcdefghijklmnoprstuvwxyz 1234567890') for _ in range(rng.randint(1, 14))), font=self.font(rng, s * rng.uniform(.2, .5)), fill=colour, anchor='mm')
        im.paste(board, (pad, pad))
        for _ in range(rng.choice([0, 1, 1, 2]) if printed else rng.choice([0, 0, 0, 1])):
            gap = rng.choice([0, 0, rng.uniform(.03, .18) * s]); w = max(1, int(s * rng.choice([.02, .04, .08, .14])))
            d.rectangle((pad - gap - w, pad - gap - w, pad + n + gap + w - 1, pad + n + gap + w - 1), outline=colour, width=w)
        return im, shown, pad, s, flipped, tells or coordinates < .6 and (outside or not printed)

    def coordinates_inside(self, rng, im, s, flipped):
        d = ImageDraw.Draw(im); f = self.font(rng, s * rng.uniform(.16, .28)); colour = tuple(rng.randint(0, 255) for _ in range(3)); right = rng.random() < .5
        for i in range(8):
            d.text((i * s + (s * .8 if right else 2), 8 * s - s * .29), ('hgfedcba' if flipped else 'abcdefgh')[i], font=f, fill=colour)
            d.text((8 * s - s * .18 if not right else 2, i * s + 1), str(i + 1 if flipped else 8 - i), font=f, fill=colour)

    def place(self, rng, board, shown, pieces, s, printed, paper):
        size = max(6, int(s * rng.uniform(.74, 1.06))); ox, oy = rng.uniform(-.03, .03) * s, rng.uniform(-.05, .04) * s
        jitter = rng.uniform(0, .05) * s if printed else 0
        halo = printed and rng.random() < .5
        shadow = not printed and rng.random() < .12
        ready = {}
        for i, c in enumerate(shown):
            if c == ' ': continue
            if c not in ready: ready[c] = pieces[c].resize((size, size), Image.LANCZOS)
            im = ready[c]
            x = int((i % 8) * s + (s - size) / 2 + ox + rng.uniform(-jitter, jitter)); y = int((i // 8) * s + (s - size) / 2 + oy + rng.uniform(-jitter, jitter))
            if halo:
                k = max(3, int(s * .09) | 1); board.paste(paper, (x, y), im.split()[3].filter(ImageFilter.MaxFilter(min(k, 9))))
            if shadow: board.paste((20, 20, 20), (x + max(1, s // 20), y + max(1, s // 20)), im.split()[3].point(lambda v: v * .45))
            board.paste(im, (x, y), im)

    def highlight(self, rng, im, s):
        n = 8 * s; over = Image.new('RGBA', (n, n), (0, 0, 0, 0)); d = ImageDraw.Draw(over)
        for _ in range(rng.randint(1, 5)):
            x, y = rng.randint(0, 7), rng.randint(0, 7); c = rng.choice([(255, 255, 0), (155, 199, 0), (205, 210, 106), (255, 80, 60), (80, 160, 255), (20, 85, 30)]) + (rng.randint(60, 190),)
            k = rng.random()
            if k < .65: d.rectangle((x * s, y * s, x * s + s - 1, y * s + s - 1), fill=c)
            elif k < .85: r = s * rng.uniform(.1, .18); d.ellipse((x * s + s / 2 - r, y * s + s / 2 - r, x * s + s / 2 + r, y * s + s / 2 + r), fill=c)
            else: d.ellipse((x * s + 2, y * s + 2, x * s + s - 3, y * s + s - 3), outline=c, width=max(2, s // 14))
        im.paste(over, (0, 0), over)

    def arrows(self, rng, im, s):
        n = 8 * s; over = Image.new('RGBA', (n, n), (0, 0, 0, 0)); d = ImageDraw.Draw(over)
        for _ in range(rng.randint(1, 3)):
            c = rng.choice([(21, 120, 27), (255, 170, 0), (0, 48, 136), (136, 32, 32)]) + (rng.randint(90, 220),)
            x0, y0, x1, y1 = [(rng.randint(0, 7) + .5) * s for _ in range(4)]; w = max(2, int(s * rng.uniform(.06, .2)))
            d.line((x0, y0, x1, y1), fill=c, width=w); a = math.atan2(y1 - y0, x1 - x0); r = s * .3
            d.polygon([(x1 + math.cos(a) * r * .6, y1 + math.sin(a) * r * .6), (x1 + math.cos(a + 2.4) * r, y1 + math.sin(a + 2.4) * r), (x1 + math.cos(a - 2.4) * r, y1 + math.sin(a - 2.4) * r)], fill=c)
        im.paste(over, (0, 0), over)

    def cursor(self, rng, im, s):
        d = ImageDraw.Draw(im); x, y, k = rng.uniform(0, 8 * s), rng.uniform(0, 8 * s), rng.uniform(8, 20)
        d.polygon([(x, y), (x, y + k), (x + .28 * k, y + .75 * k), (x + .7 * k, y + .7 * k)], fill=(255, 255, 255), outline=(0, 0, 0))

    # --- wear ------------------------------------------------------------------------------------------------------------
    @staticmethod
    def wear(rng, im):
        if rng.random() < .25: im = im.convert('L').convert('RGB')
        if rng.random() < .3:
            k = rng.uniform(.5, .9); w, h = im.size
            im = im.resize((max(8, int(w * k)), max(8, int(h * k))), rng.choice([Image.BILINEAR, Image.LANCZOS, Image.NEAREST, Image.BOX])).resize((w, h), rng.choice([Image.BILINEAR, Image.LANCZOS]))
        if rng.random() < .25: im = im.filter(ImageFilter.GaussianBlur(rng.uniform(.3, 1.2)))
        if rng.random() < .3:
            a = np.asarray(im).astype('float32'); h, w = a.shape[:2]
            if rng.random() < .5:  # uneven light, as on a photographed page or screen
                gx, gy = np.linspace(-1, 1, w)[None, :, None], np.linspace(-1, 1, h)[:, None, None]
                a = a * (1 + rng.uniform(-.3, .3) * gx + rng.uniform(-.3, .3) * gy)
            a = (np.clip(a, 0, 255) / 255) ** rng.uniform(.7, 1.5) * rng.uniform(.6, 1.05) * 255 + rng.uniform(-5, 30)
            im = Image.fromarray(np.clip(a, 0, 255).astype('uint8'))
        if rng.random() < .25:
            a = np.asarray(im).astype('float32'); im = Image.fromarray(np.clip(a + np.random.randn(*a.shape[:2], 1) * rng.uniform(2, 14), 0, 255).astype('uint8'))
        if rng.random() < .08:
            grey = im.convert('L'); low, high = np.percentile(np.asarray(grey), [4, 96]); t = low + (high - low) * rng.uniform(.3, .7); im = grey.point(lambda v: 255 if v > t else 0).filter(ImageFilter.GaussianBlur(rng.uniform(0, .8))).convert('RGB')
        if rng.random() < .5:
            b = io.BytesIO(); im.save(b, 'JPEG', quality=rng.randint(25, 92)); im = Image.open(b).convert('RGB')
        return im

    def cut(self, rng, im, pad, s, off=0.0):
        """The rectified input from corners that are a little wrong; `off` > 0 moves them by that many squares: no board then."""
        n = 8 * s
        corners = np.array([[pad, pad], [pad + n, pad], [pad + n, pad + n], [pad, pad + n]], float)
        corners += np.random.randn(4, 2) * rng.choice([.01, .03, .06]) * s
        if off:
            k = rng.random()
            if k < .5: corners += np.array([[rng.choice([-1, 1]) * off * s, rng.uniform(-off, off) * s]])[:, ::rng.choice([1, -1])]
            elif k < .8: corners = corners.mean(0) + (corners - corners.mean(0)) * rng.choice([rng.uniform(.5, .88), rng.uniform(1.12, 1.3)])
            else:
                a = rng.choice([-1, 1]) * rng.uniform(.15, .7); c = corners - corners.mean(0)
                corners = corners.mean(0) + c @ np.array([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]])
        target = np.array([[MARGIN, MARGIN], [SIDE - MARGIN, MARGIN], [SIDE - MARGIN, SIDE - MARGIN], [MARGIN, SIDE - MARGIN]], float)
        rows, values = [], []
        for (X, Y), (x, y) in zip(target, corners):
            rows += [[X, Y, 1, 0, 0, 0, -x * X, -x * Y], [0, 0, 0, X, Y, 1, -y * X, -y * Y]]; values += [x, y]
        h = np.linalg.solve(np.array(rows), np.array(values))
        if s > SQUARE * 1.25:  # shrink first, as the reader does, so that nothing aliases
            k = SQUARE * 1.1 / s; w = max(8, round(im.width * k)); k = w / im.width
            im = im.resize((w, round(im.height * k)), Image.BOX if rng.random() < .5 else Image.BILINEAR); h = h.copy(); h[:6] *= k
        return im.transform((SIDE, SIDE), Image.PERSPECTIVE, tuple(h), resample=Image.BILINEAR, fillcolor=(128, 128, 128))

    def words(self, rng):
        """Not a board at all: text, blocks, stripes, noise."""
        im, base = self.page(rng, SIDE, None); d = ImageDraw.Draw(im); colour = tuple(255 - c for c in base)
        k = rng.random()
        if k < .5:
            y, size = rng.uniform(0, 20), rng.uniform(8, 34)
            while y < SIDE:
                d.text((rng.uniform(-60, 10), y), ' '.join(''.join(rng.choice('abcdefghijklmnoprstuvwxyz') for _ in range(rng.randint(1, 9))) for _ in range(14)), font=self.font(rng, size), fill=colour); y += size * rng.uniform(1.1, 1.6)
        elif k < .75:
            for _ in range(rng.randint(3, 40)):
                x, y, w, h = (rng.uniform(0, SIDE) for _ in range(4)); d.rectangle((x, y, x + w / 2, y + h / 2), fill=tuple(rng.randint(0, 255) for _ in range(3)))
        else:
            c = rng.choice([3, 5, 9, 18, 36]); im = Image.fromarray((np.random.rand(c, c, 3) * 255).astype('uint8')).resize((SIDE, SIDE), rng.choice([Image.NEAREST, Image.BICUBIC]))
        return im

    def sample(self, seed):
        """(pixels uint8 [288,288,3], squares uint8 [64], flipped 0|1|2 (2: cannot be told), board 0|1)"""
        rng = random.Random(seed); np.random.seed(seed % 2 ** 31)
        if rng.random() < .03:
            return np.asarray(self.wear(rng, self.words(rng))), np.zeros(64, 'uint8'), 2, 0
        im, shown, pad, s, flipped, tells = self.draw(rng)
        im = self.wear(rng, im)
        off = rng.uniform(.3, 1.0) if rng.random() < .08 else 0
        x = np.asarray(self.cut(rng, im, pad, s, off))
        return x, np.array([CLASSES.index(c) for c in shown], 'uint8'), 2 if off or not tells else int(flipped), 0 if off else 1
