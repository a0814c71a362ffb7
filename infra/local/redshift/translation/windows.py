"""Windows that Redshift refuses, though DuckDB would answer.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_Window_function_synopsis.html
"""

from sqlglot import exp

from ..errors import FEATURE_NOT_SUPPORTED, SYNTAX_ERROR, RedshiftError, not_supported

# With ORDER BY, Redshift asks for the frame of these; PostgreSQL and DuckDB have a default.
_NEED_FRAME = (
    exp.Sum, exp.Avg, exp.Count, exp.Min, exp.Max, exp.FirstValue, exp.LastValue, exp.NthValue,
    exp.Stddev, exp.StddevSamp, exp.StddevPop, exp.Variance, exp.VariancePop,
)  # fmt: skip
_NO_FRAME = (
    exp.RowNumber, exp.Rank, exp.DenseRank, exp.Ntile, exp.CumeDist, exp.PercentRank, exp.Lag,
    exp.Lead,
)  # fmt: skip
# They take a partition alone.
_NO_ORDER = (exp.WithinGroup, exp.GroupConcat, exp.Median)


def check_windows(tree: exp.Expr) -> None:
    """Raise for every window of the tree that Redshift would not run."""
    for window in tree.find_all(exp.Window):
        function = _function(window)
        order, frame = window.args.get("order"), window.args.get("spec")
        _check_function(window, function)
        _check_order(function, order, frame)
        if frame is not None:
            _check_frame(function, frame)


def _function(window: exp.Window) -> exp.Expr:
    function = window.this
    while isinstance(function, (exp.IgnoreNulls, exp.RespectNulls, exp.Filter)):
        function = function.this
    assert isinstance(function, exp.Expr)
    return function


def _check_function(window: exp.Window, function: exp.Expr) -> None:
    if isinstance(function.this, exp.Distinct):
        raise not_supported("DISTINCT in a window function")
    if isinstance(function, (exp.Lag, exp.Lead)) and function.args.get("default") is not None:
        raise not_supported("a default value of LAG and LEAD")
    for key in window.args.get("partition_by") or []:
        if key.find(exp.Column, exp.Func, exp.Query) is None:
            raise RedshiftError(
                FEATURE_NOT_SUPPORTED,
                "constant expressions are not supported in partition by clauses",
            )


def _check_order(function: exp.Expr, order: exp.Expr | None, frame: exp.Expr | None) -> None:
    if order is None:
        if frame is not None:
            raise RedshiftError(SYNTAX_ERROR, "syntax error: a frame clause needs an ORDER BY")
        return
    if isinstance(function, _NO_ORDER):
        raise RedshiftError(SYNTAX_ERROR, "syntax error: this window function takes no ORDER BY")
    if isinstance(function, _NEED_FRAME) and frame is None:
        raise RedshiftError(
            SYNTAX_ERROR,
            "Aggregate window functions with an ORDER BY clause require a frame clause",
        )


def _check_frame(function: exp.Expr, frame: exp.Expr) -> None:
    if str(frame.args.get("kind")).upper() != "ROWS":
        raise not_supported(f"a window frame with {str(frame.args.get('kind')).upper()}")
    if isinstance(function, _NO_FRAME):
        raise RedshiftError(SYNTAX_ERROR, "syntax error: this window function takes no frame")
    bounds = [_place(frame, "start"), _place(frame, "end")]
    if None not in bounds and bounds[0] > bounds[1]:  # type: ignore[operator]
        raise RedshiftError("42P20", "the frame of a window starts behind its end")


def _place(frame: exp.Expr, side: str) -> float | None:
    """Where a bound lies, in rows behind the current one; None where the text does not tell."""
    bound, direction = frame.args.get(side), str(frame.args.get(f"{side}_side") or "").upper()
    sign = -1 if direction == "PRECEDING" else 1
    if isinstance(bound, exp.Literal) and bound.is_int:
        return sign * int(bound.name)
    if isinstance(bound, exp.Expr):
        raise not_supported("a window frame whose size is no whole number")
    if str(bound).upper() == "UNBOUNDED":
        return sign * float("inf")
    return 0 if str(bound).upper() == "CURRENT ROW" else None
