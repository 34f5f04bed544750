package syntax

import (
	"strings"

	"hm/lang/source"
)

// modernise replaces names that older versions of Stan knew, and forms of
// other languages that are only names here, by the modern form, and reports
// each. A name that the program declares is its own and stays.
func modernise(f *File) source.List {
	u := &upgrader{declared: map[string]bool{}, densities: map[string]string{}}
	u.collect(f)
	u.node(f)
	return u.list
}

type upgrader struct {
	list     source.List
	declared map[string]bool
	// densities maps the program's own functions foo_log that are used as a
	// distribution foo to their modern name.
	densities map[string]string
}

// collect finds what the program declares.
func (u *upgrader) collect(f *File) {
	var logs []*FuncDef
	tildes := map[string]bool{}
	Inspect(f, func(n Node) bool {
		switch n := n.(type) {
		case *FuncDef:
			u.declare(n.Name)
			if n.Name != nil && strings.HasSuffix(n.Name.Name, "_log") {
				logs = append(logs, n)
			}
		case *FuncParam:
			u.declare(n.Name)
		case *Declarator:
			u.declare(n.Name)
		case *For:
			u.declare(n.Var)
		case *ForEach:
			u.declare(n.Var)
		case *Tilde:
			tildes[n.Dist.Name] = true
		}
		return true
	})
	for _, fn := range logs {
		name := strings.TrimSuffix(fn.Name.Name, "_log")
		suffix := "_lpdf"
		if len(fn.Params) > 0 && fn.Params[0].Type != nil && fn.Params[0].Type.Name == "int" {
			suffix = "_lpmf"
		}
		if tildes[name] && builtinSuffix[name] == "" && !u.declared[name+"_lpdf"] && !u.declared[name+"_lpmf"] {
			u.densities[fn.Name.Name] = name + suffix
		}
	}
}

func (u *upgrader) declare(id *Ident) {
	if id != nil {
		u.declared[id.Name] = true
	}
}

func (u *upgrader) removed(n Node, fix, format string, args ...any) {
	u.list.Add(n.Range(), RemovedSyntax, fix, format, args...)
}

// node modernises the parts of n.
func (u *upgrader) node(n Node) {
	if fn, ok := n.(*FuncDef); ok && fn.Name != nil {
		if modern, ok := u.densities[fn.Name.Name]; ok {
			u.removed(fn.Name, "rename it `"+modern+"`", "`%s` is no density: its name does not say so", fn.Name.Name)
			fn.Name = &Ident{fn.Name.Span, modern}
		}
	}
	parts(n,
		func(x *Expr) {
			_, was := (*x).(*Cond)
			u.node(*x)
			*x = u.expr(*x)
			if _, is := (*x).(*Cond); is && !was && bindsTight(n) {
				*x = &Paren{(*x).Range(), *x}
			}
		},
		func(s *Stmt) {
			if a, ok := (*s).(*Assign); ok && assignsLP(a) {
				*s = u.assignLP(a)
				return
			}
			u.node(*s)
			*s = u.stmt(*s)
		},
		u.node,
	)
}

// bindsTight reports whether a conditional expression needs parentheses as a
// part of n.
func bindsTight(n Node) bool {
	switch n.(type) {
	case *Binary, *Unary, *Transpose, *Index, *TupleIndex, *Cond, *Bound:
		return true
	}
	return false
}

func (u *upgrader) stmt(s Stmt) Stmt {
	c, ok := s.(*CallStmt)
	if !ok || c.Call.Fn.Name != "increment_log_prob" || len(c.Call.Args) != 1 || u.declared["increment_log_prob"] {
		return s
	}
	u.removed(c.Call.Fn, "write target += ...;", "`increment_log_prob` is no longer there")
	return &TargetPlus{c.Span, c.Call.Args[0]}
}

func assignsLP(s *Assign) bool {
	id, ok := s.LHS.(*Ident)
	return ok && id.Name == "lp__"
}

// assignLP turns lp__ = lp__ + x into target += x.
func (u *upgrader) assignLP(s *Assign) Stmt {
	t := &TargetPlus{s.Span, s.RHS}
	rest, ok := withoutLP(s.RHS)
	if ok && s.Op == "=" {
		t.Value = rest
	}
	u.node(t)
	if s.Op != "+=" && !(ok && s.Op == "=") {
		u.list.Add(s.LHS.Range(), NotAssignable, "write target += ...;", "`lp__` cannot be assigned to")
		s.RHS = t.Value
		return s
	}
	u.removed(s.LHS, "write target += ...;", "`lp__` cannot be assigned to")
	return t
}

// withoutLP removes the first term of a sum, lp__.
func withoutLP(x Expr) (Expr, bool) {
	b, ok := x.(*Binary)
	if !ok || b.Op != "+" && b.Op != "-" {
		return nil, false
	}
	if id, ok := b.X.(*Ident); ok && id.Name == "lp__" && b.Op == "+" {
		return b.Y, true
	}
	rest, ok := withoutLP(b.X)
	if !ok {
		return nil, false
	}
	return &Binary{rest.Range().To(b.Y.Range()), b.Op, b.OpAt, rest, b.Y}, true
}

