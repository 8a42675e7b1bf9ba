"""`run_platypus.py FONTS OUT CONTENT...`: build each report from its plain content, all in this process. Untagged."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from benchmarks.peers.platypus import render

for source in sys.argv[3:]:
    content = json.loads(Path(source).read_text(encoding="utf-8"))
    render(content, Path(sys.argv[2]) / f"{Path(source).stem}.pdf", Path(sys.argv[1]))
