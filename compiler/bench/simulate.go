package main

import (
	"bytes"
	"encoding/csv"
	"math"
	"math/rand/v2"
	"strconv"

	"hm/specs"
)

// Data are rounded to six digits behind the point, as those in files are.

func newRand(n int) *rand.Rand { return rand.New(rand.NewPCG(3, uint64(n))) }

func rounded(x float64) float64 { return math.Round(x*1e6) / 1e6 }

// draw returns n numbers that f makes.
func draw[T any](n int, f func(i int) T) []T {
	x := make([]T, n)
	for i := range x {
		x[i] = f(i)
	}
	return x
}

// numbers returns n rounded numbers that f makes.
func numbers(n int, f func(i int) float64) []float64 {
	return draw(n, func(i int) float64 { return rounded(f(i)) })
}

// coin is 1 with probability p and 0 otherwise.
func coin(rng *rand.Rand, p float64) int {
	if rng.Float64() < p {
		return 1
	}
	return 0
}

// poisson draws a count by multiplying uniform numbers, for small means (Knuth,
// The Art of Computer Programming, vol. 2, section 3.4.1).
func poisson(rng *rand.Rand, mean float64) int {
	k := 0
	for p := rng.Float64(); p > math.Exp(-mean); p *= rng.Float64() {
		k++
	}
	return k
}

func invLogit(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// slopes are the first user's: a loss by the share of weights that is frozen,
// whose intercept and slope differ between five epochs.
func slopes(n int) values {
	rng := newRand(n)
	epoch := draw(n, func(int) int { return 1 + rng.IntN(5) })
	x := numbers(n, func(int) float64 { return rng.Float64() })
	return values{
		"run": n, "epoch": 5, "epoch_of": epoch, "freeze_p": x,
		"log_loss": numbers(n, func(i int) float64 {
			e := float64(epoch[i])
			return -0.5 - 0.1*e + (0.3+0.05*e)*x[i] + 0.2*rng.NormFloat64()
		}),
	}
}

// radon are the measurements of the spec of that name, whatever n is.
func radon(int) values {
	table := spec("radon/radon.csv")
	county := draw(len(table["county"]), func(i int) int { return int(table["county"][i]) })
	last := 0
	for _, c := range county {
		last = max(last, c)
	}
	log := func(name string) []float64 {
		return draw(len(table[name]), func(i int) float64 { return math.Log(table[name][i]) })
	}
	return values{
		"house": len(county), "county": last, "county_of": county, "first_floor": table["first_floor"],
		"log_uranium": log("uranium"), "log_radon": log("radon"),
	}
}

// spec reads a table of numbers of package specs, which is part of this program.
func spec(name string) map[string][]float64 {
	text, err := specs.FS.ReadFile(name)
	if err != nil {
		panic(err)
	}
	lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		panic(err)
	}
	table := map[string][]float64{}
	for _, line := range lines[1:] {
		for i, cell := range line {
			x, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				panic(err)
			}
			table[lines[0][i]] = append(table[lines[0][i]], x)
		}
	}
	return table
}

// answers are of n/20 people to 20 items.
func answers(n int) values {
	const items = 20
	rng := newRand(n)
	people := n / items
	a := draw(items, func(int) float64 { return math.Exp(0.5 * rng.NormFloat64()) })
	b := draw(items, func(int) float64 { return rng.NormFloat64() })
	theta := draw(people, func(int) float64 { return rng.NormFloat64() })
	return values{
		"I": items, "J": people, "N": n,
		"item":   draw(n, func(i int) int { return 1 + i%items }),
		"person": draw(n, func(i int) int { return 1 + i/items }),
		"y": draw(n, func(i int) int {
			return coin(rng, invLogit(a[i%items]*(theta[i/items]-b[i%items])))
		}),
	}
}

// garch are returns whose variance follows its own past.
func garch(n int) values {
	rng := newRand(n)
	sigma, before := 0.5, 0.0
	return values{
		"T": n, "sigma1": 0.5,
		"y": numbers(n, func(i int) float64 {
			if i > 0 {
				sigma = math.Sqrt(0.1 + 0.3*before*before + 0.4*sigma*sigma)
			}
			before = sigma * rng.NormFloat64()
			return 0.2 + before
		}),
	}
}

// autoregression is of order five.
func autoregression(n int) values {
	rng := newRand(n)
	y := make([]float64, n)
	for i := range y {
		for k, b := range []float64{0.4, 0.2, -0.1, 0.1, 0.1} {
			if i > k {
				y[i] += b * y[i-k-1]
			}
		}
		y[i] = rounded(y[i] + 0.3 + 0.5*rng.NormFloat64())
	}
	return values{"K": 5, "T": n, "y": y}
}

