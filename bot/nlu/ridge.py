"""Ridge regression on a sparse and a dense block at once, for many classes, by conjugate gradients.

scikit-learn solves such systems one class at a time or makes the sparse block dense; here all classes
share each pass over the data, and a dozen passes are enough (stopping early regularises, too).

Whatever the passes meet is a combination of the rows, so it is kept as such: one number for each of the
rows instead of one for each of the n-grams, which are eight times as many and want half the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Matrix = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]


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
    # In doubles: what singles lose in a pass the next ones multiply, up to a tenth of a score.
    dense, columns = dense_rows.astype(np.float64), sparse_rows.T.tocsr()
    weighting = row_weights[:, None].astype(np.float64)

    def scores_by(shares: Doubles) -> Doubles:
        scores: Doubles = sparse_rows @ (columns @ shares) + dense @ (dense.T @ shares)
        return scores

    residual = targets * weighting
    solution, direction = np.zeros_like(residual), residual.copy()
    left_over = moved = scores_by(residual)
    energy = _products(residual, left_over)
    for _ in range(passes):
        pull = moved * weighting + penalty * direction
        step = energy / np.maximum(_products(moved, pull), 1e-12)
        solution += step * direction
        residual -= step * pull
        left_over = scores_by(residual)
        energy, before = _products(residual, left_over), energy
        bend = energy / np.maximum(before, 1e-12)
        direction = residual + bend * direction
        moved = left_over + bend * moved
    # Row by row in memory: a message reads the few rows of its own n-grams.
    sparse_weights, dense_weights = columns @ solution, dense.T @ solution
    return Weights(
        np.ascontiguousarray(sparse_weights, np.float32),
        np.ascontiguousarray(dense_weights, np.float32),
    )


def _products(left: Doubles, right: Doubles) -> Doubles:
    """The scalar product of each column with its like."""
    products: Doubles = np.einsum("ij,ij->j", left, right)
    return products
