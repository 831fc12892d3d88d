"""Muon (Jordan et al. 2024) in fp32. PyTorch's own computes in bfloat16, which a CPU without that instruction does twenty times slower."""

import torch

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
STEPS = 5


def orthogonal(gradient: torch.Tensor) -> torch.Tensor:
    """The nearest matrix with singular values about 1, by Newton-Schulz iteration."""
    a, b, c = COEFFICIENTS
    x = gradient / (gradient.norm() + 1e-7)
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    for _ in range(STEPS):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return x.T if tall else x


class Muon(torch.optim.Optimizer):
    """For matrices inside layers. Updates are scaled to the root mean square that AdamW's have (Liu et al. 2025), so that rates compare."""

    def __init__(self, matrices, lr: float, weight_decay: float = 0.02, momentum: float = 0.95):
        super().__init__(matrices, dict(lr=lr, weight_decay=weight_decay, momentum=momentum))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for matrix in group["params"]:
                velocity = self.state[matrix].setdefault("velocity", torch.zeros_like(matrix))
                velocity.lerp_(matrix.grad, 1 - group["momentum"])
                update = orthogonal(matrix.grad.lerp(velocity, group["momentum"]))
                matrix.mul_(1 - group["lr"] * group["weight_decay"])
                matrix.add_(update, alpha=-group["lr"] * 0.2 * max(matrix.shape) ** 0.5)
