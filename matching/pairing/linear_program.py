"""A linear program that grows, and goes on from where its last optimum was."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from matching.pairing.budget import Budget
from matching.pairing.interrupting import interruptible
from matching.pairing.weeks import Ints

Floats = npt.NDArray[np.float64]
Entries = tuple[npt.NDArray[np.integer[Any]], npt.NDArray[np.integer[Any]], npt.NDArray[Any]]

# Without preprocessing GLOP goes on from its last basis: ten times quicker after adding columns. All entries
# of our programs are small whole numbers, which need no scaling.
_PLAIN = {"use_preprocessing": False, "use_scaling": False}


class LinearProgram:
    """Maximise the worth of columns of 0 or more, each row between its bounds, by OR-Tools' GLOP.

    Columns and rows are numbered as they come. Everything is handed over in bulk, as the messages that
    OR-Tools' own `mathopt.IncrementalSolver` is made of: a call for each number takes longer than solving.

    Attributes:
        objective: of the last optimum.
        shares: of each column in it, shape (columns,).
        prices: duals of each row in it, shape (rows,); those of upper bounds are 0 or more.
    """

    def __init__(self, least: Floats, most: Floats) -> None:
        from ortools.math_opt import model_pb2, parameters_pb2  # `import matching` stays quick
        from ortools.math_opt.core.python import solver

        self.objective = 0.0
        self.shares: Floats = np.zeros(0)
        self.prices: Floats = np.zeros(len(least))
        self._columns, self._rows = _Bounds(np.zeros(0), np.zeros(0)), _Bounds(least, most)
        self._worth: Floats = np.zeros(0)
        self._new_worth: Ints = np.zeros(0, dtype=np.int64)
        self._entries: list[Entries] = []
        model = model_pb2.ModelProto()
        model.objective.maximize = True
        self._solver: Any = solver.new(
            parameters_pb2.SOLVER_TYPE_GLOP, model, parameters_pb2.SolverInitializerProto()
        )

    def add_columns(self, worth: Floats, entries: Entries) -> None:
        """Add columns of 0 or more.

        Args:
            worth: of each, shape (new,).
            entries: rows, columns and coefficients of the entries that are not 0.
        """
        begin = len(self._worth)
        self._columns.add(np.zeros(len(worth)), np.full(len(worth), np.inf))
        self._worth = np.concatenate([self._worth, worth])
        self._new_worth = np.union1d(self._new_worth, np.arange(begin, len(self._worth)))
        self._entries.append(entries)

    def add_rows(self, most: Floats, entries: Entries) -> None:
        """Add rows with upper bounds; arguments as in `add_columns`."""
        self._rows.add(np.full(len(most), -np.inf), most)
        self._entries.append(entries)

    def set_worth(self, worth: Floats) -> None:
        """Replace the worth of all columns."""
        self._worth = worth
        self._new_worth = np.arange(len(worth))

    def close(self, columns: Ints) -> None:
        """Keep columns at 0 from now on."""
        self._columns.change(columns, self._columns.least[columns], np.zeros(len(columns)))

    def fix(self, columns: Ints) -> None:
        """Let columns be 1 or more from now on."""
        self._columns.change(columns, np.ones(len(columns)), self._columns.most[columns])

    def demand(self, rows: Ints) -> None:
        """Let rows be their upper bound from now on."""
        self._rows.change(rows, self._rows.most[rows], self._rows.most[rows])

    def solve(self, budget: Budget, *, after_rows: bool) -> bool:
        """Find an optimum; False when there is none, or the time does not suffice.

        Args:
            budget: time that is left.
            after_rows: whether rows or narrower bounds came since the last optimum; its basis is dual
                feasible then, otherwise primal.
        """
        from ortools.math_opt import callback_pb2, model_parameters_pb2, result_pb2
        from ortools.util.python.solve_interrupter import SolveInterrupter

        self._hand_over()
        parameters = _parameters(budget.seconds_left(), after_rows=after_rows)
        wanted = model_parameters_pb2.ModelSolveParametersProto()
        wanted.variable_values_filter.skip_zero_values = True
        wanted.dual_values_filter.skip_zero_values = True
        wanted.reduced_costs_filter.filter_by_ids = True
        no_callback, stop = callback_pb2.CallbackRegistrationProto(), SolveInterrupter()
        result = interruptible(
            lambda: self._solver.solve(parameters, wanted, None, no_callback, None, stop.pybind_interrupter),
            stop.interrupt,
            budget,
        )
        if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
            return False
        self._read(result.solutions[0])
        return True

    def _read(self, solution: Any) -> None:
        primal, dual = solution.primal_solution, solution.dual_solution
        self.objective = float(primal.objective_value)
        self.shares = _dense(primal.variable_values, len(self._worth))
        self.prices = _dense(dual.dual_values, len(self._rows.least))

    def _hand_over(self) -> None:
        from ortools.math_opt import model_update_pb2

        update = model_update_pb2.ModelUpdateProto()
        self._rows.hand_over(update.new_linear_constraints, update.linear_constraint_updates)
        self._columns.hand_over(update.new_variables, update.variable_updates)
        worth = update.objective_updates.linear_coefficients
        _fill(worth.ids, self._new_worth)
        _fill(worth.values, self._worth[self._new_worth])
        if self._entries:
            row, column, coefficient = (np.concatenate(part) for part in zip(*self._entries, strict=True))
            order = np.lexsort((column, row))
            matrix = update.linear_constraint_matrix_updates
            _fill(matrix.row_ids, row[order])
            _fill(matrix.column_ids, column[order])
            _fill(matrix.coefficients, coefficient[order])
        if not self._solver.update(update):
            message = "the linear program cannot go on from its last optimum"
            raise RuntimeError(message)
        self._new_worth, self._entries = self._new_worth[:0], []


class _Bounds:
    """Least and most of columns or of rows, and which of them the solver does not know yet."""

    def __init__(self, least: Floats, most: Floats) -> None:
        self.least, self.most = least, most
        self._known = 0
        self._changed: Ints = np.zeros(0, dtype=np.int64)

    def add(self, least: Floats, most: Floats) -> None:
        self.least = np.concatenate([self.least, least])
        self.most = np.concatenate([self.most, most])

    def change(self, numbers: Ints, least: Floats, most: Floats) -> None:
        self.least[numbers], self.most[numbers] = least, most
        self._changed = np.union1d(self._changed, numbers[numbers < self._known])

    def hand_over(self, new: Any, updates: Any) -> None:
        """Write the new and the changed ones into the messages."""
        _fill(new.ids, np.arange(self._known, len(self.least)))
        _fill(new.lower_bounds, self.least[self._known :])
        _fill(new.upper_bounds, self.most[self._known :])
        if hasattr(new, "integers"):
            new.integers.extend([False] * len(new.ids))
        for bounds, values in ((updates.lower_bounds, self.least), (updates.upper_bounds, self.most)):
            _fill(bounds.ids, self._changed)
            _fill(bounds.values, values[self._changed])
        self._known, self._changed = len(self.least), self._changed[:0]


def _parameters(seconds: float, *, after_rows: bool) -> Any:
    from ortools.math_opt import parameters_pb2

    parameters = parameters_pb2.SolveParametersProto(glop={**_PLAIN, "use_dual_simplex": after_rows})
    parameters.time_limit.FromMilliseconds(max(1, int(seconds * 1000)))
    return parameters


def _fill(field: Any, values: npt.NDArray[Any]) -> None:
    field.extend(values.tolist())


def _dense(vector: Any, length: int) -> Floats:
    dense = np.zeros(length)
    dense[np.array(vector.ids, dtype=np.int64)] = vector.values
    return dense
