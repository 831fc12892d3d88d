"""Exports the board reader: python export.py WORK CHECKPOINT OUT

Writes OUT/model.onnx (weights int8 per output channel, expanded when the session loads; arithmetic in fp32) and OUT/calibration.json, fitted on
fresh boards drawn in the families that the checkpoint HELD never saw (WORK/held-out.pt, the end of the first phase of training)."""
import json, sys
from pathlib import Path
import numpy as np, onnx, onnxruntime as ort, torch
from onnx import helper, numpy_helper
from torch import nn
from model import BoardNet
from render import Renderer

BOARDS = 960


class Reader(nn.Module):
    """pixels [n,3,288,288] 0..255 -> log-probabilities [n,64,13] in the order of render.CLASSES, P(seen from Black) [n], P(board, well cut) [n]"""
    def __init__(self, net, temperature):
        super().__init__()
        self.net, self.temperature = net, temperature

    def forward(self, pixels):
        pieces, flipped, board = self.net(pixels)
        return torch.log_softmax(pieces / self.temperature, -1), torch.sigmoid(flipped), torch.sigmoid(board)


def load(path):
    net = BoardNet(); net.load_state_dict(torch.load(path)['model']); return net.eval()


def look(net, renderer, seeds):
    """logits [n,64,13] and truth [n,64] of boards, without the examples that are none."""
    logits, truth = [], []
    for at in range(0, len(seeds), 16):
        x, y, _, b = (np.stack(v) for v in zip(*(renderer.sample(s) for s in seeds[at:at + 16])))
        with torch.no_grad(): out = net(torch.from_numpy(x).permute(0, 3, 1, 2).float())[0]
        keep = torch.from_numpy(b) == 1
        logits.append(out[keep]); truth.append(torch.from_numpy(y).long()[keep])
    return torch.cat(logits), torch.cat(truth)


def fit(loss, start, steps=300):
    values = torch.tensor(start, requires_grad=True); optimizer = torch.optim.LBFGS([values], max_iter=steps, line_search_fn='strong_wolfe')
    def closure():
        optimizer.zero_grad(); l = loss(values); l.backward(); return l
    optimizer.step(closure); return values.detach()


def calibrate(logits, truth):
    """Temperature scaling (Guo et al. 2017) for squares; for whole boards a logistic in the log of the expected number of wrong squares."""
    t = fit(lambda v: nn.functional.cross_entropy(logits.flatten(0, 1) / v[0].exp(), truth.flatten()), [0.0])[0].exp().item()
    p, best = torch.softmax(logits / t, -1).max(-1)
    expected = (1 - p).sum(1).clamp_min(1e-6).log()
    exact = (best == truth).all(1).float()
    a, b = fit(lambda v: nn.functional.binary_cross_entropy_with_logits(v[0] + v[1] * expected, exact), [0.0, -1.0]).tolist()
    sure = torch.sigmoid(a + b * expected) >= .9
    return dict(temperature=t, boardBias=a, boardSlope=b), dict(boards=len(exact), squares=(best == truth).float().mean().item(), exact=exact.mean().item(),
        confident=sure.float().mean().item(), exactWhereConfident=exact[sure].mean().item() if sure.any() else None)


def shrink(path):
    """Weights as int8 times a scale per output channel; onnxruntime folds the product when it loads the graph."""
    model = onnx.load(path); graph = model.graph; before = []
    for tensor in list(graph.initializer):
        w = numpy_helper.to_array(tensor)
        if w.dtype != np.float32 or w.size < 4000 or w.ndim < 2 or tensor.name == 'net.position': continue
        # a convolution's output channels come first, those of a (transposed) matrix last
        axes = tuple(range(1, w.ndim)) if w.ndim == 4 else tuple(range(w.ndim - 1))
        scale = np.maximum(np.abs(w).max(axes, keepdims=True) / 127, 1e-12).astype('float32')
        graph.initializer.remove(tensor)
        graph.initializer.extend([numpy_helper.from_array(np.round(w / scale).astype('int8'), tensor.name + '_int8'), numpy_helper.from_array(scale, tensor.name + '_scale')])
        before += [helper.make_node('Cast', [tensor.name + '_int8'], [tensor.name + '_float'], to=onnx.TensorProto.FLOAT), helper.make_node('Mul', [tensor.name + '_float', tensor.name + '_scale'], [tensor.name])]
    nodes = before + list(graph.node); del graph.node[:]; graph.node.extend(nodes)
    onnx.checker.check_model(model); onnx.save(model, path)


def main():
    work, checkpoint, out = sys.argv[1], sys.argv[2], Path(sys.argv[3]); out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    held = Path(work) / 'held-out.pt'
    logits, truth = look(load(held if held.exists() else checkpoint), Renderer(work, True), range(910_000_000, 910_000_000 + BOARDS))
    calibration, report = calibrate(logits, truth)
    print(json.dumps(dict(calibration=calibration, families_never_seen=report), indent=1))
    net = load(checkpoint); reader = Reader(net, calibration['temperature']).eval()
    x = torch.rand(2, 3, 288, 288) * 255
    path = str(out / 'model.onnx')
    torch.onnx.export(reader, x, path, dynamo=False, opset_version=17, input_names=['pixels'], output_names=['log_probabilities', 'flipped', 'board'],
                      dynamic_axes={name: {0: 'boards'} for name in ('pixels', 'log_probabilities', 'flipped', 'board')})
    shrink(path)
    (out / 'calibration.json').write_text(json.dumps({k: round(v, 5) for k, v in calibration.items() if k != 'temperature'}) + '\n')
    session = ort.InferenceSession(path, providers=['CPUExecutionProvider']); seen = Renderer(work, False); same = n = 0
    for at in range(920_000_000, 920_000_320, 16):
        pixels = np.stack([seen.sample(at + i)[0] for i in range(16)]).transpose(0, 3, 1, 2).astype('float32')
        with torch.no_grad(): full = reader(torch.from_numpy(pixels))[0].argmax(-1).numpy()
        small = session.run(None, {'pixels': pixels})[0].argmax(-1)
        same += (small == full).sum(); n += full.size
    print(f'{Path(path).stat().st_size / 1e6:.2f} MB; int8 reads {same / n:.5f} of the squares as fp32 does (n = {n})')


main()
