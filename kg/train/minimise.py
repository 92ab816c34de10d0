"""A loss with its gradient to the arguments where it is least."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Reals = NDArray[np.float64]
Loss = Callable[[Reals], tuple[float, Reals]]
"""Arguments to the loss and its gradient."""


def least(loss: Loss, size: int, steps: int, pairs: int = 10) -> Reals:
    """The arguments of least loss, from zeros on (L-BFGS, which keeps so many `pairs` of steps and gradients)."""
    options = {"maxiter": steps, "maxcor": pairs}
    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options=options)
    return np.asarray(found.x, np.float64)
