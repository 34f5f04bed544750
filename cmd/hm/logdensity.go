package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"text/tabwriter"

	"hm/compiler"
	"hm/runtime/nuts"
)

// A logDensityCmd evaluates a model at a point.
type logDensityCmd struct {
	loadArgs
	At        string `required:"" placeholder:"FILE" help:"The unconstrained point: JSON, a list of numbers or {\"x\": [...]}; - for standard input."`
	Reference bool   `help:"Evaluate with the reference tier, against which the fast one is tested."`
	JSON      bool   `help:"Print JSON."`
}

// An evaluation is the log density and its gradient at a point.
type evaluation struct {
	LogDensity number   `json:"log_density"`
	Gradient   []number `json:"gradient"` // nil where the point was rejected
	Names      []string `json:"names"`
	Rejected   string   `json:"rejected,omitempty"` // why the density is zero
}

// Run evaluates and prints.
func (c *logDensityCmd) Run(a *app) error {
	j, err := a.load(c.loadArgs, noSeed)
	if err != nil {
		return err
	}
	q, err := a.point(c.At, j.program.Unconstrained())
	if err != nil {
		return err
	}
	chain := j.program.NewChain()
	if c.Reference {
		chain = j.program.NewReferenceChain()
	}
	e, err := evaluate(chain, q)
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(a.stdout, e)
	}
	return e.print(a)
}

// evaluate calls the density once.
func evaluate(chain *compiler.Chain, q []float64) (*evaluation, error) {
	grad := make([]float64, len(q))
	lp, err := chain.LogDensityGradient(q, grad)
	e := &evaluation{LogDensity: number(lp), Names: append([]string{}, chain.Unconstrained()...)}
	switch {
	case err != nil && nuts.Rejects(err):
		e.LogDensity, e.Rejected = number(math.Inf(-1)), err.Error()
		return e, nil
	case err != nil:
		return nil, userError(err)
	}
	e.Gradient = make([]number, len(grad))
	for i, g := range grad {
		e.Gradient[i] = number(g)
	}
	return e, nil
}

// print writes the evaluation as a table.
func (e *evaluation) print(a *app) error {
	fmt.Fprintf(a.stdout, "log density  %v\n", e.LogDensity)
	if e.Rejected != "" {
		fmt.Fprintf(a.stdout, "rejected     %s\n", e.Rejected)
	}
	if len(e.Gradient) == 0 {
		return nil
	}
	fmt.Fprintln(a.stdout, "gradient")
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	for i, g := range e.Gradient {
		fmt.Fprintf(w, "  %s\t%v\n", e.Names[i], g)
	}
	return w.Flush()
}

// point reads an unconstrained point, one number for each name.
func (a *app) point(file string, names []string) ([]float64, error) {
	label, text, err := a.read(file)
	if err != nil {
		return nil, err
	}
	q, err := decodePoint(text)
	if err != nil {
		return nil, userErrorf("%s: %w", label, err)
	}
	if len(q) != len(names) {
		return nil, userErrorf("%s: the point has %s, and the model has %s", label,
			count(len(q), "number"), count(len(names), "unconstrained parameter"))
	}
	return q, nil
}

// decodePoint reads [1, 2] or {"x": [1, 2]}.
func decodePoint(text []byte) ([]float64, error) {
	var list []number
	if trimmed := bytes.TrimSpace(text); len(trimmed) > 0 && trimmed[0] == '{' {
		var o struct{ X *[]number }
		if err := json.Unmarshal(text, &o); err != nil {
			return nil, pointError(err)
		}
		if o.X == nil {
			return nil, errors.New("the object has no list \"x\"")
		}
		list = *o.X
	} else if err := json.Unmarshal(text, &list); err != nil {
		return nil, pointError(err)
	}
	q := make([]float64, len(list))
	for i, x := range list {
		q[i] = float64(x)
	}
	return q, nil
}

func pointError(err error) error {
	return fmt.Errorf("not a point, which is a JSON list of numbers or {\"x\": [...]}: %w", err)
}

// A number is a float64 that JSON holds even where it is not finite: then as
// "nan", "inf" or "-inf".
type number float64

// String writes the shortest text that reads back as the same number.
func (x number) String() string {
	switch f := float64(x); {
	case math.IsNaN(f):
		return "nan"
	case math.IsInf(f, 0):
		if f < 0 {
			return "-inf"
		}
		return "inf"
	default:
		return strconv.FormatFloat(f, 'g', -1, 64)
	}
}

// MarshalJSON implements json.Marshaler.
func (x number) MarshalJSON() ([]byte, error) {
	if f := float64(x); math.IsNaN(f) || math.IsInf(f, 0) {
		return []byte(`"` + x.String() + `"`), nil
	}
	return json.Marshal(float64(x))
}

// UnmarshalJSON implements json.Unmarshaler.
func (x *number) UnmarshalJSON(text []byte) error {
	if len(text) > 0 && text[0] == '"' {
		var s string
		if err := json.Unmarshal(text, &s); err != nil {
			return err
		}
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || !(math.IsNaN(f) || math.IsInf(f, 0)) {
			return fmt.Errorf("%q is not a number", s)
		}
		*x = number(f)
		return nil
	}
	var f *float64
	if err := json.Unmarshal(text, &f); err != nil {
		return err
	}
	if f == nil {
		return errors.New("null is not a number")
	}
	*x = number(*f)
	return nil
}
