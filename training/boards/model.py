"""The board reader's network: one look at the whole rectified board.

A residual convolutional net turns 288 x 288 RGB (32 px a square, half a square of margin) into an 18 x 18 map, two cells a square and one
of margin. The 64 squares and the 68 margin cells become tokens of a small transformer (Vaswani et al. 2017), so that a square is read in the
light of the others (which of two looks is the white pawn) and the orientation in the light of coordinates and of where the pawns stand."""
import torch
from torch import nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.a, self.b = nn.Conv2d(c, c, 3, 1, 1, bias=False), nn.Conv2d(c, c, 3, 1, 1, bias=False)
        self.na, self.nb = nn.BatchNorm2d(c), nn.BatchNorm2d(c)

    def forward(self, x):
        return F.relu(x + self.nb(self.b(F.relu(self.na(self.a(x))))))


class Down(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.c, self.n = nn.Conv2d(i, o, 3, 2, 1, bias=False), nn.BatchNorm2d(o)

    def forward(self, x):
        return F.relu(self.n(self.c(x)))


class Layer(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.h, self.qkv, self.o = heads, nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.n1, self.n2, self.f1, self.f2 = nn.LayerNorm(d), nn.LayerNorm(d), nn.Linear(d, 2 * d), nn.Linear(2 * d, d)

    def forward(self, x):
        b, t, d = x.shape
        q, k, v = self.qkv(self.n1(x)).view(b, t, 3, self.h, d // self.h).permute(2, 0, 3, 1, 4).unbind(0)
        w = torch.softmax(q @ k.transpose(-1, -2) * (d // self.h) ** -.5, -1)
        x = x + self.o((w @ v).transpose(1, 2).reshape(b, t, d))
        return x + self.f2(F.gelu(self.f1(self.n2(x))))


class BoardNet(nn.Module):
    def __init__(self, widths=(16, 40, 80, 144), d=160, layers=3, heads=5):
        super().__init__()
        a, b, c, e = widths
        self.trunk = nn.Sequential(Down(3, a), Down(a, b), Block(b), Down(b, c), Block(c), Block(c), Down(c, e), Block(e))
        self.square, self.margin = nn.Linear(4 * e, d), nn.Linear(e, d)
        self.position = nn.Parameter(torch.randn(1, 132, d) * .02)
        self.layers = nn.ModuleList(Layer(d, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(d)
        self.piece, self.local, self.view, self.board = nn.Linear(d, 13), nn.Linear(4 * e, 13), nn.Linear(2 * d, 1), nn.Linear(2 * d, 1)

    def forward(self, pixels):
        """pixels [b,3,288,288] 0..255 -> pieces [b,64,13] logits, flipped [b] logit, board [b] logit"""
        x = self.trunk(pixels / 127.5 - 1)
        b, e = x.shape[:2]
        inner = x[:, :, 1:17, 1:17].reshape(b, e, 8, 2, 8, 2).permute(0, 2, 4, 1, 3, 5).reshape(b, 64, 4 * e)
        rim = torch.cat([x[:, :, 0, :], x[:, :, 17, :], x[:, :, 1:17, 0], x[:, :, 1:17, 17]], 2).transpose(1, 2)
        t = torch.cat([self.square(inner), self.margin(rim)], 1) + self.position
        for layer in self.layers: t = layer(t)
        t = self.norm(t)
        whole = torch.cat([t[:, :64].mean(1), t[:, 64:].mean(1)], 1)
        return self.piece(t[:, :64]) + self.local(inner), self.view(whole)[:, 0], self.board(whole)[:, 0]
