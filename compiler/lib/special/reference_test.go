package special

import (
	"encoding/json"
	"math"
	"os"
	"strconv"
	"testing"
)

// functions names what testdata/reference.json calls.
var functions = map[string]func(x []float64) []float64{
	"Lgamma":      one(Lgamma),
	"Lgamma1p":    one(Lgamma1p),
	"Stirling":    one(Stirling),
	"PsiMinusLog": one(PsiMinusLog),
	"Digamma":     one(Digamma),
	"Trigamma":    one(Trigamma),
	"LgammaDiff":  two(LgammaDiff),
	"DigammaDiff": two(DigammaDiff),
	"LBeta":       two(LBeta),
	"LChoose":     two(LChoose),
	"Log1pExp":    one(Log1pExp),
	"Log1mExp":    one(Log1mExp),
	"InvLogit":    one(InvLogit),
	"LogInvLogit": one(LogInvLogit),
	"Logit":       one(Logit),
	"Log1pMx":     one(Log1pMx),
	"LogSumExp2":  two(LogSumExp2),
	"LogDiffExp":  two(LogDiffExp),
	"Erfcx":       one(Erfcx),
	"Phi":         one(Phi),
	"InvPhi":      one(InvPhi),
	"InvPhiLog":   one(InvPhiLog),
	"LogPhi": func(x []float64) []float64 {
		l, d := LogPhi(x[0])
		return []float64{l, d}
	},
	"IncGamma": func(x []float64) []float64 {
		g := IncGamma(x[0], x[1])
		return []float64{g.LogP, g.LogPa, g.LogPx, g.LogQ, g.LogQa, g.LogQx}
	},
	"IncBeta": func(x []float64) []float64 {
		g := IncBeta(x[0], x[1], x[2], 1-x[2])
		return []float64{g.LogP, g.LogPa, g.LogPb, g.LogPx, g.LogQ, g.LogQa, g.LogQb, g.LogQx}
	},
}

func one(f func(float64) float64) func([]float64) []float64 {
	return func(x []float64) []float64 { return []float64{f(x[0])} }
}

func two(f func(a, b float64) float64) func([]float64) []float64 {
	return func(x []float64) []float64 { return []float64{f(x[0], x[1])} }
}

// tolerance is relative, 2e-15 unless a function is listed: there the value
// has a root that some arguments come near, or a sum of thousands of terms.
var tolerance = map[string]float64{
	"LBeta":      1e-13, // has roots along a curve through (1, 1)
	"LgammaDiff": 1e-13, // has a root in x for every d
	"IncGamma":   1e-12,
	"IncBeta":    1e-12,
}

func TestReference(t *testing.T) {
	text, err := os.ReadFile("testdata/reference.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct {
		F    string
		At   []float64
		Want []string
	}
	if err := json.Unmarshal(text, &rows); err != nil {
		t.Fatal(err)
	}
	worst := map[string]float64{}
	seen := map[string]bool{}
	for _, r := range rows {
		seen[r.F] = true
		tol := tolerance[r.F]
		if tol == 0 {
			tol = 4e-15
		}
		for i, got := range functions[r.F](r.At) {
			want, _ := strconv.ParseFloat(r.Want[i], 64)
			e := relative(got, want)
			worst[r.F] = max(worst[r.F], e)
			if !(e <= tol) {
				t.Errorf("%s%v, value %d: got %.17g, want %.17g, relative error %.1e", r.F, r.At, i, got, want, e)
			}
		}
	}
	for f := range functions {
		if !seen[f] {
			t.Errorf("no reference values for %s", f)
		}
		t.Logf("%-12s %.1e", f, worst[f])
	}
}

func relative(got, want float64) float64 {
	if got == want {
		return 0
	}
	return math.Abs(got-want) / math.Abs(want)
}
