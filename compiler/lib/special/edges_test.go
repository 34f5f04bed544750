package special

import (
	"math"
	"testing"
)

func TestEdges(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"Log1pExp(inf)", Log1pExp(inf), inf},
		{"Log1pExp(-inf)", Log1pExp(-inf), 0},
		{"Log1mExp(0)", Log1mExp(0), -inf},
		{"Log1mExp(1)", Log1mExp(1), nan},
		{"InvLogit(inf)", InvLogit(inf), 1},
		{"InvLogit(-inf)", InvLogit(-inf), 0},
		{"LogSumExp()", LogSumExp(nil), -inf},
		{"LogSumExp(-inf,-inf)", LogSumExp([]float64{-inf, -inf}), -inf},
		{"LogSumExp(inf,1)", LogSumExp([]float64{1, inf}), inf},
		{"LogSumExp(nan,1)", LogSumExp([]float64{1, nan}), nan},
		{"LogSumExp2(-inf,-inf)", LogSumExp2(-inf, -inf), -inf},
		{"LogSumExp2(inf,1)", LogSumExp2(1, inf), inf},
		{"LogSumExp2(1,-inf)", LogSumExp2(1, -inf), 1},
		{"LogSumExp2(inf,nan)", LogSumExp2(inf, nan), nan},
		{"LogDiffExp(1,1)", LogDiffExp(1, 1), -inf},
		{"LogDiffExp(0,1)", LogDiffExp(0, 1), nan},
		{"LogDiffExp(3,-inf)", LogDiffExp(3, -inf), 3},
		{"LogMix(0,..)", LogMix(0, 5, 2), 2},
		{"Logit(0)", Logit(0), -inf},
		{"Logit(1)", Logit(1), inf},
		{"Digamma(inf)", Digamma(inf), inf},
		{"Digamma(-2)", Digamma(-2), nan},
		{"Trigamma(inf)", Trigamma(inf), 0},
		{"Phi(-inf)", Phi(-inf), 0},
		{"Phi(inf)", Phi(inf), 1},
		{"Phi(nan)", Phi(nan), nan},
		{"InvPhi(0)", InvPhi(0), -inf},
		{"InvPhi(1)", InvPhi(1), inf},
		{"InvPhi(2)", InvPhi(2), nan},
		{"XLogY(0,0)", XLogY(0, 0), 0},
		{"XLog1pY(0,-1)", XLog1pY(0, -1), 0},
		{"GammaP(2,0)", GammaP(2, 0), 0},
		{"GammaQ(2,inf)", GammaQ(2, inf), 0},
		{"GammaP(-1,1)", GammaP(-1, 1), nan},
		{"BetaI(2,3,0)", BetaI(2, 3, 0), 0},
		{"BetaI(2,3,1)", BetaI(2, 3, 1), 1},
		{"BetaI(2,3,nan)", BetaI(2, 3, nan), nan},
		{"LBeta(1,1)", LBeta(1, 1), 0},
	} {
		if !(c.got == c.want || c.got != c.got && c.want != c.want) {
			t.Errorf("%s = %g, want %g", c.name, c.got, c.want)
		}
	}
}

// TestHugeShape compares the expansion used above hugeShape with the series
// and the fraction at a shape where all three hold.
func TestHugeShape(t *testing.T) {
	for _, z := range []float64{-30, -5, -1, -1e-3, 0, 1e-3, 1, 5, 30} {
		a := 1e9
		x := a + z*math.Sqrt(a)
		huge, exact := gammaHuge(a, x), IncGamma(a, x)
		for i, p := range [][2]float64{
			{huge.LogP, exact.LogP}, {huge.LogPa, exact.LogPa}, {huge.LogPx, exact.LogPx},
			{huge.LogQ, exact.LogQ}, {huge.LogQa, exact.LogQa}, {huge.LogQx, exact.LogQx},
		} {
			if e := relative(p[0], p[1]); e > 1e-10 { // the next term is smaller by 1/a
				t.Errorf("z=%g, value %d: expansion %.15g, exact %.15g, relative %.1e", z, i, p[0], p[1], e)
			}
		}
	}
}

func BenchmarkIncGamma(b *testing.B) {
	for b.Loop() {
		IncGamma(3.5, 2.2)
	}
}

func BenchmarkIncBeta(b *testing.B) {
	for b.Loop() {
		IncBeta(3.5, 2.2, 0.3, 0.7)
	}
}
