package data_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"hm/compiler/data"
	"hm/lang/types"
)

const million = 1_000_000

// millionRows is a table with a million rows of five columns.
func millionRows() []byte {
	rng := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString("dataset,epoch,freeze_p,seed,dev_loss\n")
	for range million {
		fmt.Fprintf(&b, "%c,%d,%.2f,%d,%.6f\n", 'A'+rng.IntN(2), 1+rng.IntN(100), rng.Float64(), rng.IntN(1000), rng.ExpFloat64())
	}
	return []byte(b.String())
}

// BenchmarkTable binds a million rows: two columns of numbers, an expression
// and an interaction.
func BenchmarkTable(b *testing.B) {
	text := millionRows()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		src, list := data.New(data.Spec{
			Table:   &data.File{Name: "runs.csv", Text: text},
			Columns: []data.Column{column("log_loss", "log1p(dev_loss)"), column("cell_of", "dataset", "epoch")},
		})
		if list.Err() != nil {
			b.Fatal(list)
		}
		bound, list := data.Bind(freeze, src)
		if list.Err() != nil {
			b.Fatal(list)
		}
		for _, name := range []string{"log_loss", "freeze_p", "cell_of"} {
			if _, list := bound.Lookup(name, data.Shape{Dims: []int{million}}); list.Err() != nil {
				b.Fatal(list)
			}
		}
	}
}

// BenchmarkJSON binds a vector of a million numbers.
func BenchmarkJSON(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	var text strings.Builder
	text.WriteString(`{"x": [0`)
	for range million - 1 {
		fmt.Fprintf(&text, ", %.6f", rng.Float64())
	}
	text.WriteString("]}")
	vars := []data.Var{{Name: "x", Type: types.TVector}}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		src, list := data.NewJSON("data.json", []byte(text.String()))
		if list.Err() != nil {
			b.Fatal(list)
		}
		bound, _ := data.Bind(vars, src)
		if _, list := bound.Lookup("x", data.Shape{Dims: []int{million}}); list.Err() != nil {
			b.Fatal(list)
		}
	}
}
