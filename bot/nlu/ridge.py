"""Ridge regression on a sparse and a dense block at once, for many classes, by conjugate gradients.

scikit-learn solves such systems one class at a time or makes the sparse block dense; here all classes
share each pass over the data, and a dozen passes are enough (stopping early regularises, too).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """One column a class, for the sparse and for the dense block."""

    sparse: Matrix
    dense: Matrix

    def scores(self, sparse_rows: sparse.csr_matrix, dense_rows: Matrix) -> Matrix:
        """Scores of each row for each class; higher is likelier, 1 is what a member aims at."""
        return np.asarray(sparse_rows @ self.sparse + dense_rows @ self.dense, dtype=np.float32)


def fit_ridge(
    sparse_rows: sparse.csr_matrix,
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
    return Weights(solution[:split].astype(np.float32), solution[split:].astype(np.float32))
