"""Trains the board reader on boards drawn as it goes: python train.py WORK MINUTES [--resume]   (one torch thread, renderers beside it)

Everything is deterministic in its seeds except the pace of the renderers. Checkpoints go to WORK/board.pt every 400 steps."""
import argparse, math, multiprocessing as mp, os, time
import numpy as np, torch, torch.nn.functional as F
from model import BoardNet
from render import Renderer

BATCH = 16


def render(work, everything, seeds, queue):
    r = Renderer(work, False)
    if everything:  # the last phase: the held-out families join
        held = Renderer(work, True)
        r.families.update(held.families); r.weights += held.weights; r.names += held.names
    while True:
        first = seeds.get()
        items = [r.sample(first + i) for i in range(BATCH)]
        queue.put(tuple(np.stack([i[k] for i in items]) for k in range(4)))


def measure(model, data):
    model.eval(); right = total = exact = view = views = board = n = 0
    with torch.no_grad():
        for x, y, f, b in data:
            pieces, flipped, is_board = model(torch.from_numpy(x).permute(0, 3, 1, 2).float())
            y, f, b = torch.from_numpy(y).long(), torch.from_numpy(f), torch.from_numpy(b)
            ok = (pieces.argmax(-1) == y)[b == 1]
            right += ok.sum().item(); total += ok.numel(); exact += ok.all(1).sum().item()
            known = f < 2; view += ((flipped > 0).long() == f)[known].sum().item(); views += known.sum().item()
            board += ((is_board > 0).long() == b).sum().item(); n += len(b)
    model.train()
    return dict(squares=right / total, exact=exact / (total / 64), view=view / views, board=board / n)


def main():
    a = argparse.ArgumentParser(); a.add_argument('work'); a.add_argument('minutes', type=float); a.add_argument('--resume', action='store_true'); a.add_argument('--workers', type=int, default=1)
    a.add_argument('--lr', type=float, default=2e-3); a.add_argument('--everything', action='store_true'); a.add_argument('--seed', type=int, default=1); a = a.parse_args()
    torch.set_num_threads(1); torch.manual_seed(a.seed)
    seeds, queue = mp.Queue(), mp.Queue(24)
    at = a.seed * 10_000_000
    for _ in range(40): seeds.put(at); at += BATCH
    for _ in range(a.workers): mp.Process(target=render, args=(a.work, a.everything, seeds, queue), daemon=True).start()
    held = Renderer(a.work, True); held_out = []
    for k in range(10):
        items = [held.sample(900_000_000 + k * 16 + i) for i in range(16)]
        held_out.append(tuple(np.stack([i[j] for i in items]) for j in range(4)))
    model = BoardNet().to(memory_format=torch.channels_last); path = f'{a.work}/board.pt'
    if a.resume: model.load_state_dict(torch.load(path)['model'])
    print(sum(p.numel() for p in model.parameters()), 'parameters', flush=True)
    matrices = [p for n, p in model.named_parameters() if p.ndim == 2 and 'layers' in n]
    ids = {id(p) for p in matrices}
    rest = [p for p in model.parameters() if id(p) not in ids]
    optimizers = [torch.optim.Muon(matrices, lr=a.lr * .7, adjust_lr_fn='match_rms_adamw'), torch.optim.AdamW(rest, lr=a.lr, weight_decay=.02)]
    start, step, loss_mean = time.time(), 0, None
    while True:
        t = (time.time() - start) / (a.minutes * 60)
        if t >= 1: break
        scale = min(1, (step + 1) / 100) * (.02 + .98 * .5 * (1 + math.cos(math.pi * t)))
        for o, base in zip(optimizers, (a.lr * .7, a.lr)):
            for g in o.param_groups: g['lr'] = base * scale
        x, y, f, b = queue.get(); seeds.put(at); at += BATCH
        x = torch.from_numpy(x).permute(0, 3, 1, 2).float(); y, f, b = (torch.from_numpy(v).long() for v in (y, f, b))
        with torch.autocast('cpu', torch.bfloat16):
            pieces, flipped, board = (out.float() for out in model(x.contiguous(memory_format=torch.channels_last)))
        on, told = b == 1, f < 2
        loss = F.cross_entropy(pieces[on].flatten(0, 1), y[on].flatten(), label_smoothing=.02)
        if told.any(): loss = loss + .15 * F.binary_cross_entropy_with_logits(flipped[told], f[told].float())
        loss = loss + .15 * F.binary_cross_entropy_with_logits(board, b.float())
        for o in optimizers: o.zero_grad()
        loss.backward(); torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        for o in optimizers: o.step()
        loss_mean = loss.item() if loss_mean is None else .98 * loss_mean + .02 * loss.item(); step += 1
        if step % 25 == 0: print(step, round(loss_mean, 4), f'{time.time() - start:.0f}s', 'queue', queue.qsize(), flush=True)
        if step % 400 == 0:
            print('held-out families', {k: round(v, 4) for k, v in measure(model, held_out).items()}, flush=True)
            torch.save(dict(model=model.state_dict(), step=step), path + '.tmp'); os.replace(path + '.tmp', path)
    print('end', step, {k: round(v, 4) for k, v in measure(model, held_out).items()}, flush=True)
    torch.save(dict(model=model.state_dict(), step=step), path)


if __name__ == '__main__': main()
