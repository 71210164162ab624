"""Trains a model: `python -m bot.dialogue.train DIRECTORY NAME`.

It calls `rasa.train`, Rasa's public way in, which takes components that need no new training from the
cache in RASA_CACHE_DIRECTORY. The command `rasa train` reads all data twice more before
it begins, to validate them; here `aftercare check` does that (`rasa data validate`).
"""

from __future__ import annotations

import sys
from typing import Any


def main() -> int:
    """Writes the model `NAME` to `DIRECTORY`; returns 0 when it is there."""
    directory, name = sys.argv[1:]
    sys.modules.setdefault("jax", None)  # type: ignore[arg-type]  # see bot.dialogue.serve

    import rasa

    from bot.dialogue.training_patches import patch_training

    patch_training()
    result: Any = rasa.train(
        domain="domain.yml",
        config="config.yml",
        training_files=["data"],
        output=directory,
        fixed_model_name=name,
    )
    return int(result.code)


if __name__ == "__main__":
    sys.exit(main())