// hidden are outcomes of three states that last.
func hidden(n int) values {
	rng := newRand(n)
	state := 0
	return values{"K": 3, "T": n, "y": numbers(n, func(int) float64 {
		if rng.Float64() < 0.1 {
			state = rng.IntN(3)
		}
		return float64(2*state-2) + 0.7*rng.NormFloat64()
	})}
}

// walk is a random walk seen with noise.
func walk(n int) values {
	rng := newRand(n)
	at := 1.0
	return values{"T": n, "y": numbers(n, func(int) float64 {
		at += 0.3 * rng.NormFloat64()
		return at + 0.5*rng.NormFloat64()
	})}
}

// process is a curve on a grid, seen with noise.
func process(n int) values {
	rng := newRand(n)
	x := numbers(n, func(i int) float64 { return 10 * float64(i) / float64(n) })
	return values{"N": n, "x": x, "y": numbers(n, func(i int) float64 {
		return math.Sin(x[i]) + 0.2*rng.NormFloat64()
	})}
}

// groups have intercepts and slopes that vary together.
func groups(n int) values {
	const groups = 50
	rng := newRand(n)
	group := draw(n, func(int) int { return 1 + rng.IntN(groups) })
	x := numbers(n, func(int) float64 { return rng.NormFloat64() })
	intercept := draw(groups, func(int) float64 { return 1 + rng.NormFloat64() })
	slope := draw(groups, func(g int) float64 { return 0.5*intercept[g] + 0.5*rng.NormFloat64() })
	return values{
		"N": n, "J": groups, "group": group, "x": x,
		"y": numbers(n, func(i int) float64 {
			g := group[i] - 1
			return intercept[g] + slope[g]*x[i] + 0.5*rng.NormFloat64()
		}),
	}
}

// design is a matrix of k predictors, by rows, and what they add up to.
func design(rng *rand.Rand, n, k int) (x [][]float64, eta []float64) {
	beta := draw(k, func(int) float64 { return 0.5 * rng.NormFloat64() / math.Sqrt(float64(k)) })
	x = draw(n, func(int) []float64 {
		return numbers(k, func(int) float64 { return rng.NormFloat64() })
	})
	eta = draw(n, func(i int) float64 {
		sum := 0.3
		for j, b := range beta {
			sum += b * x[i][j]
		}
		return sum
	})
	return x, eta
}

// counts have k predictors.
func counts(k int) simulation {
	return func(n int) values {
		rng := newRand(n)
		x, eta := design(rng, n, k)
		return values{"N": n, "K": k, "X": x, "y": draw(n, func(i int) int { return poisson(rng, math.Exp(eta[i])) })}
	}
}

// switches are yes or no, by k predictors.
func switches(k int) simulation {
	return func(n int) values {
		rng := newRand(n)
		x, eta := design(rng, n, k)
		return values{"N": n, "K": k, "X": x, "y": draw(n, func(i int) int { return coin(rng, invLogit(eta[i])) })}
	}
}

// mixed are of three components.
func mixed(n int) values {
	rng := newRand(n)
	return values{"K": 3, "N": n, "y": numbers(n, func(int) float64 {
		return 3*float64(rng.IntN(3)-1) + 0.8*rng.NormFloat64()
	})}
}

// levels are counts in ten groups.
func levels(n int) values {
	rng := newRand(n)
	group := draw(n, func(int) int { return 1 + rng.IntN(10) })
	return values{"N": n, "J": 10, "group": group, "y": draw(n, func(i int) int { return poisson(rng, 0.5*float64(group[i])) })}
}

// kinds are yes or no by two factors, of 10 and of 5 levels.
func kinds(n int) values {
	rng := newRand(n)
	a := draw(n, func(int) int { return 1 + rng.IntN(10) })
	b := draw(n, func(int) int { return 1 + rng.IntN(5) })
	return values{
		"N": n, "A": 10, "B": 5, "a_of": a, "b_of": b,
		"y": draw(n, func(i int) int { return coin(rng, invLogit(0.2*float64(a[i]-5)-0.3*float64(b[i]-3))) }),
	}
}

// farAway has three predictors of mean a million and standard deviation one.
func farAway(n int) values {
	rng := newRand(n)
	x, eta := design(rng, n, 3)
	for _, row := range x {
		for j := range row {
			row[j] = rounded(row[j] + 1e6)
		}
	}
	return values{"N": n, "K": 3, "X": x, "y": numbers(n, func(i int) float64 { return eta[i] + 0.5*rng.NormFloat64() })}
}
