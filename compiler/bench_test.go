package compiler_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// BenchmarkGradient times one gradient of each posterior of the shared
// database and of the first user's model.
func BenchmarkGradient(b *testing.B) {
	for name, path := range models(b) {
		b.Run(name, func(b *testing.B) { benchGradient(b, path, program(b, path), posterior(b, name)) })
	}
	for _, n := range []int{100, 1000, 10000, 100000} {
		b.Run(fmt.Sprintf("first_user_%d", n), func(b *testing.B) {
			benchGradient(b, "varying_slopes.hm", program(b, "freeze/varying_slopes.hm"), firstUser(n))
		})
	}
}

func benchGradient(b *testing.B, name, src, json string) {
	c := bind(b, name, src, json).NewChain()
	q, g := points(1, c.Dim())[0], make([]float64, c.Dim())
	for i := range q {
		q[i] *= 0.1
	}
	for b.Loop() {
		if _, err := c.LogDensityGradient(q, g); err != nil {
			b.Fatal(err)
		}
	}
}

// firstUser simulates data for the first user's model.
func firstUser(n int) string {
	rng := rand.New(rand.NewPCG(1, uint64(n)))
	var epoch, x, y []string
	for range n {
		e, p := 1+rng.IntN(5), rng.Float64()
		epoch = append(epoch, fmt.Sprint(e))
		x = append(x, fmt.Sprint(p))
		y = append(y, fmt.Sprint(0.5+0.1*float64(e)+0.2*p+0.1*rng.NormFloat64()))
	}
	return fmt.Sprintf(`{"run": %d, "epoch": 5, "epoch_of": [%s], "freeze_p": [%s], "log_loss": [%s]}`,
		n, strings.Join(epoch, ","), strings.Join(x, ","), strings.Join(y, ","))
}