// constants maps names for values elsewhere to how they are written here.
var constants = map[string]string{
	"True": "1", "TRUE": "1", "true": "1", "False": "0", "FALSE": "0", "false": "0",
	"NaN": "not_a_number()", "nan": "not_a_number()", "NAN": "not_a_number()",
	"Inf": "positive_infinity()", "inf": "positive_infinity()", "INFINITY": "positive_infinity()",
}

// calls maps functions that are gone to those that replaced them, with the
// same arguments (Stan Functions Reference, "Removed Functions").
var calls = map[string]string{
	"fabs": "abs", "multiply_log": "lmultiply", "binomial_coefficient_log": "lchoose",
	"cov_exp_quad": "gp_exp_quad_cov", "get_lp": "target",
}

func (u *upgrader) expr(x Expr) Expr {
	switch x := x.(type) {
	case *Ident:
		return u.name(x)
	case *Call:
		if u.declared[x.Fn.Name] {
			if modern, ok := u.densities[x.Fn.Name]; ok {
				u.rename(x, modern)
			}
			u.conditioned(x)
			return x
		}
		if modern, ok := calls[x.Fn.Name]; ok {
			u.removed(x.Fn, "write `"+modern+"`", "`%s` is no longer there", x.Fn.Name)
			x.Fn = &Ident{x.Fn.Span, modern}
			return x
		}
		if x.Fn.Name == "if_else" && len(x.Args) == 3 {
			u.removed(x.Fn, "write c ? x : y", "`if_else` is no longer there")
			return &Cond{x.Span, inParens(x.Args[0]), x.Args[1], x.Args[2]}
		}
		if modern, ok := modernDensity(x.Fn.Name); ok {
			u.removed(x.Fn, "write `"+modern+"(y | ...)`", "`%s` is no longer there", x.Fn.Name)
			u.rename(x, modern)
			return x
		}
		u.conditioned(x)
	}
	return x
}

// inParens puts a conditional expression into parentheses.
func inParens(x Expr) Expr {
	if c, ok := x.(*Cond); ok {
		return &Paren{c.Span, c}
	}
	return x
}

func (u *upgrader) rename(x *Call, modern string) {
	x.Fn = &Ident{x.Fn.Span, modern}
	x.Bar = len(x.Args) > 1 || x.Bar
}

// conditioned puts a bar behind the first argument of a density.
func (u *upgrader) conditioned(x *Call) {
	if x.Bar || len(x.Args) < 2 {
		return
	}
	for _, suffix := range densitySuffixes {
		if strings.HasSuffix(x.Fn.Name, suffix) {
			u.removed(x.Fn, "write "+x.Fn.Name+"(y | ...)", "the outcome of `%s` is not set off by `|`", x.Fn.Name)
			x.Bar = true
			return
		}
	}
}

var densitySuffixes = []string{"_lpdf", "_lpmf", "_lupdf", "_lupmf", "_cdf", "_lcdf", "_lccdf"}

func (u *upgrader) name(x *Ident) Expr {
	if x.Name == "lp__" {
		u.removed(x, "write target()", "`lp__` cannot be read")
		return &Call{Span: x.Span, Fn: &Ident{x.Span, "target"}}
	}
	value, ok := constants[x.Name]
	if !ok || u.declared[x.Name] {
		return x
	}
	u.list.Add(x.Span, OtherLanguage, "write "+value, "nothing is called `%s`", x.Name)
	if fn, ok := strings.CutSuffix(value, "()"); ok {
		return &Call{Span: x.Span, Fn: &Ident{x.Span, fn}}
	}
	return &IntLit{x.Span, value}
}

// modernDensity returns the modern name of the old function of a density or
// cumulative distribution that ends in _log.
func modernDensity(name string) (string, bool) {
	for _, old := range [...]struct{ suffix, modern string }{
		{"_ccdf_log", "_lccdf"}, {"_cdf_log", "_lcdf"}, {"_log", ""},
	} {
		dist, ok := strings.CutSuffix(name, old.suffix)
		if !ok {
			continue
		}
		suffix, known := builtinSuffix[dist]
		if !known {
			continue
		}
		if old.modern != "" {
			suffix = old.modern
		}
		return dist + suffix, true
	}
	return "", false
}

// builtinSuffix maps the distributions of Stan that had functions in _log to
// the suffix of their density now.
var builtinSuffix = suffixes()

func suffixes() map[string]string {
	m := map[string]string{}
	for _, name := range strings.Fields(`
		bernoulli bernoulli_logit binomial binomial_logit beta_binomial hypergeometric categorical
		categorical_logit ordered_logistic ordered_probit neg_binomial neg_binomial_2 neg_binomial_2_log
		poisson poisson_log multinomial`) {
		m[name] = "_lpmf"
	}
	for _, name := range strings.Fields(`
		normal exp_mod_normal skew_normal student_t cauchy double_exponential logistic gumbel lognormal
		chi_square inv_chi_square scaled_inv_chi_square exponential gamma inv_gamma weibull frechet
		rayleigh wiener pareto pareto_type_2 beta von_mises uniform multi_normal multi_normal_prec
		multi_normal_cholesky multi_gp multi_gp_cholesky multi_student_t gaussian_dlm_obs dirichlet
		lkj_corr lkj_corr_cholesky lkj_cov wishart inv_wishart`) {
		m[name] = "_lpdf"
	}
	return m
}
