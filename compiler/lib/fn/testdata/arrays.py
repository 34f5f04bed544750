"""Values of the functions of whole arrays, by numpy and scipy, which share no
code with hm. Numbers lie as in hm's memory: a matrix column by column, an
array with its last index fastest.

Run with numpy 2 and scipy 1.17, from this directory:

    python3 arrays.py > arrays.json
"""

import json
import sys

import numpy as np
import scipy.linalg as sl
import scipy.special as sp

rng = np.random.default_rng(20261122)
cases = []


def operand(kind, x):
    x = np.asarray(x, dtype=float)
    flat = x.ravel(order="F") if kind == "matrix" else x.ravel()
    if kind.startswith("array") and kind.endswith("matrix"):
        flat = np.concatenate([m.ravel(order="F") for m in x.reshape(-1, *x.shape[-2:])])
    return {"type": kind, "dims": list(x.shape), "val": flat.tolist()}


def case(name, args, out):
    cases.append({"call": name, "args": [operand(*a) for a in args], "out": operand(*out)})


def vec(n):
    return rng.normal(size=n)


def mat(m, n):
    return rng.normal(size=(m, n))


def spd(n):
    a = mat(n, n)
    return a @ a.T + n * np.eye(n)


I = lambda x: ("int", x)
R = lambda x: ("real", x)
V = lambda x: ("vector", x)
W = lambda x: ("row_vector", x)
M = lambda x: ("matrix", x)
A = lambda x: ("array[] real", x)
AI = lambda x: ("array[] int", x)

# Products.
a, b, x, y, c = mat(3, 4), mat(4, 2), vec(4), vec(3), vec(4)
case("operator*", [M(a), M(b)], M(a @ b))
case("operator*", [M(a), V(x)], V(a @ x))
case("operator*", [W(y), M(a)], W(y @ a))
case("operator*", [W(x), V(c)], R(x @ c))
case("operator*", [V(x), W(y)], M(np.outer(x, y)))
case("operator*", [M(mat(3, 0)), M(mat(0, 2))], M(np.zeros((3, 2))))
case("operator'", [M(a)], M(a.T))
case("operator.*", [M(a), M(a)], M(a * a))
case("operator-", [M(a)], M(-a))
case("operator-", [("array[,] real", a)], ("array[,] real", -a))
case("crossprod", [M(a)], M(a.T @ a))
case("tcrossprod", [M(a)], M(a @ a.T))
case("multiply_lower_tri_self_transpose", [M(a)], M(np.tril(a) @ np.tril(a).T))
case("multiply_lower_tri_self_transpose", [M(b)], M(np.tril(b) @ np.tril(b).T))
case("dot_product", [V(x), W(c)], R(x @ c))
case("dot_self", [V(x)], R(x @ x))
case("columns_dot_product", [M(a), M(2 * a)], W((a * 2 * a).sum(0)))
case("rows_dot_product", [M(a), M(2 * a)], V((a * 2 * a).sum(1)))
case("columns_dot_product", [V(x), V(c)], W([x @ c]))
case("columns_dot_product", [W(x), W(c)], W(x * c))
case("rows_dot_product", [V(x), V(c)], V(x * c))
case("rows_dot_product", [W(x), W(c)], V([x @ c]))
case("columns_dot_self", [M(a)], W((a * a).sum(0)))
case("rows_dot_self", [M(a)], V((a * a).sum(1)))
case("distance", [V(x), V(c)], R(np.linalg.norm(x - c)))
case("squared_distance", [W(x), V(c)], R(((x - c) ** 2).sum()))
s, d = spd(4), vec(4)
case("quad_form", [M(mat44 := mat(4, 4)), M(b)], M(b.T @ mat44 @ b))
case("quad_form", [M(mat44), V(x)], R(x @ mat44 @ x))
case("quad_form_sym", [M(s), M(b)], M(b.T @ s @ b))
case("quad_form_sym", [M(s), V(x)], R(x @ s @ x))
case("trace_quad_form", [M(mat44), M(b)], R(np.trace(b.T @ mat44 @ b)))
case("trace_gen_quad_form", [M(d2 := mat(2, 2)), M(mat44), M(b)], R(np.trace(d2 @ b.T @ mat44 @ b)))
case("trace_dot", [M(a), M(a.T)], R(np.trace(a @ a.T)))
case("quad_form_diag", [M(mat44), V(d)], M(np.diag(d) @ mat44 @ np.diag(d)))
case("diag_pre_multiply", [W(y), M(a)], M(np.diag(y) @ a))
case("diag_post_multiply", [M(a), V(x)], M(a @ np.diag(x)))
case("trace", [M(a)], R(np.trace(a)))

