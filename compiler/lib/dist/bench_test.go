package dist

import (
	"fmt"
	"math"
	"testing"

	"hm/compiler/lib/mem"
)

// BenchmarkEval times value and gradient of 1000 elements, data against a
// parameter vector and shared scales, fused and by the definition.
func BenchmarkEval(b *testing.B) {
	for _, d := range Table {
		if d.Multivariate() {
			continue
		}
		for name, make := range map[string]func() []mem.Operand{
			"vector": func() []mem.Operand { return benchArgs(d, true, 1000) },
			"scalar": func() []mem.Operand { return benchArgs(d, false, 1000) },
		} {
			args := make()
			b.Run(d.Name+"/"+name, func(b *testing.B) { benchEval(b, d.Eval, args) })
			if d.Bind != nil {
				definition := func(args []mem.Operand) (Eval, error) { return d.LogPDF.Bind(1000, args), nil }
				b.Run(d.Name+"/"+name+"/definition", func(b *testing.B) { benchEval(b, definition, args) })
			}
		}
	}
}

func benchEval(b *testing.B, bind func([]mem.Operand) (Eval, error), args []mem.Operand) {
	eval, err := bind(args)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		lp, err := eval()
		if err != nil || math.IsNaN(lp) {
			b.Fatal(lp, err)
		}
	}
}

// benchArgs is n data with a location each, or with shared parameters.
func benchArgs(d *Dist, vector bool, n int) []mem.Operand {
	mask := 1
	for i := 1; i < len(d.Args); i++ {
		mask |= 2 << (2 * i)
	}
	location := 1
	for location < len(d.Args)-1 && (d.Args[location].Domain.Int || d.Args[location].Name == "nu") {
		location++
	}
	if len(d.Relations) > 0 {
		mask |= 0b010101
	}
	if vector && location < len(d.Args) {
		mask |= 1 << (2 * location)
	}
	return mix(d, ordinary[d.Name], mask, n)
}

func BenchmarkNormalRegression10000(b *testing.B) {
	y, mu := make([]float64, 10000), make([]float64, 10000)
	for i := range y {
		y[i], mu[i] = math.Sin(float64(i)), math.Cos(float64(i))
	}
	args := []mem.Operand{
		{Val: y, Dims: []int{len(y)}}, {Val: mu, Adj: make([]float64, len(mu)), Dims: []int{len(mu)}},
		mem.Scalar([]float64{0.8}, make([]float64, 1)),
	}
	benchEval(b, normal.Eval, args)
}

func BenchmarkMultiNormal(b *testing.B) {
	for _, k := range []int{2, 5, 20} {
		b.Run(fmt.Sprint(k), func(b *testing.B) {
			sigma := make([]float64, k*k)
			for i := range k {
				sigma[i+i*k] = 2
			}
			benchEval(b, multiNormalDist.Eval, []mem.Operand{vec(make([]float64, k)...), vec(make([]float64, k)...), mat(k, sigma...)})
		})
	}
}

// BenchmarkEach times values and derivatives one by one of 1000 elements, data
// under shared parameters.
func BenchmarkEach(b *testing.B) {
	for _, d := range Table {
		if !d.Multivariate() {
			b.Run(d.Name, func(b *testing.B) { benchEach(b, d, 1000) })
		}
	}
}

// BenchmarkSizes times value and gradient of data with a location each, and of
// data under shared parameters one by one.
func BenchmarkSizes(b *testing.B) {
	for _, d := range []*Dist{&normal, &bernoulliLogit, &poissonLog, &binomialLogit, &cauchy, &studentT, &logistic} {
		for _, n := range []int{2, 4, 10, 30, 100, 1000, 10000} {
			b.Run(fmt.Sprintf("%s/%d", d.Name, n), func(b *testing.B) { benchEval(b, d.Eval, benchArgs(d, true, n)) })
			b.Run(fmt.Sprintf("%s/each/%d", d.Name, n), func(b *testing.B) { benchEach(b, d, n) })
		}
	}
}

func benchEach(b *testing.B, d *Dist, n int) {
	out := mem.Operand{Val: make([]float64, n), Adj: make([]float64, n), Dims: []int{n}}
	forward, reverse, err := d.Each(LPDF, out, benchArgs(d, false, n))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		_ = forward()
		reverse()
	}
}
