package report_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"hm/runtime"
	"hm/runtime/draws"
	"hm/runtime/report"
)

// schools is eight schools, centred: a posterior with a neck.
type schools struct{}

var (
	effect = []float64{28, 8, -3, 7, -1, 1, 18, 12}
	stderr = []float64{15, 10, 16, 11, 9, 11, 10, 18}
)

func (schools) Dim() int { return 10 }

// q holds mu, log tau and the effects.
func (schools) LogDensityGradient(q, g []float64) (float64, error) {
	mu, tau, theta := q[0], math.Exp(q[1]), q[2:]
	lp := -mu*mu/50 - math.Log1p(tau*tau/25) + q[1]
	g[0] = -mu / 25
	g[1] = 1 - 2*tau*tau/(25+tau*tau)
	for i, th := range theta {
		z, r := (th-mu)/tau, (effect[i]-th)/stderr[i]
		lp += -z*z/2 - q[1] - r*r/2
		g[0] += z / tau
		g[1] += z*z - 1
		g[2+i] = -z/tau + r/stderr[i]
	}
	return lp, nil
}

func (schools) Names() []string {
	names := []string{"mu", "tau"}
	for i := range effect {
		names = append(names, fmt.Sprintf("theta[%d]", i+1))
	}
	return append(names, "L[1,2]")
}

func (m schools) Labels() []string {
	labels := m.Names()
	for i, s := range "ABCDEFGH" {
		labels[2+i] = fmt.Sprintf("theta[school=%c]", s)
	}
	return labels
}

func (schools) Draw(q []float64, _ *rand.Rand, out []float64) error {
	copy(out, q)
	out[1] = math.Exp(q[1])
	out[10] = 0 // as the upper triangle of a Cholesky factor
	return nil
}

func TestSmoke(t *testing.T) {
	cfg := runtime.DefaultConfig()
	cfg.Seed = 1
	m := draws.NewMemory()
	_, err := runtime.Sample(context.Background(), cfg, func(int) runtime.Model { return schools{} },
		runtime.Tee(m, draws.NewCSV(t.TempDir(), draws.About{Model: "eight_schools"})))
	if err != nil {
		t.Fatal(err)
	}
	rows := report.Summarise(m.Table())
	report.WriteSummary(os.Stdout, rows, 4)
	report.WriteDiagnosis(os.Stdout, report.Diagnose(m.Table(), rows))
	_ = strings.Join
}
