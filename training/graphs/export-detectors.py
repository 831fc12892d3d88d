"""Writes the weights-free graphs of the detectors that the npm package @vladmandic/human carries.

    python training/graphs/export-detectors.py

Needs numpy and onnx. Reads node_modules/@vladmandic/human/models, writes packages/pocket/{centernet,blazeface}/model.onnx.
Both are cut before their box decoding, which packages/models/src/detect does. The output is the same bytes every time.
"""

from pathlib import Path

from tfjs_graph import TfjsGraph

ROOT = Path(__file__).parents[2]
FACE = "StatefulPartitionedCall/functional_1"
OUTPUTS = {
    # Heat maps of 80 classes after the sigmoid; distances to left, top, right and bottom in input pixels. Stride 4.
    "centernet": {"heat": "tower_0/keypoints", "sizes": "tower_0/wh"},
    # Scores (logits) and box regressions of 2 anchors a cell at stride 16 and of 6 at stride 32.
    "blazeface": {
        "scores_16": f"{FACE}/conv2d_33/BiasAdd",
        "boxes_16": f"{FACE}/conv2d_35/BiasAdd",
        "scores_32": f"{FACE}/conv2d_34/BiasAdd",
        "boxes_32": f"{FACE}/conv2d_36/BiasAdd",
    },
}

for name, outputs in OUTPUTS.items():
    model = TfjsGraph(ROOT / f"node_modules/@vladmandic/human/models/{name}.json").convert(outputs)
    target = ROOT / f"packages/pocket/{name}/model.onnx"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(model.SerializeToString(deterministic=True))
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size} bytes")