# Factorisations and solutions.
l, g = np.linalg.cholesky(s), mat(4, 4)
case("cholesky_decompose", [M(s)], M(l))
case("chol2inv", [M(l)], M(np.linalg.inv(s)))
case("inverse", [M(g)], M(np.linalg.inv(g)))
case("inverse_spd", [M(s)], M(np.linalg.inv(s)))
case("determinant", [M(g)], R(np.linalg.det(g)))
case("determinant", [M(np.ones((2, 2)))], R(0))
case("log_determinant", [M(g)], R(np.linalg.slogdet(g)[1]))
case("log_determinant_spd", [M(s)], R(np.linalg.slogdet(s)[1]))
case("operator\\", [M(g), V(x)], V(np.linalg.solve(g, x)))
case("mdivide_left", [M(g), M(b)], M(np.linalg.solve(g, b)))
case("mdivide_left_spd", [M(s), M(b)], M(np.linalg.solve(s, b)))
case("mdivide_left_tri_low", [M(g), M(b)], M(sl.solve_triangular(np.tril(g), b, lower=True)))
case("operator/", [M(a), M(g)], M(a @ np.linalg.inv(g)))
case("operator/", [W(x), M(g)], W(x @ np.linalg.inv(g)))
case("mdivide_right", [M(a), M(g)], M(a @ np.linalg.inv(g)))
case("mdivide_right_spd", [M(a), M(s)], M(a @ np.linalg.inv(s)))
case("mdivide_right_tri_low", [M(a), M(l)], M(a @ np.linalg.inv(l)))

# Reductions.
for k, v in [(V, x), (W, x), (A, x), (M, a)]:
    case("sum", [k(v)], R(v.sum()))
    case("prod", [k(v)], R(v.prod()))
    case("min", [k(v)], R(v.min()))
    case("max", [k(v)], R(v.max()))
    case("mean", [k(v)], R(v.mean()))
    case("variance", [k(v)], R(v.var(ddof=1)))
    case("sd", [k(v)], R(v.std(ddof=1)))
    case("log_sum_exp", [k(v)], R(sp.logsumexp(v)))
case("variance", [V([2.5])], R(0))
case("sd", [V([2.5])], R(0))
case("sum", [V([])], R(0))
case("prod", [V([])], R(1))
case("sum", [AI([3, 4, -9])], I(-2))
case("prod", [AI([3, 4, -9])], I(-108))
case("max", [AI([3, 4, -9])], I(4))
case("max", [I(3), I(4)], I(4))
case("norm1", [V(x)], R(np.abs(x).sum()))
case("norm2", [V(x)], R(np.linalg.norm(x)))
case("norm2", [V([3e200, 4e200])], R(5e200))
case("cumulative_sum", [V(x)], V(np.cumsum(x)))
case("log_sum_exp", [V([-1000.0, -1000.5, -999.0])], R(sp.logsumexp([-1000.0, -1000.5, -999.0])))
case("softmax", [V(x)], V(sp.softmax(x)))
case("softmax", [V(x + 1000)], V(sp.softmax(x + 1000)))
case("log_softmax", [V(x)], V(sp.log_softmax(x)))
case("log_softmax", [("array[] vector", a)], ("array[] vector", sp.log_softmax(a, axis=1)))
p = np.array([0.2, 0.5, 0.3])
case("log_mix", [V(p), V(y)], R(sp.logsumexp(y, b=p)))
lp = mat(5, 3)
case("log_mix", [A(p), ("array[] vector", lp)], R(sp.logsumexp(lp, b=p, axis=1).sum()))

