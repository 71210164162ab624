"""Ridge regression on a sparse and a dense block at once, for many classes, by conjugate gradients.

scikit-learn solves such systems one class at a time or makes the sparse block dense; here all classes
share each pass over the data, and a dozen passes are enough (stopping early regularises, too).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """One column a class, for the sparse and for the dense block."""

    sparse: Matrix
    dense: Matrix

    def scores(self, sparse_rows: csr_matrix, dense_rows: Matrix) -> Matrix:
        """Scores of each row for each class; higher is likelier, 1 is what a member aims at."""
        scores = (dense_rows @ self.dense).astype(np.float32)
        # A message has a few dozen n-grams: gathering their weights is a thousand times faster than
        # scipy's product, which first copies the whole block when the types differ.
        for row, (start, end) in enumerate(pairwise(sparse_rows.indptr)):
            there = sparse_rows.indices[start:end]
            scores[row] += sparse_rows.data[start:end] @ self.sparse[there]
        return scores


def fit_ridge(
    sparse_rows: csr_matrix,
    dense_rows: Matrix,
    targets: Matrix,
    row_weights: npt.NDArray[np.float32],
    penalty: float,
    passes: int,
) -> Weights:
    """Minimise the weighted squared error plus `penalty` times the squared weights."""
    columns = sparse_rows.T.tocsr()
    weighted = targets * row_weights[:, None]
    residual = np.vstack([columns @ weighted, dense_rows.T @ weighted])
    split = sparse_rows.shape[1]
    solution, direction = np.zeros_like(residual), residual.copy()
    energy = (residual**2).sum(axis=0)
    for _ in range(passes):
        moved = sparse_rows @ direction[:split] + dense_rows @ direction[split:]
        moved *= row_weights[:, None]
        pull = np.vstack([columns @ moved, dense_rows.T @ moved]) + penalty * direction
        step = energy / np.maximum((direction * pull).sum(axis=0), 1e-12)
        solution += step * direction
        residual -= step * pull
        energy, before = (residual**2).sum(axis=0), energy
        direction = residual + energy / np.maximum(before, 1e-12) * direction
    # Row by row in memory: a message reads the few rows of its own n-grams.
    return Weights(
        *(np.ascontiguousarray(part, np.float32) for part in np.split(solution, [split]))
    )