# Rearrangements.
k, arr = np.arange(1.0, 13).reshape(3, 4), rng.normal(size=(2, 3, 4))
case("to_vector", [M(k)], V(k.ravel(order="F")))
case("to_vector", [AI([1, 2, 3])], V([1, 2, 3]))
case("to_row_vector", [M(k)], W(k.ravel(order="F")))
case("to_array_1d", [M(k)], A(k.ravel(order="F")))
case("to_array_1d", [("array[,] real", k)], A(k.ravel()))
case("to_array_1d", [("array[,,] real", arr)], A(arr.ravel()))
case("to_array_2d", [M(k)], ("array[,] real", k))
case("to_matrix", [("array[,] real", k)], M(k))
case("to_matrix", [("array[] row_vector", k)], M(k))
case("to_matrix", [V(x)], M(x.reshape(4, 1)))
case("to_matrix", [W(x)], M(x.reshape(1, 4)))
case("to_matrix", [V(np.arange(6)), I(2), I(3)], M(np.arange(6).reshape((2, 3), order="F")))
case("to_matrix", [V(np.arange(6)), I(2), I(3), I(1)], M(np.arange(6).reshape((2, 3), order="F")))
case("to_matrix", [V(np.arange(6)), I(2), I(3), I(0)], M(np.arange(6).reshape((2, 3))))
case("to_matrix", [M(k), I(2), I(6), I(0)], M(k.ravel(order="F").reshape((2, 6))))
case("rep_vector", [R(1.5), I(3)], V([1.5] * 3))
case("rep_matrix", [R(1.5), I(2), I(3)], M(np.full((2, 3), 1.5)))
case("rep_matrix", [V(y), I(2)], M(np.tile(y.reshape(3, 1), (1, 2))))
case("rep_matrix", [W(y), I(2)], M(np.tile(y, (2, 1))))
case("rep_array", [I(7), I(2), I(3)], ("array[,] int", np.full((2, 3), 7)))
case("rep_array", [V(y), I(2)], ("array[] vector", np.tile(y, (2, 1))))
case("rep_array", [M(k), I(2)], ("array[] matrix", np.stack([k, k])))
case("append_row", [M(k), M(2 * k)], M(np.vstack([k, 2 * k])))
case("append_row", [M(k), W(x)], M(np.vstack([k, x])))
case("append_row", [W(x), M(k)], M(np.vstack([x, k])))
case("append_row", [W(x), W(c)], M(np.vstack([x, c])))
case("append_row", [V(x), V(y)], V(np.concatenate([x, y])))
case("append_row", [R(9), V(y)], V(np.concatenate([[9], y])))
case("append_row", [V(y), R(9)], V(np.concatenate([y, [9]])))
case("append_col", [M(k), V(y)], M(np.column_stack([k, y])))
case("append_col", [V(y), M(k)], M(np.column_stack([y, k])))
case("append_col", [V(y), V(2 * y)], M(np.column_stack([y, 2 * y])))
case("append_col", [W(x), W(y)], W(np.concatenate([x, y])))
case("append_array", [AI([1, 2]), AI([3])], AI([1, 2, 3]))
case("append_array", [("array[,] real", k), ("array[,] real", 2 * k)], ("array[,] real", np.vstack([k, 2 * k])))
case("append_array", [AI([1, 2]), A([0.5])], A([1, 2, 0.5]))
case("head", [V(x), I(2)], V(x[:2]))
case("head", [V(x), I(0)], V([]))
case("tail", [A(x), I(3)], A(x[1:]))
case("tail", [("array[] matrix", arr), I(1)], ("array[] matrix", arr[1:]))
case("segment", [W(x), I(2), I(3)], W(x[1:4]))
case("segment", [("array[] vector", k), I(2), I(2)], ("array[] vector", k[1:3]))
case("reverse", [V(x)], V(x[::-1]))
case("reverse", [AI([1, 2, 3])], AI([3, 2, 1]))
case("reverse", [("array[] matrix", arr)], ("array[] matrix", arr[::-1]))
case("row", [M(k), I(2)], W(k[1]))
case("col", [M(k), I(2)], V(k[:, 1]))
case("block", [M(k), I(2), I(2), I(2), I(3)], M(k[1:3, 1:4]))
case("sub_row", [M(k), I(2), I(2), I(3)], W(k[1, 1:4]))
case("sub_col", [M(k), I(2), I(3), I(2)], V(k[1:3, 2]))
case("diagonal", [M(k)], V(np.diag(k)))
case("diag_matrix", [V(y)], M(np.diag(y)))
case("add_diag", [M(k), R(2)], M(k + 2 * np.eye(3, 4)))
case("add_diag", [M(k), V(y)], M(k + np.column_stack([np.diag(y), np.zeros(3)])))
case("symmetrize_from_lower_tri", [M(g)], M(np.tril(g) + np.tril(g, -1).T))
case("identity_matrix", [I(3)], M(np.eye(3)))
case("linspaced_vector", [I(5), R(1), R(2)], V(np.linspace(1, 2, 5)))
case("linspaced_row_vector", [I(1), R(1), R(2)], W([2]))
case("linspaced_array", [I(4), R(-1), R(2)], A([-1, 0, 1, 2]))
case("linspaced_int_array", [I(5), I(0), I(8)], AI([0, 2, 4, 6, 8]))
case("linspaced_int_array", [I(5), I(0), I(11)], AI([0, 2, 4, 6, 8]))
case("linspaced_int_array", [I(1), I(1), I(5)], AI([5]))
case("linspaced_int_array", [I(6), I(1), I(3)], AI([1, 1, 2, 2, 3, 3]))
case("one_hot_vector", [I(4), I(3)], V([0, 0, 1, 0]))
case("uniform_simplex", [I(4)], V([0.25] * 4))
case("ones_int_array", [I(2)], AI([1, 1]))
case("zeros_vector", [I(2)], V([0, 0]))
case("size", [("array[,] real", k)], I(3))
case("size", [M(k)], I(12))
case("size", [R(1)], I(1))
case("num_elements", [("array[] matrix", arr)], I(24))
case("rows", [M(k)], I(3))
case("cols", [M(k)], I(4))
case("rows", [W(x)], I(1))
case("cols", [V(x)], I(1))
case("dims", [("array[] matrix", arr)], AI([2, 3, 4]))

# Sorting.
ties = np.array([3.0, 1.0, 2.0, 1.0, 5.0])
case("sort_asc", [V(ties)], V(np.sort(ties)))
case("sort_desc", [A(ties)], A(np.sort(ties)[::-1]))
case("sort_indices_asc", [V(ties)], AI(np.argsort(ties, kind="stable") + 1))
case("sort_indices_desc", [V(ties)], AI(np.argsort(-ties, kind="stable") + 1))
case("rank", [V(ties), I(3)], I(2))
case("quantile", [V(ties), R(0.3)], R(np.quantile(ties, 0.3)))
case("quantile", [V(ties), A([0, 0.25, 0.99, 1])], A(np.quantile(ties, [0, 0.25, 0.99, 1])))

# Integers, comparisons, and arrays of integers beside matrices.
for u, v in [(7, 2), (-7, 2), (7, -2), (-7, -2), (0, 3)]:
    case("operator/", [I(u), I(v)], I(int(u / v)))
    case("operator%/%", [I(u), I(v)], I(int(u / v)))
    case("operator%", [I(u), I(v)], I(int(np.fmod(u, v))))
case("operator<", [R(1), I(2)], I(1))
case("operator>=", [I(1), I(2)], I(0))
case("operator==", [R(2), R(2)], I(1))
case("operator&&", [I(2), I(0)], I(0))
case("operator||", [I(2), I(0)], I(1))
case("operator!", [I(0)], I(1))
case("to_int", [R(-2.7)], I(-2))
case("int_step", [R(0)], I(0))
case("is_nan", [R(1)], I(0))
n = np.array([[0, 1, 2], [3, 2, 1]])
m = rng.uniform(4, 5, size=(2, 3))
case("rising_factorial", [M(m), ("array[,] int", n)], M(sp.poch(m, n)))
case("lmgamma", [("array[,] int", n), M(m)], M([[sp.multigammaln(m[i, j], n[i, j]) if n[i, j] else 0 for j in range(3)] for i in range(2)]))

sys.stdout.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
